import { approve } from "./approvals.ts";
import { type EffectTask, labelOf } from "./effect-plans.ts";
import { readEffects } from "./evidence.ts";
import { gatherFacts } from "./gather-facts.ts";
import { type Installation, openInstallation, until } from "./installation.ts";
import { type Facts, judge } from "./judge.ts";
import type { MutantResult } from "./report.ts";
import { settle } from "./settle.ts";
import type { TortureLog } from "./torture-run.ts";

type Note = (line: string) => void;
const typescript = (file: string) => ["--import", "tsx", file];
/** Three sweeps and more: whatever the product can bring back has come back by then. */
const recoveryMs = 8_000;
/** Longer than it takes the next agent to adopt a run on a machine that has much else to do. */
const longSeconds = 40;

/** Breaks the product in one place after another and checks that the counters notice. */
export async function runMutants(note: Note): Promise<MutantResult[]> {
  return Promise.all([
    rerunOnLeaseLoss((line) => note(`mutant workers: ${line}`)),
    approveAfterCommit((line) => note(`mutant web: ${line}`)),
  ]);
}

/** Kills the broken workers within a run: its successor starts the run again. */
async function rerunOnLeaseLoss(note: Note): Promise<MutantResult> {
  const file = "scripts/torture/mutants/rerun-on-lease-loss.ts";
  const workers = { name: "workers", role: "worker" as const, args: typescript(file) };
  const installation = await openInstallation({ replaced: [workers], build: false, note });
  try {
    const log = await approveEach(installation, [oneTask(1, longSeconds)]);
    const starts = () => [...readEffects(installation.places.effectsDir).starts.values()].flat();
    await until("the run has begun", async () => starts().length === 1 || null);
    installation.chiffon.kill("workers", "SIGKILL");
    await until("it is run again", async () => starts().length === 2 || null).catch(note);
    const { doubleStarts, overlaps } = judge(await readFacts(installation, log));
    const by = [...doubleStarts, ...overlaps.map((overlap) => `overlap: ${overlap}`)];
    return { name: "rerun-on-lease-loss", caught: doubleStarts.length * overlaps.length > 0, by };
  } finally {
    await installation.close();
  }
}

/** Kills the broken web process right after it has acknowledged an approval. */
async function approveAfterCommit(note: Note): Promise<MutantResult> {
  const file = "scripts/torture/mutants/approve-after-commit.ts";
  const web = { name: "web", role: "web" as const, args: typescript(file) };
  const installation = await openInstallation({ replaced: [web], build: false, note });
  try {
    const log = await approveEach(installation, [oneTask(1, 1)]);
    installation.chiffon.kill("web", "SIGKILL");
    const facts = await settle(installation, log, { note, patienceMs: recoveryMs });
    const by = judge(facts).lostApprovals;
    return { name: "approve-after-commit", caught: by.length > 0, by };
  } finally {
    await installation.close();
  }
}

function readFacts(installation: Installation, { offered }: TortureLog): Promise<Facts> {
  const ids = offered.map(({ plan }) => plan.id);
  return gatherFacts(installation, ids, { acknowledged: new Set(ids), orphanedLabels: [] });
}

async function approveEach(
  installation: Installation,
  tasks: readonly EffectTask[],
): Promise<TortureLog> {
  const offered = await Promise.all(
    tasks.map(async (task) => ({ plan: await installation.offer([task]), tasks: [task] })),
  );
  const approvals = await Promise.all(
    offered.map(({ plan }) => approve(installation.client, plan, false)),
  );
  return { offered, approvals, landed: [] };
}

function oneTask(plan: number, seconds: number): EffectTask {
  return {
    label: labelOf(`p${plan}.t1`, false),
    taskKey: "t1",
    dependsOn: [],
    idempotent: false,
    seconds,
    ansible: false,
    service: null,
  };
}
