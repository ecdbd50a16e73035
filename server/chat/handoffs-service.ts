import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type {
  AddThreadMessageBody,
  AnswerHandoffBody,
  Handoff,
  OfferHandoffBody,
  StartThreadBody,
} from "#server/contracts/handoff.ts";
import { actorOf, type Person, type Principal } from "#server/contracts/people.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import type { ConversationsService } from "#server/conversations/conversations-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { text as textPart } from "#server/lib/message-parts.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import {
  findHandoff,
  findHandoffsOf,
  insertHandoff,
  isOffered,
  settleHandoff,
} from "./handoff-repository.ts";

/** A task as whoever hands it over sees it. */
export interface HandedTask {
  readonly requestId: string;
  readonly conversationId: string;
  readonly name: string;
  readonly status: TaskStatus;
}

/** What nobody works on by itself: it waits, or it went wrong. */
const handable: readonly TaskStatus[] = ["pending", "paused", "failed", "needs_review"];

/** Words between people, and what they hand to each other. Both stand in conversations; nothing is planned for them. */
export class HandoffsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly conversations: ConversationsService;
    readonly people: () => Promise<readonly Person[]>;
    readonly findTask: (tx: Tx, taskId: string) => Promise<HandedTask | null>;
    readonly announceInbox: (tx: Tx) => Promise<void>;
  };

  constructor(deps: HandoffsService["deps"]) {
    this.deps = deps;
  }

  /** Handoffs to and from the caller, and whom they can hand something to. */
  async list({ personId }: Principal): Promise<{ handoffs: Handoff[]; people: string[] }> {
    const rows = await findHandoffsOf(this.deps.db, personId);
    const others = (await this.deps.people()).filter(
      (person) => person.id !== personId && person.disabledAt === null,
    );
    return {
      people: others.map(({ name }) => name).sort(),
      handoffs: rows.map(({ createdAt, decidedAt, toId, ...row }) => ({
        ...row,
        isMine: toId === personId && row.status === "offered",
        createdAt: createdAt.toISOString(),
        decidedAt: decidedAt?.toISOString() ?? null,
      })),
    };
  }

  /**
   * Hands a task to a person, with what they should know.
   *
   * @throws task_not_found, invalid_input naming the people there are, invalid_state where it is under way or offered already
   */
  async offer(principal: Principal, body: OfferHandoffBody) {
    const to = await this.personNamed(principal, body.to);
    await inTransaction(this.deps.db, async (tx) => {
      const task = await this.deps.findTask(tx, body.taskId);
      if (task === null) throw new AppError("task_not_found");
      if (!handable.includes(task.status))
        throw new AppError("invalid_state", {
          message: `That task is ${task.status}. Only one that waits, failed or needs review can be handed over.`,
        });
      await this.deps.conversations.touch(tx, task.conversationId);
      if (await isOffered(tx, body.taskId))
        throw new AppError("invalid_state", {
          message: "That task is offered to somebody already.",
        });
      const { requestId, conversationId, name: subject } = task;
      const about = { conversationId, requestId, taskId: body.taskId, subject };
      await this.put(tx, principal, to, { ...about, context: body.context });
      await this.deps.conversations.say(tx, { id: requestId, conversationId }, [
        textPart(`${principal.name} hands "${subject}" to ${to.name}: ${body.context}`),
      ]);
    });
    return this.list(principal);
  }

  /** Accepts or declines a handoff, as the person it was offered to. @throws not_found, not_allowed, invalid_state */
  async answer(principal: Principal, handoffId: string, body: AnswerHandoffBody) {
    const status = body.decision === "accept" ? "accepted" : "declined";
    const reason = body.reason ?? null;
    await inTransaction(this.deps.db, async (tx) => {
      const handoff = await findHandoff(tx, handoffId);
      if (handoff === null) throw new AppError("not_found");
      if (handoff.toId !== principal.personId)
        throw new AppError("not_allowed", {
          message: `Only ${handoff.toName} can answer that: it was handed to them.`,
        });
      const { conversationId, requestId, taskId, subject, fromName } = handoff;
      await this.deps.conversations.touch(tx, conversationId);
      if (!(await settleHandoff(tx, handoffId, status, { reason, at: new Date() })))
        throw new AppError("invalid_state", { message: "That was answered already." });
      await this.deps.audit.record(tx, {
        type: `handoff.${status}`,
        actor: actorOf(principal),
        subject: { requestId, taskId },
        facts: { from: fromName },
        text: reason,
      });
      const words = `${principal.name} ${status} "${subject}"${reason === null ? "." : `: ${reason}`}`;
      if (requestId !== null)
        await this.deps.conversations.say(tx, { id: requestId, conversationId }, [textPart(words)]);
      await this.deps.announceInbox(tx);
    });
    return this.list(principal);
  }

  /** Begins a conversation between people. */
  async startThread(principal: Principal, { title, text, to }: StartThreadBody) {
    const conversationId = randomUUID();
    const addressee = to === undefined ? null : await this.personNamed(principal, to);
    return inTransaction(this.deps.db, async (tx) => {
      const { personId } = principal;
      await this.deps.conversations.start(tx, { id: conversationId, title, personId });
      return this.say(tx, principal, { conversationId, title, text, addressee });
    });
  }

  /** Says something to people in a conversation. @throws not_found */
  async addMessage(principal: Principal, { conversationId, text, to }: AddThreadMessageBody) {
    const addressee = to === undefined ? null : await this.personNamed(principal, to);
    const thread = await this.deps.conversations.find(conversationId);
    if (thread === null) throw new AppError("not_found");
    const { title } = thread;
    return inTransaction(this.deps.db, async (tx) => {
      if (!(await this.deps.conversations.touch(tx, conversationId)))
        throw new AppError("not_found");
      return this.say(tx, principal, { conversationId, title, text, addressee });
    });
  }

  private async say(
    tx: Tx,
    principal: Principal,
    said: {
      readonly conversationId: string;
      readonly title: string;
      readonly text: string;
      readonly addressee: Person | null;
    },
  ): Promise<{ conversationId: string; messageId: string }> {
    const { conversationId, title, addressee } = said;
    const messageId = randomUUID();
    const words = addressee === null ? said.text : `@${addressee.name} ${said.text}`;
    await this.deps.conversations.add(tx, {
      ...{ id: messageId, conversationId, requestId: null, author: "person" },
      ...{ authorName: principal.name, personId: principal.personId, idempotencyKey: null },
      ...{ parts: [textPart(words)], text: words },
    });
    await this.deps.audit.record(tx, {
      type: "message.received",
      actor: actorOf(principal),
      facts: { conversationId, length: words.length, toPeople: true },
      text: words,
    });
    if (addressee !== null) {
      const about = { conversationId, requestId: null, taskId: null, subject: title };
      await this.put(tx, principal, addressee, { ...about, context: said.text });
    }
    return { conversationId, messageId };
  }

  private async put(
    tx: Tx,
    principal: Principal,
    to: Person,
    about: {
      readonly conversationId: string;
      readonly requestId: string | null;
      readonly taskId: string | null;
      readonly subject: string;
      readonly context: string;
    },
  ): Promise<void> {
    const { personId: fromId, name: fromName } = principal;
    await insertHandoff(tx, {
      ...{ ...about, id: randomUUID(), fromId, fromName, toId: to.id, toName: to.name },
    });
    await this.deps.audit.record(tx, {
      type: "handoff.offered",
      actor: actorOf(principal),
      subject: { requestId: about.requestId, taskId: about.taskId },
      facts: { to: to.name },
      text: about.context,
    });
    await this.deps.announceInbox(tx);
  }

  private async personNamed({ personId }: Principal, name: string): Promise<Person> {
    const others = (await this.deps.people()).filter(
      (person) => person.id !== personId && person.disabledAt === null,
    );
    const found = others.find((person) => person.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const names = others.map((person) => person.name).slice(0, 20);
    throw new AppError("invalid_input", {
      message: `Nobody else here is called ${name}. ${names.length === 0 ? "Invite somebody first." : `There are: ${names.join(", ")}.`}`,
    });
  }
}
