import { isReady } from "#server/contracts/entry-readiness.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";

/** What takes the effect of a verb back. */
const inverses: Readonly<Partial<Record<Verb, readonly Verb[]>>> = {
  deploy: ["remove"],
  remove: ["deploy"],
  start: ["stop"],
  stop: ["start"],
  update: ["restore"],
};

/**
 * Says what undoing a plan would be, and the sentences that ask for it. Nothing is undone by itself, and nothing is
 * called undoable that no playbook can take back.
 */
export function proposeUndo(
  plan: Plan,
  entries: readonly CatalogEntry[],
): { message: string; prompts: string[] } {
  if (plan.status === "awaiting_approval")
    return {
      message: "That plan has not run; cancel it and nothing happens.",
      prompts: ["cancel it"],
    };
  if (plan.status !== "approved")
    return { message: "That plan never ran: there is nothing to undo.", prompts: [] };
  const found = plan.body.tasks.map((task) => ({ task, inverse: inverseOf(task, entries) }));
  const prompts = found.flatMap(({ task, inverse }) =>
    inverse === null
      ? []
      : [`${inverse.name.replace(/[.\s]+$/, "")} on ${task.hosts.join(" and ")}`],
  );
  const lost = found.filter(({ inverse }) => inverse === null).map(({ task }) => `"${task.name}"`);
  if (prompts.length === 0)
    return {
      message: `No playbook takes ${lost.join(" and ")} back, so I cannot undo it. Changed settings can be set back: run it again with the values of before.`,
      prompts: [],
    };
  const rest = lost.length === 0 ? "" : ` Nothing takes ${lost.join(" and ")} back.`;
  return {
    message: `Nothing is undone by itself. Undoing it would be a plan of its own, which you approve like any other.${rest}`,
    prompts: [...new Set(prompts)].reverse(),
  };
}

function inverseOf(
  task: Plan["body"]["tasks"][number],
  entries: readonly CatalogEntry[],
): CatalogEntry | null {
  const own = entries.find((entry) => entry.id === task.entryId);
  const wanted = inverses[own?.verbs[0] ?? "run"] ?? [];
  for (const verb of wanted) {
    const found = entries.find(
      (entry) =>
        entry.id !== task.entryId &&
        entry.verbs[0] === verb &&
        entry.service !== null &&
        entry.service === task.service &&
        isReady(entry),
    );
    if (found !== undefined) return found;
  }
  return null;
}
