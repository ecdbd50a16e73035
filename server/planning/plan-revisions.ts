import type { PlanFacts } from "#server/catalog/catalog-service.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { applyFollowUp, type EarlierTask, isRepeatable } from "./domain/apply-follow-up.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import { contextLines } from "./domain/context-lines.ts";
import type { FollowUp } from "./domain/follow-up.ts";
import { raiseRisk } from "./domain/risk.ts";
import type { DraftTask, PlanDrafter } from "./plan-drafter.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";

/** A follow-up worked out against an earlier plan; `fits: false` where it says nothing about that plan. */
export interface Derived {
  readonly fits: boolean;
  readonly proposal: Proposal;
}

type Said = Pick<PlanRequest, "text" | "answers" | "rejection" | "summary">;

/** A new version of a waiting plan in a person's words, or why there can be none. */
export type Revision =
  | {
      readonly kind: "revised";
      readonly proposal: Proposal & { kind: "plan" };
      readonly words: string;
    }
  | { readonly kind: "fault"; readonly message: string };

/** Makes plans from earlier plans: "same on nas2", "again", "only the backup role", "change the port to 3002". */
export class PlanRevisions {
  private readonly drafter: PlanDrafter;

  constructor(drafter: PlanDrafter) {
    this.drafter = drafter;
  }

  /** Plans an earlier plan again as the follow-up wishes. Nothing is taken from its tree: the catalog is asked anew. */
  async derive(
    base: Plan,
    followUp: FollowUp,
    said: Said,
    changeNote: string | null,
  ): Promise<Derived> {
    const earlier = await this.earlierTasks(base);
    if (earlier.kind === "gone") return { fits: true, proposal: nothing(earlier.message) };
    const source = earlier.facts[0]?.source;
    if (source === undefined) return { fits: false, proposal: nothing("That plan is empty.") };
    const applied = applyFollowUp(earlier.tasks, followUp, said.text, source);
    if (applied.kind === "unfit") return { fits: false, proposal: nothing(applied.message) };
    const tasks = applied.kept.map(({ earlier: { task }, given }): DraftTask => {
      const facts = earlier.facts[earlier.tasks.findIndex((one) => one.task === task)];
      if (facts === undefined) throw new Error("every earlier task has its facts");
      return {
        facts,
        intent: {
          text: applied.details === "" ? task.intentText : applied.details,
          verb: facts.entry.verbs[0] ?? "run",
          service: task.service,
        },
        confidence: task.matchConfidence,
        reason: `as in the plan before: ${task.matchReason}`,
        given,
      };
    });
    const proposal = await this.drafter.draft(tasks, {
      requestText: applied.details,
      answers: said.answers,
      rejection: said.rejection,
      changeNote,
      outOfScope: [],
      context: contextLines(said),
    });
    if (proposal.kind !== "plan") return { fits: true, proposal };
    // No model is asked anew: what one saw in the plan before holds for what is made of it.
    const body = raiseRisk(proposal.body, base.body.riskOpinion);
    return { fits: true, proposal: { ...proposal, body } };
  }

  private async earlierTasks(
    base: Plan,
  ): Promise<
    { kind: "found"; tasks: EarlierTask[]; facts: PlanFacts[] } | { kind: "gone"; message: string }
  > {
    if (!isRepeatable(base.body))
      return { kind: "gone", message: "That plan was not made from playbooks; say it in full." };
    const tasks: EarlierTask[] = [];
    const facts: PlanFacts[] = [];
    for (const task of base.body.tasks) {
      const found = await this.findFacts(task.entryId ?? "");
      if (found === null)
        return { kind: "gone", message: `${task.entryPath} is not in the catalog any more.` };
      tasks.push({ task, entry: found.entry });
      facts.push(found);
    }
    return { kind: "found", tasks, facts };
  }

  private async findFacts(entryId: string): Promise<PlanFacts | null> {
    try {
      return await this.drafter.facts(entryId);
    } catch (error) {
      if (isAppError(error, "not_found")) return null;
      throw error;
    }
  }

  /** Works out what words change about a waiting plan; writes nothing. */
  async revise(base: Plan, text: string): Promise<Revision> {
    const kind = classifyMessage(text);
    if (kind.kind !== "follow_up") return fault("I do not see what that changes about the plan.");
    const note = `Changed in the chat: "${text.trim().slice(0, 200)}"`;
    const said = { text, answers: {}, rejection: null, summary: base.body.context ?? [] };
    const { proposal } = await this.derive(base, kind.followUp, said, note);
    switch (proposal.kind) {
      case "plan":
        return proposal.digest === base.digest
          ? fault("That is what the plan does already.")
          : { kind: "revised", proposal, words: changedWords(base, proposal) };
      case "ask":
        return fault(proposal.ambiguity.question);
      case "none":
        return fault(proposal.message);
      case "answer":
        return fault("I do not see what that changes about the plan.");
    }
  }
}

function fault(message: string): Revision {
  return { kind: "fault", message };
}

/** What differs, for the chat: values that changed, hosts, tasks that left. */
function changedWords(base: Plan, { body }: Proposal & { kind: "plan" }): string {
  const words = base.body.tasks.flatMap((before) => {
    const after = body.tasks.find((task) => task.taskKey === before.taskKey);
    return after === undefined ? [`without "${before.name}"`] : taskChanges(before, after);
  });
  return words.length === 0 ? "what the repository holds now" : [...new Set(words)].join("; ");
}

function taskChanges(before: PlanTask, after: PlanTask): string[] {
  const was = new Map(before.variables.map(({ name, value }) => [name, JSON.stringify(value)]));
  const values = after.variables
    .filter(({ name, value }) => was.get(name) !== JSON.stringify(value))
    .map(({ name, value, secret }) => `${name} = ${secret ? "•••" : String(value)}`);
  const moved = before.hosts.join() !== after.hosts.join() ? [`on ${after.hosts.join(", ")}`] : [];
  const cut = before.tags.join() !== after.tags.join() ? [`only ${after.tags.join(", ")}`] : [];
  return [...values, ...moved, ...cut];
}
