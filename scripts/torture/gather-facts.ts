import { execFileSync } from "node:child_process";
import { dataPaths } from "#server/config.ts";
import { readEffects } from "./evidence.ts";
import { type Installation, until } from "./installation.ts";
import type { Facts, PlanFacts, TaskFacts } from "./judge.ts";

/** A gap is what never comes; on a machine with much else to do git may be minutes behind. */
const sealMs = 120_000;

/** Waits until every entry is sealed and committed, then reads all that the judgement needs. */
export async function gatherFacts(
  installation: Installation,
  planIds: readonly string[],
  told: Pick<Facts, "acknowledged" | "orphanedLabels">,
): Promise<Facts> {
  const { db, services } = installation.container;
  await until("the history is sealed", () => isSealed(installation), sealMs).catch(() => null);
  const report = await services.verification.run({ allSignatures: true });
  const entries = await db.auditEntry.findMany({
    select: { type: true, planId: true, taskId: true, runId: true },
  });
  return {
    ...told,
    plans: await readPlans(installation, planIds),
    tasks: await readTasks(installation, planIds),
    entries,
    effects: readEffects(installation.places.effectsDir),
    tasksInGit: readTasksInGit(installation.chiffon.dataDir),
    verifyProblem: problemOf(report),
  };
}

function problemOf(report: {
  ok: boolean;
  unsealed: number;
  firstBad: { seq: number; where: string; problem: string } | null;
}): string | null {
  if (!report.ok) {
    const { firstBad } = report;
    return `entry ${firstBad?.seq} (${firstBad?.where}): ${firstBad?.problem}`;
  }
  return report.unsealed > 0 ? `${report.unsealed} entries were never sealed` : null;
}

async function isSealed({ container: { db } }: Installation): Promise<true | null> {
  const waiting = await db.auditUnsealed.count();
  const uncommitted = await db.auditBatch.count({ where: { commit: null } });
  return waiting + uncommitted === 0 ? true : null;
}

/** Plans with the phases of their requests. */
export async function readPlans(
  { container: { db } }: Installation,
  planIds: readonly string[],
): Promise<PlanFacts[]> {
  const rows = await db.plan.findMany({
    where: { id: { in: [...planIds] } },
    select: { id: true, status: true, request: { select: { phase: true } } },
  });
  return rows.map(({ id, status, request }) => ({ id, status, phase: request.phase }));
}

/** Tasks of the plans, or of every plan, with their runs. */
export async function readTasks(
  { container: { db } }: Installation,
  planIds: readonly string[] | null,
): Promise<TaskFacts[]> {
  const rows = await db.task.findMany({
    where: planIds === null ? {} : { planId: { in: [...planIds] } },
    orderBy: { name: "asc" },
    include: { runs: { orderBy: { attempt: "asc" }, select: { id: true, status: true } } },
  });
  return rows.map(({ id, planId, name, status, message, runs }) => ({
    ...{ id, planId, status, message, runs },
    label: name,
  }));
}

function readTasksInGit(dataDir: string): Set<string> {
  const gitDir = dataPaths(dataDir).auditRepository;
  const listed = execFileSync(
    "git",
    [
      ...["-c", `safe.directory=${gitDir}`, `--git-dir=${gitDir}`],
      ...["ls-tree", "-r", "--name-only", "refs/heads/main", ".audit/tasks"],
    ],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return new Set([...listed.matchAll(/([0-9a-f-]{36})\.json/g)].map(([, id = ""]) => id));
}
