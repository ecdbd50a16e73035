import type { MessagePart } from "#server/contracts/chat.ts";
import type { CardStatus, RequestView } from "#server/contracts/plan.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { text } from "#server/lib/message-parts.ts";
import type { Control } from "#server/planning/proposals-service.ts";
import type { RequestViewService } from "./request-view-service.ts";
import type { RequestsService, StoredRequest } from "./requests-service.ts";

const underWay: ReadonlySet<CardStatus | null> = new Set<CardStatus>([
  "approved",
  "running",
  "paused",
  "verifying",
  "needs_review",
]);

/** Answers to "approve it", "reject it", "cancel it", "what would it change?". Words approve nothing: they lead to the card, where a person can. */
export class SpokenControls {
  private readonly deps: {
    readonly requests: RequestsService;
    readonly views: RequestViewService;
  };

  constructor(deps: SpokenControls["deps"]) {
    this.deps = deps;
  }

  /** What is said and done about a control; only what has not been approved is ever ended by words. */
  async answer(request: StoredRequest, control: Control): Promise<MessagePart[]> {
    const all = await this.deps.views.viewsOf(request.conversationId);
    // What came after the words cannot be meant by them.
    const at = all.findIndex((view) => view.requestId === request.id);
    const views = all.slice(0, Math.max(0, at));
    const waiting = views.findLast((view) => view.card === "awaiting");
    const running = views.findLast((view) => underWay.has(view.card));
    if (control === "cancel") return this.cancel(request, waiting, running, views);
    if (waiting?.plan == null)
      return [text("No plan in this conversation is waiting for a decision.")];
    return [
      text(
        control === "preview"
          ? toPreview
          : "Only the buttons on the card decide, so that nobody approves by accident. Here it is:",
      ),
      { kind: "plan", requestId: waiting.requestId, planId: waiting.plan.id },
    ];
  }

  private async cancel(
    request: StoredRequest,
    waiting: RequestView | undefined,
    running: RequestView | undefined,
    views: readonly RequestView[],
  ): Promise<MessagePart[]> {
    const { withdrew } = request.context;
    const before = views.find(({ requestId }) => requestId === withdrew);
    if (before !== undefined) return [cancelled(before)];
    const open = waiting ?? views.findLast(({ phase }) => phase === "blocked");
    if (open !== undefined) {
      const fault = await this.end(request, open);
      return [fault === null ? cancelled(open) : text(fault)];
    }
    if (running?.plan == null)
      return [
        text("Nothing in this conversation is waiting or running, so there is nothing to cancel."),
      ];
    return [
      text(
        "That is already running. Stop it with the button on its card, which says what has run so far:",
      ),
      { kind: "plan", requestId: running.requestId, planId: running.plan.id },
    ];
  }

  /** @returns why it could not be cancelled, or null */
  private async end(said: StoredRequest, open: RequestView): Promise<string | null> {
    try {
      await this.deps.requests.withdraw(said, open.requestId);
      return null;
    } catch (error) {
      if (isAppError(error)) return error.message;
      throw error;
    }
  }
}

const toPreview =
  "*Preview changes* on the card asks the hosts what would change, in Ansible's check mode, and changes nothing. Here it is:";

function cancelled({ plan, text: words }: RequestView): MessagePart {
  const what = plan?.body.summary ?? `"${words.slice(0, 120)}"`;
  return text(`Cancelled: ${what} None of it will run.`);
}
