import { randomUUID } from "node:crypto";
import type { MessagePart } from "#server/contracts/chat.ts";
import { systemActor } from "#server/contracts/common.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { oneEach } from "#server/lib/one-each.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { RequestsService, StoredRequest } from "#server/requests/requests-service.ts";
import type { SettlementService } from "#server/requests/settlement-service.ts";
import { insertMessage, touchConversation } from "./chat-repository.ts";
import type { Replies } from "./replies.ts";

/** Says in the chat what came of requests: the plan, a question, an answer, the outcome, or that planning failed. */
export class Responder {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly requests: RequestsService;
    readonly settlement: SettlementService;
    readonly replies: Replies;
  };

  constructor(deps: Responder["deps"]) {
    this.deps = deps;
  }

  /**
   * The planner's entry: works out what a request means and says so. Idempotent; keyed by request. The sweep nudges
   * what takes long, as a model does: a request that is being worked out here already holds up no other.
   */
  readonly respond = oneEach((requestId) => this.workOut(requestId));

  private async workOut(requestId: string): Promise<void> {
    try {
      const worked = await this.deps.requests.propose(requestId);
      if (worked === null) return;
      const { request, proposal } = worked;
      const words = await this.deps.replies.to(request, proposal);
      await inTransaction(this.deps.db, async (tx) => {
        // In the order of every other writer: the conversation's row, then its events. Otherwise two wait for each other.
        await touchConversation(tx, request.conversationId);
        const plan = await this.deps.requests.accept(tx, request, proposal);
        const card: MessagePart[] =
          plan === null ? [] : [{ kind: "plan", requestId: request.id, planId: plan.id }];
        const parts = [...words, ...card];
        await this.say(tx, request, parts);
      });
    } catch (error) {
      if (isAppError(error, "invalid_state")) return; // somebody moved the request on meanwhile
      throw error;
    }
  }

  /** Says in the chat that planning failed for good, so that nobody waits in vain. */
  async reportPlanningFailure(requestId: string, error: unknown, traceId: string): Promise<void> {
    this.deps.log.error({ err: error, requestId, traceId }, "planning failed");
    const worked = await this.deps.requests.giveUp(requestId, "planning failed");
    if (worked === null) return;
    await inTransaction(this.deps.db, (tx) =>
      this.say(tx, worked, [
        {
          kind: "error",
          message: isAppError(error) ? error.message : "I could not work out a plan for that.",
          fix: "Try again, or say it differently; the log has the cause.",
          traceId,
        },
      ]),
    );
  }

  /** The settler's entry: moves a request whose tasks are over to its end and says so once. */
  async settle(requestId: string): Promise<void> {
    await this.deps.settlement.settle(requestId, (tx, request) =>
      this.say(tx, request, [{ kind: "outcome", requestId }]),
    );
  }

  private async say(tx: Tx, request: StoredRequest, parts: readonly MessagePart[]): Promise<void> {
    if (parts.length === 0) return;
    const messageId = randomUUID();
    const { conversationId } = request;
    // Nobody is there to be told where the conversation was deleted; what became of the request stands all the same.
    if (!(await touchConversation(tx, conversationId))) return;
    await insertMessage(tx, {
      id: messageId,
      conversationId,
      requestId: request.id,
      author: "chiffon",
      authorName: systemActor.name,
      personId: null,
      parts,
      text: parts
        .map((part) => (part.kind === "text" ? part.text : ""))
        .join("\n")
        .trim(),
      idempotencyKey: null,
    });
    await appendEvent(tx, `conversation:${conversationId}`, {
      type: "message.added",
      conversationId,
      messageId,
    });
  }
}
