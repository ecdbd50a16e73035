import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { assertNever } from "#server/lib/assert.ts";
import { plural } from "#server/lib/units.ts";
import type { Question } from "#server/planning/planning-service.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import { answerCapacity, answerHosts, answerOffline, answerRunning } from "./fleet-answers.ts";
import { answerFailures, answerHistory } from "./history-answers.ts";
import { rowsInAnswer, text } from "./parts.ts";

/** Where answers come from. */
export interface AnswerSources {
  readonly ai: AiService;
  readonly audit: AuditService;
  readonly agents: AgentsService;
  readonly catalog: CatalogService;
  readonly execution: ExecutionService;
  readonly requests: RequestsService;
  readonly views: RequestViewService;
}

/** Answers a question from the record and the registry, never from memory or guesswork. */
export async function answerQuestion(
  sources: AnswerSources,
  asked: Question,
  conversationId: string,
): Promise<MessagePart[]> {
  const question = await resolveSubject(sources, asked, conversationId);
  switch (question.topic) {
    case "history":
      return answerHistory(sources, question);
    case "failures":
      return answerFailures(sources, question);
    case "offline":
      return answerOffline(sources);
    case "running":
      return answerRunning(sources);
    case "waiting":
      return answerWaiting(sources);
    case "progress":
      return answerProgress(sources, conversationId);
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

/** The newest request of a conversation that has a plan: what "it" speaks of. */
export async function latestPlanned(
  views: RequestViewService,
  conversationId: string,
): Promise<RequestView | null> {
  return (await views.viewsOf(conversationId)).findLast((view) => view.plan !== null) ?? null;
}

async function resolveSubject(
  { views }: AnswerSources,
  question: Question,
  conversationId: string,
): Promise<Question> {
  if (!question.refersBack || question.about !== null || question.topic === "progress")
    return question;
  const latest = await latestPlanned(views, conversationId);
  return { ...question, about: latest?.plan?.body.tasks[0]?.service ?? null };
}

async function answerProgress(
  { views }: AnswerSources,
  conversationId: string,
): Promise<MessagePart[]> {
  const latest = await latestPlanned(views, conversationId);
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

async function answerWaiting({ views }: AnswerSources): Promise<MessagePart[]> {
  const { items } = await views.inbox();
  if (items.length === 0) return [text("Nothing waits for a decision.")];
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

async function answerCapabilities({ catalog }: AnswerSources): Promise<MessagePart[]> {
  const entries = await catalog.listPlaybooks();
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

/** Playbooks that have to do with something; they are named, nothing is planned. */
async function answerWhatFor({ catalog }: AnswerSources, about: string): Promise<MessagePart[]> {
  const found = (await catalog.listPlaybooks(about)).slice(0, rowsInAnswer);
  if (found.length === 0)
    return [
      text(`No playbook has to do with "${about}". Add a repository that has one under Playbooks.`),
    ];
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
      title: "Say one of these to get a plan",
      prompts: found.slice(0, 3).map((entry) => entry.name.replace(/[.\s]+$/, "")),
    },
  ];
}
