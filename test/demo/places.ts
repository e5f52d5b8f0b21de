// A policy that holds at a place. The phone alone knows where it is: it tells that it crossed, sealed, and never its position.
import { isEvent, type Organisation, operator, publish, readToken } from "./ordinary.ts";
import { chapter, expect, step } from "./table.ts";
import { getJson, type World } from "./world.ts";

const office = { lat: 488_566_000, lon: 23_522_000 };
const radius = 200;
const visitor = 24;
const restless = 25;
/** Degrees x 10^7 of a metre to the north. */
const metre = 10_000_000 / 111_320;

/** A place so many metres north of the middle of the office. */
const north = (metres: number) => ({ lat: Math.round(office.lat + metres * metre), lon: office.lon });

interface Setting {
  key: string;
  value: unknown;
  from: { policy: string; order: string; signers: string[] }[];
}

async function stateOf(world: World, index: number): Promise<{ camera: boolean; settings: Setting[] }> {
  return (await world.show(index)).state as { camera: boolean; settings: Setting[] };
}

/** What is under way between the chapters. */
export interface Visit {
  policy: string;
  order: string;
  from: number;
  jitter?: NodeJS.Timeout;
  jumps: number;
}

/** Publishes the policy and sends the phones on their way: a crossing takes two sure fixes, 30 s apart. */
export async function goToTheOffice(world: World, organisation: Organisation): Promise<Visit> {
  chapter("Places");
  let order = "";
  let policy = "";
  const live = organisation.devices.length - 1;
  await step("a policy for one place: camera off inside the office", async () => {
    const rules = world.file(
      "rules-office.json",
      JSON.stringify([
        { kind: "fence", name: "office", area: { circle: { ...office, radius } } },
        { kind: "camera", disabled: true, when: { inside: ["office"] } },
      ]),
    );
    const draft = await world.as("approver-1", "policy", "publish", "--group", "all", "--rules", rules);
    order = String(draft.hash);
    policy = String((draft.params as { id: string }).id);
    await publish(world, order, live);
    return `two approvers published it, the third lifted the first hour: ${live} phones`;
  });
  const visit: Visit = { policy, order, from: world.phones.lines.length, jumps: 0 };
  await step("one phone goes in; one is measured on both sides of the border again and again", async () => {
    await world.command("move", restless, { ...north(radius + 40), accuracy: 10 });
    await world.command("move", visitor, { ...north(20), accuracy: 10 });
    // 12 m inside, 12 m outside: as a receiver that claims 10 m measures a phone that lies on the line.
    visit.jitter = setInterval(() => {
      const side = visit.jumps++ % 2 === 0 ? -12 : 12;
      world.phones.say({ command: "move", phone: restless, ...north(radius + side), accuracy: 10 });
    }, 1000);
    visit.jitter.unref();
    return "a crossing takes two sure fixes, 30 seconds apart; the demo goes on meanwhile";
  });
  return visit;
}

/** The phone is inside. Then it is sent out again. */
export async function atTheOffice(world: World, organisation: Organisation, visit: Visit): Promise<void> {
  chapter("Places: inside");
  await step("inside the office the camera goes off, on this phone only", async () => {
    const { policy, from } = visit;
    await world.phones.until(
      "the crossing",
      (lines) => lines.find(isEvent("fence", { phone: visitor, policy, fence: "office", inside: true })),
      from,
      60,
    );
    for (let attempt = 0; (await stateOf(world, visitor)).camera; attempt++) {
      expect(attempt < 40, "the camera is on inside");
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const switched = world.phones.lines.slice(from).filter(isEvent("settings", { phone: visitor }));
    expect(JSON.stringify(switched).includes("camera.disabled"), "the phone did not say that it switched");
    for (const other of [0, restless, 30])
      expect((await stateOf(world, other)).camera === true, `the camera of phone ${other} is off`);
    return "the phone switched by itself; the cameras of the others stayed on";
  });
  await step("the phone says why its camera is off", async () => {
    const { settings } = await stateOf(world, visitor);
    const why = settings.find(({ key, value }) => key === "camera.disabled" && value === true)?.from[0];
    expect(why?.order === visit.order && why.policy === visit.policy, `it says ${JSON.stringify(why)}`);
    expect(why.signers.length >= 2, `signers ${JSON.stringify(why.signers)}`);
    return `policy ${why.policy}, order ${why.order.slice(0, 12)}…, signed by ${why.signers.length} approvers`;
  });
  await step("on the border nothing flaps", async () => {
    const told = world.phones.lines
      .slice(visit.from)
      .filter((line) => line.phone === restless && line.event === "fence");
    expect(told.length === 0 && visit.jumps > 20, `${told.length} crossings of ${visit.jumps} jumps`);
    return `${visit.jumps} fixes 12 m this side and that of the line: no crossing was told`;
  });
  clearInterval(visit.jitter);
  await step("the server learned that a sealed report came, and no position", async () => {
    const device = organisation.devices[visitor]!;
    const url = `${world.urls.server}/api/v1/phones/${device}/reports?kind=fence`;
    const { reports } = await waitForReport(world, url);
    const all = JSON.stringify(reports) + payloads(reports);
    const shown = /"(lat|lon|inside|policy)"|48\.?8566\d{3}/.exec(all);
    expect(shown === null, `the server shows ${shown?.[0]}: ${all.slice(0, 300)}`);
    const opened = await world.as("approver-1", "report", "open", device, "--kind", "fence");
    const data = (opened.reports as { data: Record<string, unknown> }[])[0]!.data;
    expect(data.inside === true && data.fence === "office", `opened: ${JSON.stringify(data)}`);
    expect(Object.keys(data).sort().join() === "at,fence,inside,policy", `opened: ${JSON.stringify(data)}`);
    const blind = await world.attempt(operator, "report", "open", device, "--kind", "fence");
    expect(blind.json.error === "directory.key", `an operator got ${JSON.stringify(blind.json)}`);
    return "the report opens with an approver's directory key and names the fence, not the place";
  });
  await world.command("move", visitor, { ...north(900), accuracy: 10 });
}

async function waitForReport(world: World, url: string): Promise<{ reports: { envelope: { payload: string } }[] }> {
  for (let attempt = 0; ; attempt++) {
    const { reports } = await getJson(url, await readToken(world));
    const list = reports as { sealed?: string; envelope: { payload: string } }[];
    if (list[0]?.sealed !== undefined) return { reports: list };
    expect(attempt < 40, "no sealed report came");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function payloads(reports: readonly { envelope: { payload: string } }[]): string {
  return reports.map(({ envelope }) => Buffer.from(envelope.payload, "base64").toString()).join();
}

/** The phone that was sent out is out. */
export async function outOfTheOffice(world: World, visit: Visit): Promise<void> {
  await step("places: having left, the phone switches its camera on again", async () => {
    await world.phones.until(
      "the way out",
      (lines) => lines.find(isEvent("fence", { phone: visitor, policy: visit.policy, inside: false })),
      visit.from,
      60,
    );
    expect((await stateOf(world, visitor)).camera === true, "the camera is still off");
    return "told once, sealed; the camera is on";
  });
}
