import type { PlanFacts } from "#server/catalog/catalog-service.ts";
import type { Plan, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { isFileWork } from "#server/contracts/task.ts";
import { type FirstHostRequest, readFirstHostRequest } from "#server/language/first-host-words.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import {
  applyFollowUp,
  asPlanned,
  type EarlierTask,
  isRepeatable,
} from "./domain/apply-follow-up.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import { contextLines } from "./domain/context-lines.ts";
import { withChoices, withFirstHosts, withoutFirstHosts } from "./domain/first-host.ts";
import type { FollowUp } from "./domain/follow-up.ts";
import type { Given } from "./domain/plan-input.ts";
import type { RepeatedTask, Repetition } from "./domain/repetition.ts";
import { raiseRisk } from "./domain/risk.ts";
import { summarise } from "./domain/summary.ts";
import type { Undoing } from "./domain/undo.ts";
import {
  type DraftTask,
  type InventoryAsked,
  isSameInventory,
  type PlanDrafter,
} from "./plan-drafter.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";

/** A follow-up worked out against an earlier plan; `fits: false` where it says nothing about that plan. */
export interface Derived {
  readonly fits: boolean;
  readonly proposal: Proposal;
}

type Said = Pick<PlanRequest, "id" | "text" | "answers" | "rejection" | "summary">;

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

  /** Plans an earlier plan again as the follow-up asks. Nothing is taken from its tree: the catalog is asked anew. */
  async derive(
    base: Plan,
    followUp: FollowUp,
    said: Said,
    changeNote: string | null,
  ): Promise<Derived> {
    const whole = withoutFirstHosts(base.body);
    const earlier = await this.earlierTasks({ ...base, body: whole.body }, said.text);
    if (earlier.kind === "gone") return { fits: true, proposal: nothing(earlier.message) };
    const source = earlier.facts[0]?.source;
    if (source === undefined) return { fits: false, proposal: nothing("That plan is empty.") };
    const applied = applyFollowUp(earlier.tasks, followUp, said.text, source);
    if (applied.kind === "unfit") return { fits: false, proposal: nothing(applied.message) };
    const tasks = applied.kept.map(({ earlier: { task }, given }) =>
      earlierDraft(task, factsOf(earlier, task), given, applied.details),
    );
    const proposal = await this.draft(base, tasks, { ...said, text: applied.details }, changeNote);
    const staged = await this.restage(proposal, (body) => withChoices(body, whole.choices));
    return { fits: true, proposal: staged };
  }

  /** Makes an ended plan anew, or a part of it, as it was approved; from what the repository holds now. */
  async repeat({ plan, tasks, changeNote }: Repetition, said: Said): Promise<Proposal> {
    const earlier = await this.earlierTasks(plan);
    if (earlier.kind === "gone") return nothing(earlier.message);
    const fault = await this.findStartFault(earlier, tasks);
    if (fault !== null) return nothing(fault);
    const kept = tasks.map(({ taskKey }) => taskKey);
    const drafts = earlier.tasks.flatMap(({ task }) => {
      const repeated = tasks.find(({ taskKey }) => taskKey === task.taskKey);
      if (repeated === undefined) return [];
      const { hosts, startAtTask } = repeated;
      const given: Given = { ...asPlanned(task, kept), hosts, startAtTask, isExact: true };
      return [earlierDraft(task, factsOf(earlier, task), given, "")];
    });
    const proposal = await this.draft(plan, drafts, said, changeNote);
    return this.restage(proposal, (body) => withHalvesOf(plan.body, body));
  }

  /** One host first in what was proposed: the same proposal where none of its tasks has several. */
  stage(proposal: Proposal, firstHost: FirstHostRequest): Promise<Proposal> {
    return this.restage(proposal, (body) => withFirstHosts(body, firstHost));
  }

  private async restage(
    proposal: Proposal,
    change: (body: PlanBody) => PlanBody,
  ): Promise<Proposal> {
    if (proposal.kind !== "plan") return proposal;
    const body = change(proposal.body);
    return body === proposal.body ? proposal : { ...proposal, ...(await this.drafter.seal(body)) };
  }

  /** Plans what takes an ended plan back, from what the repository holds now. */
  async undo(
    { plan, steps, restore, lost }: Undoing & { kind: "steps" },
    said: Said,
  ): Promise<Proposal> {
    await this.drafter.readAnew(plan.body);
    const drafts: DraftTask[] = [];
    for (const step of steps) {
      const previous = drafts.at(-1)?.given?.task?.taskKey ?? null;
      const draft = await this.drafter.undoDraft(step, plan.body, previous);
      if (draft === null) return nothing(undoFault(step.by.entryPath));
      drafts.push(draft);
    }
    const request = {
      requestId: said.id,
      requestText: "",
      answers: said.answers,
      rejection: null,
      changeNote: null,
      outOfScope: lost.map((name) => notUndone(name, restore !== null)),
      context: contextLines(said),
    };
    if (restore === null) return this.drafter.draft(drafts, request);
    const beside = await this.besideOf(plan);
    return beside === null
      ? nothing(undoFault(restore.entryPath))
      : this.drafter.draftRestore(drafts, { step: restore, beside }, request);
  }

  /** What the catalog knows of a plan's first playbook: its files are put back through the same inventory. */
  private async besideOf({ body }: Plan): Promise<PlanFacts | null> {
    const entryId = body.tasks.find((task) => task.entryId !== null)?.entryId ?? null;
    const facts = entryId === null ? null : await this.findFacts(entryId, { like: body });
    return facts === null || !isSameInventory(facts.source, body) ? null : facts;
  }

  /** Why a run can't start where it is to: the playbook has changed since. */
  private async findStartFault(
    earlier: EarlierPlan,
    tasks: readonly RepeatedTask[],
  ): Promise<string | null> {
    for (const { taskKey, startAtTask } of tasks) {
      const task = earlier.tasks.find((one) => one.task.taskKey === taskKey)?.task;
      if (startAtTask === null || task === undefined) continue;
      const facts = factsOf(earlier, task);
      const named = await this.drafter.countTasksNamed(facts, startAtTask);
      const isSame = named > 1 && isUnchanged(task, facts);
      if (named !== 1 && !isSame) return startFault(task.entryPath, startAtTask, named);
    }
    return null;
  }

  private async draft(
    base: Plan,
    tasks: readonly DraftTask[],
    said: Said,
    changeNote: string | null,
  ): Promise<Proposal> {
    const proposal = await this.drafter.draft(tasks, {
      requestId: said.id,
      requestText: said.text,
      answers: said.answers,
      rejection: said.rejection,
      changeNote,
      outOfScope: [],
      context: contextLines(said),
    });
    // No model is asked anew: what one saw in the plan before holds for what is made of it.
    return proposal.kind === "plan"
      ? { ...proposal, body: raiseRisk(proposal.body, base.body.riskOpinion) }
      : proposal;
  }

  /** @param words said about it now: they may name another inventory than the plan's own */
  private async earlierTasks(
    base: Plan,
    words = "",
  ): Promise<EarlierPlan | { kind: "gone"; message: string }> {
    if (!isRepeatable(base.body))
      return { kind: "gone", message: "That plan was not made from playbooks; say it in full." };
    await this.drafter.readAnew(base.body);
    const tasks: EarlierTask[] = [];
    const facts: PlanFacts[] = [];
    for (const task of base.body.tasks) {
      if (isFileWork(task.workType)) continue;
      const found = await this.findFacts(task.entryId ?? "", { words, like: base.body });
      if (found === null)
        return { kind: "gone", message: `${task.entryPath} is not in the catalog any more.` };
      tasks.push({ task, entry: found.entry });
      facts.push(found);
    }
    return { kind: "found", tasks, facts };
  }

  private async findFacts(entryId: string, inventory: InventoryAsked): Promise<PlanFacts | null> {
    try {
      return await this.drafter.facts(entryId, inventory);
    } catch (error) {
      if (isAppError(error, "not_found")) return null;
      throw error;
    }
  }

  /** What words change about a plan, beside which host goes first; empty: nothing. */
  private async revised(base: Plan, text: string, said: Said, note: string): Promise<Proposal> {
    if (text === "") return this.drafter.seal({ ...base.body, changeNote: note });
    const kind = classifyMessage(text);
    if (kind.kind !== "follow_up") return nothing("I do not see what that changes about the plan.");
    return (await this.derive(base, kind.followUp, { ...said, text }, note)).proposal;
  }

  /** Works out what words change about a waiting plan; writes nothing. */
  async revise(base: Plan, text: string): Promise<Revision> {
    const firstHost = readFirstHostRequest(text);
    const note = `Changed in the chat: "${text.trim().slice(0, 200)}"`;
    const said = {
      id: base.requestId,
      text,
      answers: {},
      rejection: null,
      summary: base.body.context ?? [],
    };
    const changed = await this.revised(base, firstHost?.rest ?? text, said, note);
    const proposal = firstHost === null ? changed : await this.stage(changed, firstHost);
    if (firstHost !== null && isUnstaged(proposal)) return fault(nothingToStage(firstHost));
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

/** What asking for one host first comes to where no task has several, or not the one that was named. */
export function nothingToStage({ host }: FirstHostRequest): string {
  return host === null
    ? "It runs on one host only, so no host goes first."
    : `No step of that plan runs on ${host} and others, so it can't go first.`;
}

/** True for a plan in which no host goes first. */
export function isUnstaged(proposal: Proposal): boolean {
  return (
    proposal.kind === "plan" &&
    proposal.body.tasks.every(({ firstHost }) => firstHost === undefined)
  );
}

/** The tasks of an earlier plan with what the catalog knows of their entries now, in the same order. */
interface EarlierPlan {
  readonly kind: "found";
  readonly tasks: EarlierTask[];
  readonly facts: PlanFacts[];
}

/** True where the files of a task are those it ran with: what its run could tell apart is still apart. */
function isUnchanged(task: PlanTask, { files }: PlanFacts): boolean {
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  return task.files.every(({ path, blob }) => blobs.get(path) === blob);
}

function undoFault(path: string): string {
  return `${path} is needed to undo it, but it is not in the catalog any more, or another inventory is used now. Ask for what you want in full.`;
}

function notUndone(name: string, areFilesKept: boolean): string {
  return `${name}: no playbook takes it back${areFilesKept ? ", only files that were kept are put back" : ""}`;
}

function startFault(path: string, name: string, named: number): string {
  const found = named === 0 ? "has no step of that name any more" : `has ${named} of that name`;
  return `It can't go on at "${name}": ${path} ${found}. Plan it again to run it from the start.`;
}

function factsOf({ tasks, facts }: EarlierPlan, task: PlanTask): PlanFacts {
  return required(
    facts[tasks.findIndex((one) => one.task === task)],
    "the facts of an earlier task",
  );
}

/** @param details words that say something new about the task; empty: those that it was planned for */
function earlierDraft(task: PlanTask, facts: PlanFacts, given: Given, details: string): DraftTask {
  return {
    facts,
    intent: {
      text: details === "" ? task.intentText : details,
      verb: facts.entry.verbs[0] ?? "run",
      service: task.service,
    },
    confidence: task.matchConfidence,
    reason: asBefore + task.matchReason.replace(asBefore, ""),
    given,
  };
}

const asBefore = "as in the plan before: ";

function fault(message: string): Revision {
  return { kind: "fault", message };
}

/** The plan with the same tasks waiting for their first hosts as in an earlier one, as far as those hosts are in it. */
function withHalvesOf(before: PlanBody, body: PlanBody): PlanBody {
  const keys = new Set(body.tasks.map(({ taskKey }) => taskKey));
  const waits = new Map(
    before.tasks.flatMap(({ taskKey, firstHost }) =>
      firstHost !== undefined && keys.has(firstHost.firstTaskKey) ? [[taskKey, firstHost]] : [],
    ),
  );
  if (waits.size === 0) return body;
  const tasks = body.tasks.map((task) => {
    const firstHost = waits.get(task.taskKey);
    return firstHost === undefined ? task : { ...task, firstHost };
  });
  return { ...body, tasks, summary: summarise(tasks, body.risk) };
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
  const halved = before.firstHost === undefined && after.hosts.length < before.hosts.length;
  const staged = halved && after.hosts.length === 1 ? [`${after.hosts.join()} first`] : moved;
  return [...values, ...staged, ...cut];
}
