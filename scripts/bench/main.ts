// Measures what Chiffon promises, each figure beside its limit or a floor from the same run. Exit 0 when it could measure.
import { parseArgs } from "node:util";
import { benchAgents } from "./agents.ts";
import { benchBundle } from "./bundle.ts";
import { benchCatalog } from "./catalog.ts";
import { benchDispatch } from "./dispatch.ts";
import { benchIdle } from "./idle.ts";
import { benchJourney } from "./journey.ts";
import { benchLink } from "./link.ts";
import { benchPhone } from "./phone.ts";
import { describeMachine, type Metric } from "./report.ts";
import { benchUi } from "./ui.ts";

const suites: Record<string, (note: (line: string) => void) => Promise<Metric[]>> = {
  journey: benchJourney,
  catalog: benchCatalog,
  idle: benchIdle,
  agents: benchAgents,
  dispatch: benchDispatch,
  link: benchLink,
  bundle: benchBundle,
  ui: benchUi,
  phone: benchPhone,
};

const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "boolean" } } });
const wanted = values.only?.split(",") ?? Object.keys(suites);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  process.stderr.write(
    `No such bench: ${unknown.join(", ")}. There are: ${Object.keys(suites).join(", ")}\n`,
  );
  process.exit(2);
}

const note = (line: string) => process.stderr.write(`${line}\n`);
const metrics: Metric[] = [];
for (const name of wanted) metrics.push(...((await suites[name]?.(note)) ?? []));

if (values.json === true) {
  process.stdout.write(`${JSON.stringify({ metrics, machine: describeMachine() }, null, 2)}\n`);
} else {
  for (const { name, value, unit, limit, better, ok } of metrics) {
    const rule = limit === null ? "" : `(${better === "lower" ? "≤" : "≥"} ${limit})`;
    process.stdout.write(`${ok ? "ok  " : "MISS"} ${name.padEnd(30)} ${value} ${unit} ${rule}\n`);
  }
}
process.exit(0);
