import type { Cause, PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { PhaseChange, RequestPhase } from "#server/contracts/request.ts";
import { headlineOf, type TaskFacts } from "./causes.ts";

const mostEntries = 100;
const mostFailures = 10;

type Entry = PostMortemReport["timeline"][number];

/** What happened to a request, oldest first: its phases, its runs, and where they failed. At most 100 entries. */
export function timelineOf({
  phases,
  tasks,
  causes,
}: {
  readonly phases: readonly PhaseChange[];
  readonly tasks: readonly TaskFacts[];
  readonly causes: readonly Cause[];
}): Entry[] {
  const failures = causes.slice(0, mostFailures).flatMap((cause): Entry[] => {
    if (cause.at === null || cause.kind === "run") return [];
    return [{ at: cause.at, text: headlineOf(cause), isBad: true }];
  });
  return [...phases.flatMap(entryOfPhase), ...tasks.flatMap(entriesOfRuns), ...failures]
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(-mostEntries);
}

function entryOfPhase({ to, at, actor, reason }: PhaseChange): Entry[] {
  const words = phaseWords[to];
  if (words === undefined) return [];
  const by = to === "execution" ? ` by ${actor.name}` : "";
  const why = reason === null ? "" : `: ${reason}`;
  return [{ at, text: `${words}${by}${why}`, isBad: to === "failed" || to === "timed_out" }];
}

const phaseWords: Readonly<Partial<Record<RequestPhase, string>>> = {
  planning: "Planning began",
  approval: "A plan was shown",
  execution: "Approved",
  verification: "The checks began",
  blocked: "A question was asked",
  failed: "The request failed",
  timed_out: "The approval lapsed",
};

function entriesOfRuns({ planned, task }: TaskFacts): Entry[] {
  return task.runs.flatMap((run): Entry[] => {
    const attempt = run.attempt > 1 ? `, attempt ${run.attempt}` : "";
    const began = `“${planned.name}” began on ${planned.hosts.join(", ")}, agent ${run.agentName}${attempt}`;
    const isBad = run.status !== "succeeded";
    const said = run.outcome?.message ?? run.problem ?? run.status.replaceAll("_", " ");
    return [
      { at: run.spawnedAt ?? run.claimedAt, text: began, isBad: false },
      ...(run.finishedAt === null
        ? []
        : [{ at: run.finishedAt, text: `“${planned.name}” ended: ${said}`, isBad }]),
    ];
  });
}
