import type { AuditService } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";
import { peopleOf, sayEnd, sayPeople, sayWaiting } from "./say-record.ts";
import { personIn } from "./subject.ts";

interface PeopleSources {
  readonly audit: AuditService;
  readonly execution: ExecutionService;
  readonly people: PeopleService;
}

const roleRights = {
  viewer: "looks",
  operator: "asks for changes",
  approver: "asks and approves",
  admin: "asks, approves and looks after Chiffon",
} as const;

/** Who is here, and what each may do. */
export async function answerPeople(people: PeopleService): Promise<MessagePart[]> {
  const all = await people.list();
  return [
    text(`${plural(all.length, "account")}. Admins change roles under [Settings](/settings).`),
    {
      kind: "table",
      title: "People",
      columns: ["Name", "Role", "What that may do"],
      rows: all.slice(0, rowsInAnswer).map(({ name, role }) => [name, role, roleRights[role]]),
      links: [{ label: "Settings", href: "/settings" }],
    },
  ];
}

const lookedThrough = 20;
const told = 3;

/** What somebody of this installation asked for and approved lately; null where a question names nobody. */
export async function answerPerson(
  { people, execution, audit }: PeopleSources,
  { said }: Question,
  waiting: readonly InboxItem[],
): Promise<MessagePart[] | null> {
  const person = personIn(await people.list(), said);
  if (person === null) return null;
  const ended = await execution.ended({ limit: lookedThrough });
  const each = await Promise.all(
    ended.map(async (task) => ({ task, by: await peopleOf(audit, task) })),
  );
  const own = each.filter(({ by }) => [by.asked, by.approved].includes(person.name)).slice(0, told);
  const asked = waiting.filter(({ submittedBy }) => submittedBy === person.name).slice(0, told);
  return [
    text(
      [
        `${person.name} is ${person.role}: ${roleRights[person.role]}.`,
        ...own.map(({ task, by }) => `${sayEnd(task)} (${sayPeople(by)}).`),
        ...asked.map(sayWaiting),
        ...(own.length + asked.length === 0 ? ["Nothing recorded lately has that name."] : []),
      ].join(" "),
    ),
  ];
}
