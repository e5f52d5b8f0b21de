import { consoleUrl } from "../configuration.ts";
import { isLocal, type Options } from "../options.ts";

/**
 * Whether virtual phones may be started for a demonstration: in a trial alone, both parts here and nothing reachable from
 * elsewhere. A gatekeeper that others reach must not start processes because a page asks for it.
 */
export function offersDemonstration(options: Options): boolean {
  const { only, listen, listenConsole, publicUrl, serverUrl, noDemonstration } = options;
  if (only !== undefined || noDemonstration === true) return false;
  const hosts = [listen, listenConsole].filter((host) => host !== undefined);
  const origins = [consoleUrl(options), publicUrl, serverUrl].filter((origin) => origin !== undefined);
  return (
    hosts.every((host) => isLocal(`http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}`)) &&
    origins.every(isLocal)
  );
}
