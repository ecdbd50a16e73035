import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import type { Principal } from "#server/contracts/people.ts";
import { actorOf } from "#server/contracts/people.ts";
import type { AlertOutcome, AlertsReceived } from "#server/contracts/webhook.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { InTurn } from "#server/lib/in-turn.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { type Alert, readAlerts, titleOf } from "./domain/read-alerts.ts";
import { fillTemplate } from "./domain/template.ts";
import { checkShown, type Shown } from "./webhook-secret.ts";
import {
  claimSignature,
  closeForgotten,
  concludeIncident,
  countAskedLately,
  countOpen,
  findKeptSecret,
  lockWebhook,
  openIncident,
  removeOldIncidents,
  resolveIncident,
  type StoredWebhook,
  updateWebhook,
} from "./webhooks-repository.ts";

/** Calls a minute of one webhook, and refused ones from one address. */
const perWebhook = { points: 60, duration: 60 };
const refusedPerAddress = { points: 30, duration: 60 };
/** A storm of alerts must not bury the one that matters. */
const maxAskedPerHour = 20;
const maxOpen = 200;
const maxWaiting = 20;
const forgottenDays = 7;
const keepDays = 90;
const resolvedNote = "The alert resolved by itself.";

/**
 * Takes what monitoring tells of: an alert becomes a request of the webhook's own words, once per incident, whose plan
 * waits for a person. Nothing that a sender wrote gets further than a name in those words.
 */
export class ReceiveAlerts {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly people: Pick<PeopleService, "standing">;
    readonly secrets: Pick<SecretsService, "openFor">;
    readonly chat: Pick<ChatService, "askFor" | "tell">;
    readonly requests: Pick<RequestsService, "noteIn">;
  };
  private readonly calls = new RateLimiterMemory({ ...perWebhook, keyPrefix: "webhook" });
  private readonly turns = new InTurn(maxWaiting);
  private readonly refusals = new RateLimiterMemory({ ...refusedPerAddress, keyPrefix: "address" });

  constructor(deps: ReceiveAlerts["deps"]) {
    this.deps = deps;
  }

  /**
   * One call of a sender.
   *
   * @throws webhook_refused for a webhook that is none, a wrong secret, and a signature that is wrong, old or was shown before
   * @throws invalid_input, too_many_requests, secret_unreadable
   */
  async receive(webhookId: string, shown: Shown, address: string): Promise<AlertsReceived> {
    const signatureHash = await this.admit(webhookId, shown, address);
    await consume(this.calls, webhookId);
    // Calls wait for each other in the database: without this, many of them would hold all its connections.
    const done = this.turns.run(webhookId, () => this.store(webhookId, shown, signatureHash));
    if (done === null)
      throw new AppError("too_many_requests", { details: { retryAfterSeconds: 5 } });
    return done;
  }

  private store(
    webhookId: string,
    shown: Shown,
    signatureHash: string | null,
  ): Promise<AlertsReceived> {
    return inTransaction(this.deps.db, async (tx) => {
      const webhook = await lockWebhook(tx, webhookId);
      if (webhook === null) throw new AppError("webhook_refused");
      if (signatureHash !== null && !(await claimSignature(tx, webhookId, signatureHash)))
        throw new AppError("webhook_refused", { message: "That signature was used already." });
      const alerts = readAlerts(webhook.format, shown.body);
      await updateWebhook(tx, webhookId, { lastCalledAt: this.deps.clock.now() });
      return { alerts: await this.takeAll(tx, webhook, alerts) };
    });
  }

  /** Tells a webhook of a made-up alert, whose incident is over at once. @throws not_found */
  async test(
    presser: Principal,
    webhookId: string,
    values: Alert["values"],
  ): Promise<AlertOutcome> {
    return inTransaction(this.deps.db, async (tx) => {
      const webhook = await lockWebhook(tx, webhookId);
      if (webhook === null) throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "webhook.tested",
        actor: actorOf(presser),
        facts: { webhookId },
      });
      const key = `test ${this.deps.clock.now().toISOString()}`;
      const [outcome] = await this.takeAll(tx, webhook, [{ key, isFiring: true, values }]);
      await resolveIncident(tx, webhookId, keyHash(key));
      if (outcome === undefined) throw new AppError("not_found");
      return outcome;
    });
  }

  /** @returns the hash of a signature, which must count once */
  private async admit(webhookId: string, shown: Shown, address: string): Promise<string | null> {
    const refused = await this.refusals.get(address);
    if (refused !== null && refused.consumedPoints >= refusedPerAddress.points)
      throw tooMany(refused);
    try {
      const kept = await findKeptSecret(this.deps.db, webhookId);
      if (kept === null) throw new AppError("webhook_refused");
      const { secrets, clock } = this.deps;
      return await checkShown(secrets, { webhookId, kept }, shown, clock.now());
    } catch (error) {
      if (isAppError(error, "webhook_refused")) await consume(this.refusals, address);
      throw error;
    }
  }

  private async takeAll(
    tx: Tx,
    webhook: StoredWebhook,
    alerts: readonly Alert[],
  ): Promise<AlertOutcome[]> {
    if (!webhook.enabled)
      return alerts.map((alert) => ignored(alert, webhook.problem ?? "The webhook is paused."));
    const { id: webhookId, personId, name } = webhook;
    const rule = { ruleId: `webhook:${webhookId}`, name: `Webhook ${name}` };
    const principal = await this.deps.people.standing(personId, "request.submit", rule);
    if (typeof principal === "string") {
      await updateWebhook(tx, webhookId, { enabled: false, problem: principal });
      return alerts.map((alert) => ignored(alert, principal));
    }
    await closeForgotten(tx, webhookId, forgottenDays);
    await removeOldIncidents(tx, webhookId, keepDays);
    const outcomes: AlertOutcome[] = [];
    let { conversationId } = webhook;
    for (const alert of alerts) {
      const taken = await this.take(tx, { ...webhook, conversationId }, principal, alert);
      outcomes.push(taken.outcome);
      conversationId = taken.conversationId;
    }
    if (conversationId !== webhook.conversationId)
      await updateWebhook(tx, webhookId, { conversationId });
    await appendEvent(tx, "inbox", { type: "webhook.changed", webhookId });
    return outcomes;
  }

  private async take(tx: Tx, webhook: StoredWebhook, principal: Principal, alert: Alert) {
    const { id: webhookId, conversationId } = webhook;
    if (!alert.isFiring) {
      const outcome = await this.resolve(tx, webhook, principal, alert);
      return { outcome, conversationId };
    }
    const open = (await countOpen(tx, [webhookId])).get(webhookId) ?? 0;
    if (open >= maxOpen)
      return { outcome: ignored(alert, `${maxOpen} incidents are open already.`), conversationId };
    const title = titleOf(alert.values);
    const incident = await openIncident(tx, { webhookId, key: keyHash(alert.key), title });
    if (!incident.isNew) {
      const { requestId } = incident;
      const outcome = { alert: title, outcome: "repeated" as const, requestId, reason: null };
      return { outcome, conversationId };
    }
    return this.ask(tx, webhook, principal, { ...alert, incidentId: incident.id });
  }

  private async ask(
    tx: Tx,
    webhook: StoredWebhook,
    principal: Principal,
    { incidentId, ...alert }: Alert & { readonly incidentId: string },
  ): Promise<{ outcome: AlertOutcome; conversationId: string | null }> {
    const { id: webhookId, conversationId, name } = webhook;
    const title = titleOf(alert.values);
    const filled = fillTemplate(webhook.template, alert.values);
    const isTooMuch = (await countAskedLately(tx, webhookId)) >= maxAskedPerHour;
    const record = (requestId: string | null, reason: string | null) =>
      this.deps.audit.record(tx, {
        type: "incident.opened",
        actor: actorOf(principal),
        subject: { requestId },
        facts: { webhookId, incidentId, isAsked: requestId !== null },
        text: [title, reason ?? ""].join("\n").trim(),
      });
    if (filled.kind === "lacking" || isTooMuch) {
      const reason =
        filled.kind === "lacking"
          ? filled.reason
          : `It made ${maxAskedPerHour} requests within an hour already.`;
      await concludeIncident(tx, incidentId, { reason });
      await record(null, reason);
      return { outcome: ignored(alert, reason), conversationId };
    }
    const made = await this.deps.chat.askFor(tx, principal, {
      ...{ conversationId, title: `Alerts: ${name}`, text: filled.text },
      // A sender is a program of its owner: no token of theirs approves what it asks for.
      askedByTokensOf: [principal.personId],
    });
    const { requestId } = made;
    await concludeIncident(tx, incidentId, { requestId });
    await record(requestId, null);
    const outcome = { alert: title, outcome: "opened" as const, requestId, reason: null };
    return { outcome, conversationId: made.conversationId };
  }

  private async resolve(
    tx: Tx,
    { id: webhookId, conversationId }: StoredWebhook,
    principal: Principal,
    alert: Alert,
  ): Promise<AlertOutcome> {
    const incident = await resolveIncident(tx, webhookId, keyHash(alert.key));
    if (incident === null) return ignored(alert, "No such incident is open.");
    const { id: incidentId, requestId } = incident;
    const title = titleOf(alert.values);
    await this.deps.audit.record(tx, {
      type: "incident.resolved",
      actor: actorOf(principal),
      subject: { requestId },
      facts: { webhookId, incidentId },
      text: title,
    });
    if (
      requestId !== null &&
      (await this.deps.requests.noteIn(tx, principal, requestId, resolvedNote))
    )
      await this.deps.chat.tell(tx, conversationId, `${title}: the alert resolved by itself.`);
    return { alert: title, outcome: "resolved", requestId, reason: null };
  }
}

function ignored(alert: Alert, reason: string): AlertOutcome {
  return { alert: titleOf(alert.values), outcome: "ignored", requestId: null, reason };
}

/** A key is somebody else's text of any length. */
const keyHash = (key: string): string => sha256(key);

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw tooMany(refusal);
  }
}

function tooMany({ msBeforeNext }: RateLimiterRes): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new AppError("too_many_requests", { details: { retryAfterSeconds } });
}
