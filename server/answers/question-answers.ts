import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { fold } from "#server/language/words.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import { askAt, type MatchingService } from "#server/matching/matching-service.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";
import { answerCapacity, answerHosts, answerOffline, answerRunning } from "./fleet-answers.ts";
import { answerFailures, answerHistory } from "./history-answers.ts";
import { answerMachineFacts } from "./machine-answers.ts";
import { answerNeeds } from "./need-answers.ts";
import { answerPeople, answerPerson } from "./people-answers.ts";
import {
  answerDuration,
  answerHealth,
  answerInstalled,
  answerLast,
  answerOnHost,
  answerReach,
  answerSubject,
  answerWhere,
  answerWho,
  answerWhy,
  sayFailures,
  sayRecent,
} from "./record-answers.ts";
import { subjectOf } from "./subject.ts";

/** Where answers come from. */
export interface AnswerSources {
  readonly ai: AiService;
  readonly audit: AuditService;
  readonly agents: AgentsService;
  readonly inventory: InventoryService;
  readonly matching: MatchingService;
  readonly execution: ExecutionService;
  readonly people: PeopleService;
}

/** What only requests know: handed in by whoever asks, because answers know no requests. */
export interface RequestFacts {
  /** The newest request of the conversation that has a plan: what "it" speaks of. */
  readonly latest: RequestView | null;
  /** Plans that wait for a decision, oldest first. */
  readonly waiting: readonly InboxItem[];
  /** What was said in the conversation right before; null for its first message. */
  readonly before: string | null;
}

/** A question with what answers it. */
interface Asked extends RequestFacts {
  readonly sources: AnswerSources;
  readonly question: Question;
}

type Answer = MessagePart[] | null;
type Way = (asked: Asked) => Answer | Promise<Answer>;

const person: Way = ({ sources, question, waiting }) => answerPerson(sources, question, waiting);
const subject: Way = ({ sources, question }) => answerSubject(sources, question);
const playbook: Way = ({ sources, question }) => answerByPlaybook(sources, question);
const health: Way = ({ sources, waiting }) => answerHealth(sources, waiting);
const machineFacts: Way = ({ sources, question }) => answerMachineFacts(sources, question);
const schedules: readonly MessagePart[] = [
  text(
    "What is asked for again and again is on the page Schedules, with its next times; each time its plan waits for a decision. Timers on the machines themselves I don't see.",
  ),
  { kind: "links", links: [{ label: "Schedules", href: "/schedules" }] },
];
/** What runs now; where nothing does, what is known of what was asked about. */
const running: Way = async (asked) => {
  const tasks = await asked.sources.execution.running();
  const known = tasks.length === 0 ? await subject(asked) : null;
  return [...answerRunning(tasks), ...(known ?? [])];
};
const history: Way = async ({ sources, question, waiting }) =>
  answerHistory(sources, question, await sayRecent(sources, question, waiting));

/** What answers each topic; the first that knows something is taken, and the last always does. */
const ways: Readonly<Record<Question["topic"], readonly Way[]>> = {
  history: [(asked) => (asked.question.about === null ? person(asked) : null), history],
  failures: [
    subject,
    async ({ sources, question }) =>
      answerFailures(sources, question, await sayFailures(sources, question)),
  ],
  why: [({ sources, question }) => answerWhy(sources, question)],
  who: [({ sources, question, waiting }) => answerWho(sources, question, waiting)],
  last: [({ sources, question }) => answerLast(sources, question)],
  health: [health],
  reach: [({ sources, question }) => answerReach(sources, question), health],
  on_host: [({ sources, question }) => answerOnHost(sources, question), history],
  installed: [({ sources }) => answerInstalled(sources), history],
  where: [({ sources, question }) => answerWhere(sources, question)],
  duration: [({ sources, question }) => answerDuration(sources, question)],
  schedule: [() => [...schedules]],
  report: [
    async (asked) => {
      const known = await machineFacts(asked);
      return known === null ? null : [...known, ...((await playbook(asked)) ?? [])];
    },
    playbook,
    subject,
    history,
  ],
  needs: [({ sources, question }) => answerNeeds(sources, question), subject, playbook, history],
  subject: [subject, person, playbook, history],
  people: [
    async (asked) => [
      ...((await person(asked)) ?? []),
      ...(await answerPeople(asked.sources.people)),
    ],
  ],
  offline: [({ sources }) => answerOffline(sources)],
  running: [running],
  waiting: [({ waiting }) => answerWaiting(waiting)],
  progress: [({ latest }) => answerProgress(latest)],
  capacity: [
    async (asked) =>
      (await subjectOf(asked.sources, asked.question)).host === null ? null : machineFacts(asked),
    ({ sources }) => answerCapacity(sources),
  ],
  hosts: [({ sources }) => answerHosts(sources)],
  cost: [({ sources, question }) => answerCost(sources, question)],
  capabilities: [
    ({ sources, question: { about } }) =>
      about === null ? answerCapabilities(sources) : answerWhatFor(sources, about),
  ],
};

/** Answers a question from the record and the registry, never from memory or guesswork. */
export async function answerQuestion(
  sources: AnswerSources,
  asked: Question,
  facts: RequestFacts,
): Promise<MessagePart[]> {
  const question = await inContext(sources, resolveSubject(asked, facts.latest), facts.before);
  for (const way of ways[question.topic]) {
    const answer = await way({ ...facts, sources, question });
    if (answer !== null) return answer;
  }
  return [];
}

/** A short question that names nothing goes on from what was said before: "on which machine?". */
async function inContext(
  sources: AnswerSources,
  question: Question,
  before: string | null,
): Promise<Question> {
  const { about, said } = question;
  const isShort = question.refersBack || said.split(" ").length <= mostWordsInContext;
  if (before === null || about !== null || !isShort) return question;
  const { service, host } = await subjectOf(sources, question);
  if (service !== null || host !== null) return question;
  return { ...question, said: `${said} ${fold(before)}`.slice(0, longestInContext) };
}

const mostWordsInContext = 6;
const longestInContext = 1_000;

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
