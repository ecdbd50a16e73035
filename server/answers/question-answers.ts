import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { assertNever } from "#server/lib/assert.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import { askAt, type MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";
import { answerCapacity, answerHosts, answerOffline, answerRunning } from "./fleet-answers.ts";
import { answerFailures, answerHistory } from "./history-answers.ts";
import {
  answerHealth,
  answerLast,
  answerOnHost,
  answerReach,
  answerWhere,
  answerWho,
  answerWhy,
  sayFailures,
  sayRecent,
} from "./record-answers.ts";

/** Where answers come from. */
export interface AnswerSources {
  readonly ai: AiService;
  readonly audit: AuditService;
  readonly agents: AgentsService;
  readonly inventory: InventoryService;
  readonly matching: MatchingService;
  readonly execution: ExecutionService;
}

/** What only requests know: handed in by whoever asks, because answers know no requests. */
export interface RequestFacts {
  /** The newest request of the conversation that has a plan: what "it" speaks of. */
  readonly latest: RequestView | null;
  /** Plans that wait for a decision, oldest first. */
  readonly waiting: readonly InboxItem[];
}

/** Answers a question from the record and the registry, never from memory or guesswork. */
export async function answerQuestion(
  sources: AnswerSources,
  asked: Question,
  { latest, waiting }: RequestFacts,
): Promise<MessagePart[]> {
  const question = resolveSubject(asked, latest);
  switch (question.topic) {
    case "history":
      return answerHistory(sources, question, await sayRecent(sources, question, waiting));
    case "failures":
      return answerFailures(sources, question, await sayFailures(sources, question));
    case "why":
      return answerWhy(sources, question);
    case "who":
      return answerWho(sources, question, waiting);
    case "last":
      return answerLast(sources, question);
    case "health":
      return answerHealth(sources, waiting);
    case "reach":
      return (await answerReach(sources, question)) ?? answerHealth(sources, waiting);
    case "on_host":
      return (
        (await answerOnHost(sources, question)) ??
        answerHistory(sources, question, await sayRecent(sources, question, waiting))
      );
    case "where":
      return answerWhere(sources, question);
    case "report":
      return (
        (await answerByPlaybook(sources, question)) ??
        answerHistory(sources, question, await sayRecent(sources, question, waiting))
      );
    case "offline":
      return answerOffline(sources);
    case "running":
      return answerRunning(sources);
    case "waiting":
      return answerWaiting(waiting);
    case "progress":
      return answerProgress(latest);
    case "capacity":
      return answerCapacity(sources);
    case "hosts":
      return answerHosts(sources);
    case "cost":
      return answerCost(sources, question);
    case "capabilities":
      return question.about === null
        ? answerCapabilities(sources)
        : answerWhatFor(sources, question.about);
    default:
      return assertNever(question.topic);
  }
}

function resolveSubject(question: Question, latest: RequestView | null): Question {
  if (!question.refersBack || question.about !== null || question.topic === "progress")
    return question;
  return { ...question, about: latest?.plan?.body.tasks[0]?.service ?? null };
}

function answerProgress(latest: RequestView | null): MessagePart[] {
  if (latest === null || latest.plan === null)
    return [text("Nothing was planned in this conversation yet.")];
  const over = latest.tasks.filter(({ status }) => status === "succeeded").length;
  const tasks =
    latest.tasks.length === 0 ? "" : `, ${over} of ${plural(latest.tasks.length, "task")} done`;
  const why = latest.reason === null ? "" : `: ${latest.reason}`;
  return [
    text(
      `"${latest.text.slice(0, 120)}" is ${(latest.card ?? latest.phase).replace(/_/g, " ")}${tasks}${why}.`,
    ),
    { kind: "plan", requestId: latest.requestId, planId: latest.plan.id },
  ];
}

const costDays = 30;

/** What models were asked and cost, from the ledger. */
async function answerCost({ ai }: AnswerSources, { days }: Question): Promise<MessagePart[]> {
  const span = days ?? costDays;
  const { total, models } = await ai.spend(span);
  const when = `in the last ${plural(span, "day")}`;
  if (total.calls === 0)
    return [text(`Nothing: no model was asked ${when}. Limits stand on the [spend page](/spend).`)];
  const tokens = total.tokensIn + total.tokensOut;
  return [
    text(
      `${dollars(total.costMicroUsd)} ${when}: ${plural(total.calls, "call")}, ${tokens} tokens.`,
    ),
    {
      kind: "table",
      title: "Spend by model",
      columns: ["Model", "Calls", "Tokens", "Cost"],
      rows: models
        .slice(0, rowsInAnswer)
        .map((one) => [
          one.model,
          String(one.calls),
          String(one.tokensIn + one.tokensOut),
          dollars(one.costMicroUsd),
        ]),
      links: [{ label: "Spend", href: "/spend" }],
    },
  ];
}

function dollars(microUsd: number): string {
  return `$${(microUsd / 1e6).toFixed(microUsd > 0 && microUsd < 10_000 ? 4 : 2)}`;
}

function answerWaiting(items: readonly InboxItem[]): MessagePart[] {
  if (items.length === 0) return [text("Nothing is waiting for a decision.")];
  return [
    {
      kind: "table",
      title: `${plural(items.length, "plan")} waiting for a decision`,
      columns: ["Plan", "Risk", "Asked by"],
      rows: items.slice(0, rowsInAnswer).map((item) => [item.summary, item.risk, item.submittedBy]),
      links: [{ label: "Approvals", href: "/approvals" }],
    },
  ];
}

async function answerCapabilities({ matching }: AnswerSources): Promise<MessagePart[]> {
  const entries = await matching.listPlaybooks();
  if (entries.length === 0)
    return [text("There are no playbooks yet. Add a repository under Playbooks.")];
  return [
    {
      kind: "table",
      title: `${plural(entries.length, "playbook")} and roles`,
      columns: ["Name", "Path", "What it does"],
      rows: entries.slice(0, 40).map((entry) => [entry.name, entry.path, entry.description]),
      links: [{ label: "Playbooks", href: "/playbooks" }],
    },
  ];
}

/** Playbooks that tell what only a look at the machines does; null where there is none. Nothing is planned. */
async function answerByPlaybook(
  { matching }: AnswerSources,
  { said }: Question,
): Promise<MessagePart[] | null> {
  const { intents } = await matching.match(said);
  const telling = intents
    .flatMap(({ candidates }) => candidates)
    .filter(({ confidence }) => confidence >= askAt)
    .slice(0, maxTelling);
  if (telling.length === 0) return null;
  return [
    text(
      "I don't look into your machines by myself. A playbook may tell; ask for it to get a plan:",
    ),
    {
      kind: "suggestions",
      title: "Closest playbooks",
      prompts: telling.map(({ name }) => name.replace(/[.\s]+$/, "")),
    },
  ];
}

const maxTelling = 3;

/** Playbooks that have to do with something; they are named, nothing is planned. */
async function answerWhatFor({ matching }: AnswerSources, about: string): Promise<MessagePart[]> {
  const found = (await matching.listPlaybooks(about)).slice(0, rowsInAnswer);
  if (found.length === 0)
    return [text(`No playbook matches "${about}". You can add repositories under Playbooks.`)];
  return [
    {
      kind: "table",
      title: `What can be done about "${about}"`,
      columns: ["Name", "Path", "What it does"],
      rows: found.map((entry) => [entry.name, entry.path, entry.description]),
      links: [{ label: "Playbooks", href: "/playbooks" }],
    },
    {
      kind: "suggestions",
      title: "Ask for one of these to get a plan",
      prompts: found.slice(0, 3).map((entry) => entry.name.replace(/[.\s]+$/, "")),
    },
  ];
}
