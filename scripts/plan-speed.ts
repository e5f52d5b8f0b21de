// How long a plan for 100,000 phones takes: node scripts/plan-speed.ts [phones] [policies].
import {
  type Change,
  everyGroup,
  type Fleet,
  type FleetPhone,
  plan,
  planLines,
  type Rule,
  type StandingDocument,
} from "../packages/policy/src/index.ts";

const phones = Number(process.argv[2] ?? 100_000);
const policies = Number(process.argv[3] ?? 60);
const id = (n: number): string => `g${n}`.padEnd(22, "x");

const targets: FleetPhone["target"][] = ["12", "13", "14", "15", "16"].map((os) => ({
  platform: "android",
  os,
  enrolment: "device-owner",
}));
for (const os of ["16.7", "17.4", "18.1"]) targets.push({ platform: "ios", os, enrolment: "supervised" });

function rules(n: number): Rule[] {
  return [
    { kind: "camera", disabled: n % 2 === 0 },
    { kind: "passcode", minimumLength: 4 + (n % 8) },
    { kind: "apps-denied", packages: Array.from({ length: 50 }, (_, i) => `org.denied.n${n}.a${i}`) },
    { kind: "fence", name: "office", area: { circle: { lat: 488_566_000 + n, lon: 23_522_000, radius: 300 } } },
    { kind: "microphone", disabled: true, when: { inside: ["office"] } },
  ];
}
const policy = (n: number, group: number, length = n): StandingDocument => ({
  stream: `policy/${id(n)}`,
  order: String(n).padStart(64, "0"),
  signers: ["alice", "bob"],
  group: id(group),
  params: { id: id(n), rules: rules(length) },
});

// Each phone is in its unit's group, its site's and its kind's: 20 x 30 x 10 combinations, times the systems.
const fleet: Fleet = {
  phones: Array.from({ length: phones }, (_, n) => ({
    device: String(n).padEnd(22, "d"),
    groups: [id(n % 20), id(20 + (Math.floor(n / 7) % 30)), id(50 + (Math.floor(n / 11) % 10))],
    target: targets[(n * 31) % targets.length]!,
  })),
  documents: Array.from({ length: policies }, (_, n) => policy(n, n % 60)),
};

/** Milliseconds of CPU: other work on the machine does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
const changes: Record<string, Change[]> = {
  "one group": [{ set: policy(3, 3, 9) }, { assign: [fleet.phones[0]!.device], groups: [id(1)] }],
  "every phone": [{ set: { ...policy(policies, 0), group: everyGroup } }],
};
for (const [name, list] of Object.entries(changes)) {
  const start = cpu();
  const planned = plan(fleet, list);
  const planning = cpu() - start;
  const lines = planLines(planned);
  const seconds = [planning, cpu() - start - planning].map((ms) => (ms / 1000).toFixed(2));
  console.log(
    `${name}: ${phones} phones, ${policies} policies, ${planned.touched} touched, ${planned.groups.length} groups, ${lines.length} lines: ${seconds.join(" + ")} s of CPU (plan + words)`,
  );
}
