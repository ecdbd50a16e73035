import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { PageQuery } from "#server/contracts/schedule.ts";
import {
  type AlertOutcome,
  type ChangeWebhookBody,
  type CreateWebhookBody,
  type IncidentPage,
  maxWebhooks,
  type TestWebhookBody,
  type Webhook,
  type WebhookMade,
} from "#server/contracts/webhook.ts";
import { AppError } from "#server/lib/app-error.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { templateFault } from "./domain/template.ts";
import type { ReceiveAlerts } from "./receive-alerts.ts";
import { makeSecret } from "./webhook-secret.ts";
import {
  countOpen,
  countWebhooks,
  deleteWebhook,
  findIncidents,
  findWebhook,
  findWebhooks,
  hasIncident,
  insertWebhook,
  lockWebhook,
  lockWebhooks,
  replaceSecret,
  type StoredWebhook,
  updateWebhook,
} from "./webhooks-repository.ts";

/** What admins do with webhooks. A secret leaves here once, when it is made. */
export class WebhooksService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly secrets: Pick<SecretsService, "sealFor">;
    readonly receiver: Pick<ReceiveAlerts, "test">;
  };

  constructor(deps: WebhooksService["deps"]) {
    this.deps = deps;
  }

  /** Every webhook, newest first. */
  async list(): Promise<Webhook[]> {
    const stored = await findWebhooks(this.deps.db);
    const open = await countOpen(
      this.deps.db,
      stored.map(({ id }) => id),
    );
    return stored.map((webhook) => toWebhook(webhook, open.get(webhook.id) ?? 0));
  }

  /** Makes a webhook; what it asks for is asked in the name of whoever makes it. @throws invalid_input, secret_unreadable */
  async create(principal: Principal, body: CreateWebhookBody): Promise<WebhookMade> {
    assertTemplate(body.template);
    const id = randomUUID();
    const { secret, kept } = await makeSecret(this.deps.secrets, id, body.auth);
    const { personId, name: personName } = principal;
    await inTransaction(this.deps.db, async (tx) => {
      await lockWebhooks(tx);
      if ((await countWebhooks(tx)) >= maxWebhooks)
        throw new AppError("invalid_input", {
          message: `There are ${maxWebhooks} webhooks already. Delete some first.`,
        });
      await insertWebhook(tx, { id, ...body, personId, personName }, kept);
      const { format, auth, name, template } = body;
      const text = `${name}: ${template}`;
      await this.record(tx, principal, "webhook.created", id, { format, auth }, text);
    });
    return { webhook: await this.read(id), secret };
  }

  /** @throws not_found, invalid_input */
  async change(
    principal: Principal,
    webhookId: string,
    { name, template, enabled }: ChangeWebhookBody,
  ): Promise<Webhook> {
    if (template !== undefined) assertTemplate(template);
    await inTransaction(this.deps.db, async (tx) => {
      const webhook = await this.lock(tx, webhookId);
      const patch = {
        name: name ?? webhook.name,
        template: template ?? webhook.template,
        enabled: enabled ?? webhook.enabled,
      };
      const problem = patch.enabled ? null : webhook.problem;
      await updateWebhook(tx, webhookId, { ...patch, problem });
      const text = `${patch.name}: ${patch.template}`;
      const facts = { enabled: patch.enabled };
      await this.record(tx, principal, "webhook.changed", webhookId, facts, text);
    });
    return this.read(webhookId);
  }

  /** Gives a webhook a new secret; the one before opens nothing from now on. @throws not_found, secret_unreadable */
  async renewSecret(principal: Principal, webhookId: string): Promise<WebhookMade> {
    const { auth } = await this.read(webhookId);
    const { secret, kept } = await makeSecret(this.deps.secrets, webhookId, auth);
    await inTransaction(this.deps.db, async (tx) => {
      await this.lock(tx, webhookId);
      await replaceSecret(tx, webhookId, kept);
      await this.record(tx, principal, "webhook.changed", webhookId, { newSecret: true });
    });
    return { webhook: await this.read(webhookId), secret };
  }

  /** Deletes a webhook with its incidents; the requests that it made stay. @throws not_found */
  async remove(principal: Principal, webhookId: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const { name } = await this.lock(tx, webhookId);
      await deleteWebhook(tx, webhookId);
      await this.record(tx, principal, "webhook.deleted", webhookId, {}, name);
    });
  }

  /** Tells a webhook of a made-up alert: what it then asks for is real, and waits for a decision. @throws not_found */
  test(principal: Principal, webhookId: string, body: TestWebhookBody): Promise<AlertOutcome> {
    const { host = null, service = null, alert = null } = body;
    return this.deps.receiver.test(principal, webhookId, { host, service, alert });
  }

  /** What a webhook was told of, newest first. @throws not_found */
  async incidents(webhookId: string, page: PageQuery): Promise<IncidentPage> {
    await this.read(webhookId);
    const found = await findIncidents(this.deps.db, webhookId, page);
    const incidents = found.slice(0, page.limit);
    return {
      incidents,
      nextCursor: found.length > page.limit ? (incidents.at(-1)?.id ?? null) : null,
    };
  }

  /** What a webhook asks for and for whom; null where it is gone. */
  async askedBehind(db: Db, webhookId: string) {
    const stored = await findWebhook(db, webhookId);
    if (stored === null) return null;
    const { personId, personName, name, template } = stored;
    return { personId, personName, text: `${name}: ${template}` };
  }

  /** Whether an alert asked for that. */
  madeRequest(db: Db, requestId: string): Promise<boolean> {
    return hasIncident(db, requestId);
  }

  private async read(webhookId: string): Promise<Webhook> {
    const stored = await findWebhook(this.deps.db, webhookId);
    if (stored === null) throw new AppError("not_found");
    const open = await countOpen(this.deps.db, [webhookId]);
    return toWebhook(stored, open.get(webhookId) ?? 0);
  }

  private async lock(tx: Tx, webhookId: string): Promise<StoredWebhook> {
    const webhook = await lockWebhook(tx, webhookId);
    if (webhook === null) throw new AppError("not_found");
    return webhook;
  }

  private async record(
    tx: Tx,
    principal: Principal,
    type: AuditType,
    webhookId: string,
    facts: AuditFacts,
    text: string | null = null,
  ): Promise<void> {
    await this.deps.audit.record(tx, {
      ...{ type, actor: actorOf(principal), text },
      facts: { webhookId, ...facts },
    });
    await appendEvent(tx, "inbox", { type: "webhook.changed", webhookId });
  }
}

/** @throws invalid_input */
function assertTemplate(template: string): void {
  const message = templateFault(template);
  if (message !== null) throw new AppError("invalid_input", { message });
}

function toWebhook(stored: StoredWebhook, openIncidents: number): Webhook {
  const { createdAt, lastCalledAt } = stored;
  return {
    ...stored,
    createdAt: createdAt.toISOString(),
    lastCalledAt: lastCalledAt?.toISOString() ?? null,
    openIncidents,
  };
}
