import { approve } from "./approvals.ts";
import { type EffectTask, labelOf } from "./effect-plans.ts";
import { readEffects } from "./evidence.ts";
import { type Installation, openInstallation, until } from "./installation.ts";
import { judge } from "./judge.ts";
import type { MutantResult } from "./report.ts";
import { settle } from "./settle.ts";
import type { TortureLog } from "./torture-run.ts";

type Note = (line: string) => void;
const typescript = (file: string, ...args: string[]) => ["--import", "tsx", file, ...args];
/** Three sweeps and more: whatever the product can bring back has come back by then. */
const recoveryMs = 8_000;

/** Breaks the product in one place after another and checks that the counters notice. */
export async function runMutants(note: Note): Promise<MutantResult[]> {
  return Promise.all([
    rerunOnLeaseLoss((line) => note(`mutant agent: ${line}`)),
    approveAfterCommit((line) => note(`mutant web: ${line}`)),
  ]);
}

/** Kills the broken agent within a run: its successor starts the run again. */
async function rerunOnLeaseLoss(note: Note): Promise<MutantResult> {
  const file = "scripts/torture/mutants/rerun-on-lease-loss.ts";
  const agent = {
    name: "agent",
    role: "worker" as const,
    args: typescript(file, "--services=agent"),
  };
  const installation = await openInstallation({ replaced: [agent], build: false, note });
  try {
    const log = await approveEach(installation, [oneTask(1, 9), oneTask(2, 9)]);
    const { effectsDir } = installation.places;
    await until("runs have begun", async () => readEffects(effectsDir).starts.size === 2 || null);
    installation.chiffon.kill("agent", "SIGKILL");
    const { doubleStarts, overlaps } = judge(await settle(installation, log, { note }));
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
