import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { EndedTask, ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";
import { sayUsualDuration } from "./domain/usual-duration.ts";
import { sayMachine } from "./machine-answers.ts";
import {
  capital,
  failedStates,
  hasFailed,
  isGone,
  listed,
  peopleOf,
  reasonOf,
  sayAgents,
  sayEnd,
  sayHost,
  sayPeople,
  sayWaiting,
  whenOf,
} from "./say-record.ts";
import { inWords, type Subject, subjectOf } from "./subject.ts";

/** Where answers about what was done come from. */
interface RecordSources {
  readonly agents: AgentsService;
  readonly audit: AuditService;
  readonly execution: ExecutionService;
  readonly inventory: InventoryService;
  readonly matching: MatchingService;
}

const troubleDays = 7;
const dayMs = 86_400_000;
const recentEnds = 4;

/** Why the last one failed, in the words of its run. */
export async function answerWhy(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[]> {
  const subject = await subjectOf(sources, question);
  const gone = await sayUnreachable(sources, question.said, subject.host);
  const [last] = await endedOf(sources, subject, failedStates);
  if (last !== undefined)
    return [
      text(`${capital(sayEnd(last))}${await reasonOf(sources.execution, last)}.${gone}`),
      linkToCause(last),
    ];
  const [fine] = await endedOf(sources, subject, ["succeeded"]);
  const instead = fine === undefined ? "" : ` Last, ${sayEnd(fine)}.`;
  return [text(`Nothing${inWords(subject)} has failed as far as I know.${instead}${gone}`)];
}

/** How long something usually takes, by the times it went well. */
export async function answerDuration(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[]> {
  const subject = await subjectOf(sources, question);
  const done = await endedOf(sources, subject, ["succeeded"], timesLookedAt);
  return [
    text(
      sayUsualDuration(done) ??
        `Nothing${inWords(subject)} was done from here yet, so I can't tell. The card of a plan says how long it will likely take.`,
    ),
  ];
}

const timesLookedAt = 20;
/** Enough to hold the last of most services. */
const endsOfAll = 200;

/** Who asked for something and who approved it. */
export async function answerWho(
  sources: RecordSources,
  question: Question,
  waiting: readonly InboxItem[],
): Promise<MessagePart[]> {
  const subject = await subjectOf(sources, question);
  const asked = isAboutWaiting(question.said) ? waiting.map(sayWaiting) : [];
  const [last] = await endedOf(sources, subject, statesIn(question));
  if (last === undefined)
    return [
      text(asked.join(" ") || `Nobody has done anything${inWords(subject)} as far as I know.`),
    ];
  const people = sayPeople(await peopleOf(sources.audit, last));
  return [text([...asked, `${capital(sayEnd(last))}: ${people}.`].join(" ")), linkTo(last)];
}

/** When something was last done, and how it ended. */
export async function answerLast(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[]> {
  const subject = await subjectOf(sources, question);
  const [last] = await endedOf(sources, subject, statesIn(question));
  if (last === undefined)
    return [text(`Nothing is recorded${inWords(subject)}: it was never done from here.`)];
  const people = sayPeople(await peopleOf(sources.audit, last));
  return [text(`${capital(sayEnd(last))}; ${people}.`), linkTo(last)];
}

/** What was done lately, to a service, on a machine or at all, and what still waits. */
export async function sayRecent(
  sources: RecordSources,
  question: Question,
  waiting: readonly InboxItem[],
): Promise<string> {
  const subject = await subjectOf(sources, question);
  const { days } = question;
  const since = days === null ? 0 : Date.now() - days * dayMs;
  const ended = await endedOf(sources, subject, undefined, recentEnds);
  const said = await Promise.all(
    ended.filter((task) => endedAt(task) >= since).map((task) => sayWithPeople(sources, task)),
  );
  const span = days === null ? "" : ` in the last ${plural(days, "day")}`;
  const isAll = inWords(subject) === "" && days === null;
  const unseen = isAll ? " yet: what was set up some other way I can't see" : "";
  const past =
    said.length === 0
      ? `Nothing is recorded${inWords(subject)}${span}${unseen}.`
      : `${capital(said.join("; "))}.`;
  const gone = await sayUnreachable(sources, question.said, subject.host);
  return [`${past}${gone}`, ...waiting.slice(0, 3).map(sayWaiting)].join(" ");
}

async function sayWithPeople({ audit, execution }: RecordSources, task: EndedTask) {
  const [people, reason] = await Promise.all([peopleOf(audit, task), reasonOf(execution, task)]);
  return `${sayEnd(task)} (${sayPeople(people)}${reason})`;
}

/** What failed lately, in sentences; empty where nothing did. */
export async function sayFailures(sources: RecordSources, question: Question): Promise<string> {
  const subject = await subjectOf(sources, question);
  const ended = await endedOf(sources, subject, failedStates, recentEnds);
  const said = await Promise.all(
    ended.map(async (task) => `${sayEnd(task)}${await reasonOf(sources.execution, task)}`),
  );
  return said.length === 0 ? "" : `${capital(said.join("; "))}.`;
}

/** What was done on a machine, newest first; null where none is named. */
export async function answerOnHost(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[] | null> {
  const { host } = await subjectOf(sources, question);
  if (host === null) return null;
  const ended = await endedOf(sources, { service: null, host }, ["succeeded"], rowsInAnswer);
  if (ended.length === 0)
    return [text(`Nothing was done on ${host} from here yet, so I can't tell what is on it.`)];
  const things = ended.map((task) => `“${task.name}” (${whenOf(task)})`);
  return [text(`Done on ${host} from here, the last first: ${things.join(", ")}.`)];
}

/** What was done from here to each service last, whatever machine it is on; null before anything was. */
export async function answerInstalled(sources: RecordSources): Promise<MessagePart[] | null> {
  const all = { service: null, host: null };
  const ended = await endedOf(sources, all, ["succeeded"], endsOfAll);
  const last = new Map<string, EndedTask>();
  for (const task of ended)
    if (task.service !== null && !last.has(task.service)) last.set(task.service, task);
  if (last.size === 0) return null;
  return [
    text("As far as it was done from here; what was set up some other way I can't see."),
    {
      kind: "table",
      title: "Done last, by service",
      columns: ["Service", "Where", "Done last", "When"],
      rows: [...last]
        .slice(0, rowsInAnswer)
        .map(([service, task]) => [service, listed(task.hosts), task.name, whenOf(task)]),
      links: [{ label: "Audit", href: "/audit" }],
    },
  ];
}

/** On which machines something was done: what was done there last tells whether it still is. */
export async function answerWhere(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[]> {
  const subject = await subjectOf(sources, question);
  const all = await endedOf(
    sources,
    subject,
    statesIn(question) ?? ["succeeded"],
    subject.service === null ? 1 : timesLookedAt,
  );
  const [done] = all;
  const [last] = done === undefined ? await endedOf(sources, subject) : [done];
  if (last !== undefined) {
    const about = subject.service === null ? "" : `On ${listed(last.hosts)}, as far as I know: `;
    const said = `${about}${about === "" ? capital(sayEnd(last)) : sayEnd(last)}.`;
    return [text(`${said}${sayElsewhere(last, all)}`), linkTo(last)];
  }
  return [text(`Nothing${inWords(subject)} was done from here yet, so I can't tell.`)];
}

/** Where else the same service was acted on: the last thing for each machine. */
function sayElsewhere(last: EndedTask, all: readonly EndedTask[]): string {
  const told = new Set(last.hosts);
  const said = all.flatMap((task) => {
    const others = task.hosts.filter((host) => !told.has(host));
    for (const host of others) told.add(host);
    return others.length === 0 ? [] : [sayEnd({ ...task, hosts: others })];
  });
  return said.length === 0 ? "" : ` Elsewhere: ${said.slice(0, recentEnds).join("; ")}.`;
}

/** Whether anything is wrong: what failed and was not done since, machines that do not answer, what waits. */
export async function answerHealth(
  sources: RecordSources,
  waiting: readonly InboxItem[],
): Promise<MessagePart[]> {
  const [ended, hosts, agents, running] = await Promise.all([
    sources.execution.ended({ limit: 100 }),
    sources.inventory.listHosts(),
    sources.agents.all(),
    sources.execution.running(),
  ]);
  const open = openTroubles(ended).slice(0, recentEnds);
  const failures = open.map(
    async (task) => `${sayEnd(task)}${await reasonOf(sources.execution, task)}.`,
  );
  const silent = agents.filter(({ status }) => status === "offline");
  const troubles = [
    ...(await Promise.all(failures)),
    ...hosts.filter(isGone).slice(0, rowsInAnswer).map(sayHost),
    ...(silent.length === 0 ? [] : [sayAgents(silent)]),
  ];
  const state =
    troubles.length === 0 ? "Nothing is broken as far as I know." : troubles.map(capital).join(" ");
  const now =
    running.length === 0 ? "Nothing is running" : `${plural(running.length, "task")} running`;
  const queue =
    waiting.length === 0
      ? "nothing waits for approval"
      : `${plural(waiting.length, "plan")} ${waiting.length === 1 ? "waits" : "wait"} for approval`;
  return [text(`${state} ${now}, and ${queue}.`), ...open.slice(0, 1).map(linkTo)];
}

/** What is known of the service or machine that a question names; null where that is nothing. */
export async function answerSubject(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[] | null> {
  const subject = await subjectOf(sources, question);
  if (subject.host === null && subject.service === null) return null;
  const host = (await sources.inventory.listHosts()).find(({ name }) => name === subject.host);
  const ended = await endedOf(sources, subject, undefined, endsOfSubject);
  if (host === undefined && ended.length === 0) return null;
  const said = await Promise.all(ended.map((task) => sayWithPeople(sources, task)));
  const past =
    said.length === 0
      ? `Nothing is recorded${inWords(subject)}: it was never done from here.`
      : `${capital(said.join("; "))}.`;
  const state = host === undefined ? [] : [capital(sayHost(host)), sayMachine(host)];
  return [text([...state, past].filter(Boolean).join(" ")), ...ended.slice(0, 1).map(linkTo)];
}

const endsOfSubject = 3;

/** Whether a machine or a service answers: machines by their last test, services by what was last done to them. */
export async function answerReach(
  sources: RecordSources,
  question: Question,
): Promise<MessagePart[] | null> {
  if (/\b(?:agents?|workers?)\b/.test(question.said))
    return [text(sayAgents(await sources.agents.all()))];
  const subject = await subjectOf(sources, question);
  if (subject.host === null && subject.service === null) return null;
  const hosts = await sources.inventory.listHosts();
  if (hosts.some(({ name }) => name === subject.host)) return answerSubject(sources, question);
  const [last] = await endedOf(sources, subject);
  return [
    text(
      last === undefined
        ? `${subject.service} was never deployed from here, so I can't tell.`
        : `I don't watch services; the last thing known${inWords(subject)} is that ${sayEnd(last)}.`,
    ),
  ];
}

/** Machines that do not answer: the one that is named, or all where the question is about reaching something. */
async function sayUnreachable(
  { inventory }: RecordSources,
  said: string,
  named: string | null,
): Promise<string> {
  const isAboutReach =
    /\b(?:reach\w*|connect\w*|answer\w*|offline|down|ssh|get at|erreich\w*|joign\w*|respond\w*)\b/.test(
      said,
    );
  return (await inventory.listHosts())
    .filter((host) => isGone(host) && (named === null ? isAboutReach : host.name === named))
    .slice(0, rowsInAnswer)
    .map((host) => ` ${sayHost(host)}`)
    .join("");
}

/** Failures of the last days after which the same was not done on any of their machines. */
function openTroubles(ended: readonly EndedTask[]): EndedTask[] {
  const since = Date.now() - troubleDays * dayMs;
  return ended.filter(
    (task, at) =>
      hasFailed(task) &&
      endedAt(task) >= since &&
      !ended.slice(0, at).some((later) => isSameWork(later, task)),
  );
}

function isSameWork(one: EndedTask, other: EndedTask): boolean {
  return one.name === other.name && one.hosts.some((host) => other.hosts.includes(host));
}

function endedOf(
  { execution }: RecordSources,
  { service, host }: Subject,
  statuses?: Parameters<ExecutionService["ended"]>[0]["statuses"],
  limit = 1,
): Promise<EndedTask[]> {
  return execution.ended({
    ...(service === null ? {} : { service }),
    ...(host === null ? {} : { host }),
    ...(statuses === undefined ? {} : { statuses }),
    limit,
  });
}

function endedAt({ finishedAt }: EndedTask): number {
  return finishedAt?.getTime() ?? 0;
}

function linkTo({ requestId }: EndedTask): MessagePart {
  return { kind: "links", links: [{ label: "Open it", href: `/requests/${requestId}` }] };
}

/** The same, and what went wrong; a task that only needs a look has not failed. */
function linkToCause(task: EndedTask): MessagePart {
  const href = `/requests/${task.requestId}`;
  const links = [{ label: "Open it", href }];
  if (task.status === "failed")
    links.push({ label: "What went wrong", href: `${href}/post-mortem` });
  return { kind: "links", links };
}

/** "who let the failed one through" asks of failures alone. */
function statesIn({ said }: Question): typeof failedStates | undefined {
  const isAboutFailure =
    /\b(?:fail\w*|broke|broken|error|wrong|fehlgeschlagen|echou\w*|f[ae]ll\w*|falh\w+)\b/.test(
      said,
    );
  return isAboutFailure ? failedStates : undefined;
}

function isAboutWaiting(said: string): boolean {
  return /\b(?:wait\w*|pending|ask(?:ed|s|ing)?|want(?:s|ed)?|request\w*|approval|queue)\b/.test(
    said,
  );
}
