// `npm run demo`: one organisation from founding to freeze, then everybody who attacks it. No browser; CLI and HTTP only;
// phones in a process of their own. Exits 0 only if every step held.
import { attackGatekeeper } from "./attacks.ts";
import { freezeAndLift } from "./freeze.ts";
import { hostileGatekeeper } from "./hostile-chapter.ts";
import { lostPhone } from "./lost.ts";
import { ordinaryWork } from "./ordinary.ts";
import { updateDeadline } from "./os-deadline.ts";
import { atTheOffice, goToTheOffice, outOfTheOffice } from "./places.ts";
import { releaseApps } from "./releases.ts";
import { restoreOlder } from "./restore.ts";
import { chapter, printTable, step } from "./table.ts";
import { openWorld } from "./world.ts";
import { applyFolder } from "./yaml.ts";

const phones = 40;
const world = await openWorld();
let failed = false;
try {
  chapter("Set up");
  await step("npm start, on an empty folder", async () => {
    await world.start();
    return `${world.urls.gatekeeper} is ready; the terminal shows the founding code`;
  });
  const [organisation, backup] = await ordinaryWork(world, phones);
  await attackGatekeeper(world, organisation);
  const visit = await goToTheOffice(world, organisation);
  await freezeAndLift(world, organisation);
  await lostPhone(world, organisation);
  await releaseApps(world, organisation);
  await atTheOffice(world, organisation, visit);
  await updateDeadline(world, organisation);
  await applyFolder(world, organisation);
  await outOfTheOffice(world, visit);
  await hostileGatekeeper(world, organisation);
  await restoreOlder(world, organisation, backup);
  printTable();
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  await world.close();
}
process.exit(failed ? 1 : 0);
