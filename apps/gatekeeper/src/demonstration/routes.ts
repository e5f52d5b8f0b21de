import type { Context } from "../context.ts";
import { GateError } from "../error.ts";
import { fieldsOf, readBody } from "../http/body.ts";
import type { Route } from "../http/router.ts";

/** Room for an invitation. */
const body = 4096;

/** Routes of the console's origin. */
export function demonstrationRoutes({ demonstration }: Context): Route[] {
  return [
    {
      method: "POST",
      path: /^\/gate\/v1\/demonstration$/,
      handle: async (call) => {
        const { invitation } = fieldsOf(await readBody(call, body), ["invitation"]);
        if (invitation === undefined) throw new GateError("request", "body.invitation", "is missing");
        return { status: 201, json: await demonstration.start(invitation) };
      },
    },
  ];
}
