// Kills and freezes every process of a real installation at random while approved plans run, then proves from what
// lies on disk that no approval was lost, nothing ran twice and the history is whole. Exit 0 only if all of it holds.
// --no-build uses the build that is there, --no-mutants skips the broken products, --keep leaves the data directory.
import { parseArgs } from "node:util";
import { openInstallation } from "./installation.ts";
import { judge } from "./judge.ts";
import { runMutants } from "./mutants.ts";
import { makeReport, type TortureReport } from "./report.ts";
import { settle } from "./settle.ts";
import { TortureRun } from "./torture-run.ts";

const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "60" },
    plans: { type: "string", default: "40" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
    "no-build": { type: "boolean", default: false },
    "no-mutants": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});
const startedAt = performance.now();
const options = {
  seed: Number(values.seed ?? Date.now() % 100_000),
  faults: Number(values.faults),
  plans: Number(values.plans),
  note: (line: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stderr.write(`${seconds.padStart(6)} s  ${line}\n`);
  },
};
for (const name of ["seed", "faults", "plans"] as const) {
  if (Number.isSafeInteger(options[name]) && options[name] >= (name === "seed" ? 0 : 1)) continue;
  process.stderr.write(`--${name}: a whole number, please\n`);
  process.exit(2);
}

const report = await run();
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : describe(report));
process.exit(report.ok ? 0 : 1);

async function run(): Promise<TortureReport> {
  const { note } = options;
  const installation = await openInstallation({
    build: !values["no-build"],
    note,
    keep: values.keep,
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void installation.close().finally(() => process.exit(130)));
  try {
    const log = await new TortureRun(installation, options).run();
    note("no more faults; waiting until everything has settled");
    const facts = await settle(installation, log, { note });
    const judgement = judge(facts);
    await installation.close();
    const mutants = values["no-mutants"] ? [] : await runMutants(note);
    const seconds = (performance.now() - startedAt) / 1000;
    return makeReport({ options, log, facts, judgement, mutants, seconds });
  } finally {
    await installation.close();
  }
}

function describe(report: TortureReport): string {
  const lines = Object.entries(report)
    .filter(([name]) => name !== "problems")
    .map(([name, value]) => `${name.padEnd(24)} ${JSON.stringify(value)}`);
  return `${[...lines, ...report.problems.map((problem) => `! ${problem}`)].join("\n")}\n`;
}
