import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { assertNever } from "#server/lib/assert.ts";
import { plural } from "#server/lib/units.ts";
import type { SpokenKind } from "#server/planning/planning-service.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";

/** Where answers come from. */
export interface AnswerSources {
  readonly audit: AuditService;
  readonly agents: AgentsService;
  readonly catalog: CatalogService;
  readonly execution: ExecutionService;
  readonly requests: RequestsService;
}

type Question = Extract<SpokenKind, { kind: "question" }>;

const rowsInAnswer = 12;

/** Answers a question from the record and the registry, never from memory or guesswork. */
export async function answerQuestion(
  sources: AnswerSources,
  question: Question,
): Promise<MessagePart[]> {
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
    case "capabilities":
      return answerCapabilities(sources);
    default:
      return assertNever(question.topic);
  }
}

async function answerHistory(
  { audit, catalog }: AnswerSources,
  { about, days }: Question,
): Promise<MessagePart[]> {
  const service = about === null ? null : ((await catalog.findService(about)) ?? about);
  const page = await audit.query({
    ...(service === null ? {} : { service }),
    type: [
      "plan.approved",
      "plan.rejected",
      "task.succeeded",
      "task.failed",
      "task.cancelled",
      "task.needs_review",
      "plan.stale",
      "plan.expired",
    ],
    days: days ?? 365,
    limit: rowsInAnswer,
  });
  const name = service ?? "your machines";
  if (page.entries.length === 0) {
    return [
      text(
        `Nothing is recorded for ${name}${days === null ? "" : ` in the last ${plural(days, "day")}`}.`,
      ),
    ];
  }
  const [last] = page.entries;
  return [
    text(`The last thing that happened to ${name}: ${last === undefined ? "" : inWords(last)}.`),
    entriesTable(
      `What happened to ${name}`,
      page.entries,
      service === null ? "/audit" : `/audit?service=${encodeURIComponent(service)}`,
    ),
  ];
}

async function answerFailures(
  { audit, catalog }: AnswerSources,
  { about, days }: Question,
): Promise<MessagePart[]> {
  const service = about === null ? undefined : ((await catalog.findService(about)) ?? about);
  const span = days ?? 7;
  const page = await audit.failures(span, service);
  const where = service === undefined ? "" : ` of ${service}`;
  if (page.entries.length === 0)
    return [text(`No failures${where} in the last ${plural(span, "day")}.`)];
  const href = `/audit?status=failed&days=${span}${service === undefined ? "" : `&service=${encodeURIComponent(service)}`}`;
  return [
    text(`${plural(page.total, "failure")}${where} in the last ${plural(span, "day")}.`),
    entriesTable("Failures", page.entries.slice(0, rowsInAnswer), href),
  ];
}

async function answerOffline({ agents, catalog }: AnswerSources): Promise<MessagePart[]> {
  const silent = (await agents.all()).filter((agent) => agent.status === "offline");
  const hosts = await catalog.listHosts();
  const unreachable = hosts.filter((host) => host.reachable === false);
  const untested = hosts.filter((host) => host.reachable === null).length;
  const note =
    untested > 0
      ? ` ${plural(untested, "host")} not tested yet: press "Test connection" under Fleet.`
      : "";
  if (silent.length + unreachable.length === 0)
    return [text(`Nothing is offline as far as I know.${note}`)];
  return [
    text(
      `${plural(silent.length, "agent")} offline, ${plural(unreachable.length, "host")} unreachable at the last test.${note}`,
    ),
    {
      kind: "table",
      title: "Offline",
      columns: ["What", "Name", "Since or why"],
      rows: [
        ...silent.map((agent) => ["agent", agent.name, agent.lastHeartbeatAt ?? "never seen"]),
        ...unreachable.map((host) => ["host", host.name, host.problem ?? ""]),
      ].slice(0, 50),
      links: [{ label: "Fleet", href: "/fleet" }],
    },
  ];
}

async function answerRunning({ execution }: AnswerSources): Promise<MessagePart[]> {
  const running = await execution.running();
  if (running.length === 0) return [text("Nothing is running.")];
  return [
    {
      kind: "table",
      title: `${plural(running.length, "task")} running`,
      columns: ["Task", "Hosts", "Since"],
      rows: running.map((task) => [
        task.name,
        task.hosts.join(", "),
        task.startedAt?.toISOString() ?? "",
      ]),
      links: running
        .slice(0, 5)
        .map((task) => ({ label: task.name, href: `/requests/${task.requestId}` })),
    },
  ];
}

async function answerWaiting({ requests }: AnswerSources): Promise<MessagePart[]> {
  const { items } = await requests.inbox();
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

function entriesTable(
  title: string,
  entries: readonly AuditEntryView[],
  href: string,
): MessagePart {
  return {
    kind: "table",
    title,
    columns: ["When", "What", "By", "Service", "Detail"],
    rows: entries.map((entry) => [
      entry.at,
      eventWords(entry.type),
      entry.actor.name,
      entry.service ?? "",
      (entry.text ?? "").slice(0, 160),
    ]),
    links: [{ label: "Open in the timeline", href }],
  };
}

function inWords(entry: AuditEntryView): string {
  const detail = entry.text === null ? "" : ` (${entry.text.slice(0, 160)})`;
  return `${eventWords(entry.type)} by ${entry.actor.name} at ${entry.at}${detail}`;
}

/** "task.needs_review" becomes "task needs review". */
function eventWords(type: string): string {
  return type.replace(/[._]/g, " ");
}

function text(words: string): MessagePart {
  return { kind: "text", text: words };
}
