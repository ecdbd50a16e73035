import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { HostState } from "#server/contracts/host.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { text } from "#server/lib/message-parts.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { newText } from "./domain/growing-text.ts";

/** What prose is made from, and where it streams to. */
export interface ProseSources {
  readonly db: Database;
  readonly log: Logger;
  readonly ai: AiService;
  readonly audit: AuditService;
  readonly agents: AgentsService;
  readonly catalog: CatalogService;
  readonly inventory: InventoryService;
  readonly matching: MatchingService;
  readonly execution: ExecutionService;
}

/** A request whose words ask something. */
export interface AskedRequest {
  readonly id: string;
  readonly conversationId: string;
  readonly text: string;
}

/** Time between two pieces of a growing answer; each is an event that every browser reads. */
const pieceMs = 150;
const factDays = 14;
const factEntries = 40;

/** Answers questions that no rule knows, in prose, from the record alone. Prose starts nothing and names no button. */
export class ProseAnswers {
  private readonly deps: ProseSources;

  constructor(deps: ProseSources) {
    this.deps = deps;
  }

  /** The parts of an answer, or null when no model gave one. What there is of it streams into the chat meanwhile. */
  async answer(
    request: AskedRequest,
    waiting: readonly InboxItem[],
  ): Promise<MessagePart[] | null> {
    const stream = new ProseStream(this.deps, request);
    const { repositories } = await this.deps.catalog.listRepositories();
    const {
      tier,
      text: prose,
      decision,
      notice,
    } = await this.deps.ai.streamProse(
      {
        requestId: request.id,
        conversationId: request.conversationId,
        complexity: "simple",
        highValue: false,
        neverSend: repositories.some(({ neverSend }) => neverSend),
        question: request.text,
        facts: await this.facts(waiting),
      },
      (soFar) => stream.grow(soFar),
    );
    await stream.end();
    if (prose === null || tier === "builtin") return null;
    const said = notice === null ? [] : [text(notice)];
    const source = `Answered by ${decision.model ?? "a model"} from the [audit](/audit) and the [fleet](/fleet). This answer starts nothing.`;
    return [...said, text(prose), text(source)];
  }

  /** What is known, as plain lines. Free text of hosts and people is left out: only facts of the record. */
  private async facts(waiting: readonly InboxItem[]): Promise<string> {
    const { audit, agents, inventory, matching, execution } = this.deps;
    const [history, all, hosts, running, entries] = await Promise.all([
      audit.query({ days: factDays, limit: factEntries }),
      agents.all(),
      inventory.listHosts(),
      execution.running(),
      matching.listPlaybooks(),
    ]);
    return [
      `agents: ${all.map((agent) => `${agent.name} ${agent.status}`).join(", ")}`,
      `hosts: ${hosts.map((host) => `${host.name} ${reached(host.state)}`).join(", ")}`,
      `running: ${running.map((task) => `${task.name} on ${task.hosts.join(", ")}`).join("; ") || "nothing"}`,
      `waiting for approval: ${waiting.map((item) => item.summary).join("; ") || "nothing"}`,
      `playbooks: ${entries
        .slice(0, 60)
        .map((entry) => entry.name)
        .join("; ")}`,
      "history, newest first:",
      ...history.entries.map(
        (entry) =>
          `${entry.at} ${entry.type} by ${entry.actor.name}${entry.service === null ? "" : ` of ${entry.service}`}${entry.host === null ? "" : ` on ${entry.host}`}${entry.status === null ? "" : `: ${entry.status}`}`,
      ),
    ].join("\n");
  }
}

function reached(state: HostState | null): string {
  return state === null ? "not tested" : state.replaceAll("_", " ");
}

/** Sends what is new of a growing text, at most once every 150 ms and one piece after the other. */
class ProseStream {
  private readonly deps: Pick<ProseSources, "db" | "log">;
  private readonly request: AskedRequest;
  private sent = "";
  private latest = "";
  private lastAt = 0;
  private sending: Promise<void> = Promise.resolve();

  constructor(deps: Pick<ProseSources, "db" | "log">, request: AskedRequest) {
    this.deps = deps;
    this.request = request;
  }

  grow(soFar: string): void {
    this.latest = soFar;
    if (Date.now() - this.lastAt < pieceMs) return;
    this.lastAt = Date.now();
    this.sending = this.sending.then(() => this.send());
  }

  async end(): Promise<void> {
    this.sending = this.sending.then(() => this.send());
    await this.sending;
  }

  private async send(): Promise<void> {
    const piece = newText(this.sent, this.latest);
    if (piece === null) return;
    this.sent = this.latest;
    const { id: requestId, conversationId } = this.request;
    try {
      await inTransaction(this.deps.db, (tx) =>
        appendEvent(tx, `conversation:${conversationId}`, {
          type: "answer.grew",
          requestId,
          conversationId,
          ...piece,
        }),
      );
    } catch (error) {
      // The whole answer comes with its message: a piece that could not be shown is no reason to fail.
      this.deps.log.warn({ err: error, requestId }, "a piece of an answer could not be sent");
    }
  }
}
