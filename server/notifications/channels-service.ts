import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import {
  type ChangeChannelBody,
  type Channel,
  type ChannelMade,
  type ChannelTarget,
  type ChannelTest,
  type ChosenScope,
  type CreateChannelBody,
  maxChannels,
  maxOwnChannels,
  type NotificationSettings,
  notificationKindSchema,
} from "#server/contracts/notification.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { addressFault, SendFault } from "#server/platform/outgoing-http.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { randomToken } from "#server/platform/sha256.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import {
  countChannels,
  deleteChannel,
  findChannel,
  findChannels,
  findScopes,
  insertChannel,
  lockChannel,
  lockChannels,
  type StoredChannel,
  saveScope,
  updateChannel,
} from "./channels-repository.ts";
import { countWaiting, findChannelOf, findFailed, renewDelivery } from "./deliveries-repository.ts";
import { scopesFor, scopesOf } from "./domain/audience.ts";
import { findOrigin, findPushKeys, saveOrigin } from "./notifications-repository.ts";
import type { Sender } from "./sender.ts";

/** Each says what answers at an address of the network here. */
const testsPerMinute = 10;

/** What people are told, and on which way: channels of their own, for admins those of everybody, and what they chose. */
export class ChannelsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly people: Pick<PeopleService, "assertMay">;
    readonly secrets: Pick<SecretsService, "sealFor">;
    readonly sender: Pick<Sender, "address" | "send" | "testMessage">;
  };
  private readonly tests = new RateLimiterMemory({ points: testsPerMinute, duration: 60 });

  constructor(deps: ChannelsService["deps"]) {
    this.deps = deps;
  }

  /** What a person chose, and their channels. */
  async settings(principal: Principal): Promise<NotificationSettings> {
    const { db, sender } = this.deps;
    const { personId, role } = principal;
    const [stored, scopes, address, keys] = await Promise.all([
      findChannels(db, personId, { withShared: role === "admin" }),
      findScopes(db, [personId]),
      sender.address(),
      findPushKeys(db),
    ]);
    const chosen = scopesFor({ role, chosen: scopes.get(personId) ?? {} });
    return {
      scopes: notificationKindSchema.options.map((kind) => ({ kind, scope: chosen[kind] })),
      channels: await this.toChannels(stored),
      ...{ address, pushKey: keys?.publicKey ?? null },
    };
  }

  /** @throws invalid_input, not_allowed, secret_unreadable */
  async create(
    principal: Principal,
    body: CreateChannelBody,
    origin: string | null,
  ): Promise<ChannelMade> {
    const { name, kinds, target, isShared } = body;
    this.assertMayHave(principal, target, isShared);
    const id = randomUUID();
    // What signs is ours to make; what is shown to the other side is theirs to give.
    const made = target.kind === "webhook" ? `chn_${randomToken(32)}` : null;
    const secret = made ?? body.secret ?? "";
    const sealed = secret === "" ? null : await this.deps.secrets.sealFor(id, secret);
    const personId = isShared ? null : principal.personId;
    await inTransaction(this.deps.db, async (tx) => {
      await lockChannels(tx);
      const most = isShared ? maxChannels : maxOwnChannels;
      if ((await countChannels(tx, personId)) >= most)
        throw new AppError("invalid_input", {
          message: `There are ${most} channels already. Delete some first.`,
        });
      await insertChannel(tx, { id, personId, name, kinds, target, sealed });
      await noteOrigin(tx, principal, origin);
      const facts = { kind: target.kind, isShared, kinds: kinds.join(" ") };
      await this.record(tx, principal, "channel.created", id, facts, name);
    });
    return { channel: await this.read(id), secret: made };
  }

  /** @throws not_found, not_allowed, invalid_input, secret_unreadable */
  async change(principal: Principal, channelId: string, body: ChangeChannelBody): Promise<Channel> {
    const { name, kinds, enabled, target, secret } = body;
    const known = await this.find(principal, channelId);
    if (target !== undefined) this.assertSameSecretHolder(principal, known, target, secret);
    if (known.target.kind === "webhook" && secret !== undefined)
      throw new AppError("invalid_input", {
        message: "What signs a webhook is made here: make another channel for a new secret.",
      });
    const sealed =
      secret === undefined || secret === ""
        ? null
        : await this.deps.secrets.sealFor(channelId, secret);
    const patch = definedOf({ name, kinds, enabled, target });
    await inTransaction(this.deps.db, async (tx) => {
      if ((await lockChannel(tx, channelId)) === null) throw new AppError("not_found");
      await updateChannel(tx, channelId, { ...patch, ...(secret === undefined ? {} : { sealed }) });
      const facts = {
        ...definedOf({ enabled, kinds: kinds?.join(" ") }),
        ...{ newTarget: target !== undefined, newSecret: secret !== undefined },
      };
      await this.record(tx, principal, "channel.changed", channelId, facts, name ?? known.name);
    });
    return this.read(channelId);
  }

  /** Deletes a channel with what still waits for it. @throws not_found, not_allowed */
  async remove(principal: Principal, channelId: string): Promise<void> {
    await this.find(principal, channelId);
    await inTransaction(this.deps.db, async (tx) => {
      const channel = await lockChannel(tx, channelId);
      if (channel === null) throw new AppError("not_found");
      await deleteChannel(tx, channelId);
      const facts = { kind: channel.target.kind };
      await this.record(tx, principal, "channel.deleted", channelId, facts, channel.name);
    });
  }

  /** Sends a message that says that it is a test, and says what came of it. @throws not_found, too_many_requests */
  async test(principal: Principal, channelId: string, origin: string | null): Promise<ChannelTest> {
    const channel = await this.find(principal, channelId);
    await this.tests.consume(principal.personId).catch(() => {
      throw new AppError("too_many_requests", { details: { retryAfterSeconds: 60 } });
    });
    await inTransaction(this.deps.db, async (tx) => {
      await noteOrigin(tx, principal, origin);
      const facts = { kind: channel.target.kind };
      await this.record(tx, principal, "channel.tested", channelId, facts, channel.name);
    });
    const { sender } = this.deps;
    try {
      await sender.send(channel, await sender.testMessage(channel.name));
      return { ok: true, problem: null };
    } catch (error) {
      if (!(error instanceof SendFault)) throw error;
      return { ok: false, problem: error.message };
    }
  }

  /** Chooses of whose work one hears. @throws invalid_input */
  async choose(
    principal: Principal,
    chosen: readonly ChosenScope[],
  ): Promise<NotificationSettings> {
    for (const { kind, scope } of chosen)
      if (!scopesOf(kind).includes(scope))
        throw new AppError("invalid_input", {
          message: `${kind} takes ${scopesOf(kind).join(" or ")}.`,
        });
    await inTransaction(this.deps.db, async (tx) => {
      for (const { kind, scope } of chosen) await saveScope(tx, principal.personId, kind, scope);
      await this.deps.audit.record(tx, {
        ...{ type: "notifications.chosen", actor: actorOf(principal) },
        facts: Object.fromEntries(chosen.map(({ kind, scope }) => [kind, scope])),
      });
    });
    return this.settings(principal);
  }

  /** Has a message that was set aside sent again, with all its tries. @throws not_found */
  async sendAgain(principal: Principal, deliveryId: string): Promise<Channel> {
    const channelId = await findChannelOf(this.deps.db, deliveryId);
    if (channelId === null) throw new AppError("not_found");
    await this.find(principal, channelId);
    await inTransaction(this.deps.db, async (tx) => {
      if ((await renewDelivery(tx, deliveryId)) === null)
        throw new AppError("not_found", { message: "That message is not set aside any more." });
      await enqueue(tx, [{ name: "notification.deliver", deliveryId }]);
      const facts = { deliveryId };
      await this.record(tx, principal, "notification.sent_again", channelId, facts);
    });
    return this.read(channelId);
  }

  private assertMayHave(principal: Principal, target: ChannelTarget, isShared: boolean): void {
    const { people } = this.deps;
    if (isShared && target.kind === "web_push")
      throw new AppError("invalid_input", { message: "A browser is one person's own." });
    // Whoever may only look has Chiffon call no address of their choice but their browser's.
    if (isShared) people.assertMay(principal, "settings.manage");
    else if (target.kind !== "web_push") people.assertMay(principal, "request.submit");
    const message = targetFault(target, isShared || principal.role === "admin");
    if (message !== null) throw new AppError("invalid_input", { message });
  }

  /** A token is for the server that it was given for. */
  private assertSameSecretHolder(
    principal: Principal,
    known: StoredChannel,
    target: ChannelTarget,
    secret: string | undefined,
  ): void {
    if (target.kind !== known.target.kind)
      throw new AppError("invalid_input", {
        message: "A channel keeps its kind: make another for that.",
      });
    this.assertMayHave(principal, target, known.personId === null);
    const holds = known.sealed !== null && known.target.kind !== "webhook";
    if (holds && secret === undefined && serverOf(target) !== serverOf(known.target))
      throw new AppError("invalid_input", {
        message: "That is another server: give its token or password with it.",
      });
  }

  /** A channel that the caller may change. @throws not_found, not_allowed */
  private async find(principal: Principal, channelId: string): Promise<StoredChannel> {
    const channel = await findChannel(this.deps.db, channelId);
    if (channel === null) throw new AppError("not_found");
    if (channel.personId === null) this.deps.people.assertMay(principal, "settings.manage");
    else if (channel.personId !== principal.personId) throw new AppError("not_found");
    return channel;
  }

  private async read(channelId: string): Promise<Channel> {
    const stored = await findChannel(this.deps.db, channelId);
    const [channel] = stored === null ? [] : await this.toChannels([stored]);
    if (channel === undefined) throw new AppError("not_found");
    return channel;
  }

  private async toChannels(stored: readonly StoredChannel[]): Promise<Channel[]> {
    const { db } = this.deps;
    const ids = stored.map(({ id }) => id);
    const waiting = await countWaiting(db, ids);
    return Promise.all(
      stored.map(async ({ id, personId, name, kinds, enabled, target, sealed, lastSentAt }) => ({
        ...{ id, name, enabled, kinds: [...kinds], isShared: personId === null },
        target: shownTarget(target),
        hasSecret: sealed !== null,
        lastSentAt: lastSentAt?.toISOString() ?? null,
        waiting: waiting.get(id) ?? 0,
        failed: await findFailed(db, id),
      })),
    );
  }

  private async record(
    tx: Tx,
    principal: Principal,
    type: AuditType,
    channelId: string,
    facts: AuditFacts,
    text: string | null = null,
  ): Promise<void> {
    const actor = actorOf(principal);
    await this.deps.audit.record(tx, { type, actor, text, facts: { channelId, ...facts } });
    await appendEvent(tx, "inbox", { type: "channels.changed" });
  }
}

/** What of an object was given at all. */
function definedOf<Of extends object>(
  given: Of,
): { [Key in keyof Of]?: Exclude<Of[Key], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Of]?: Exclude<Of[Key], undefined> }; // of its own keys
}

/** Remembers where an admin opens Chiffon, which is where messages lead; this machine's own name leads nobody anywhere. */
async function noteOrigin(tx: Tx, { role }: Principal, origin: string | null): Promise<void> {
  if (role !== "admin" || origin === null || !URL.canParse(origin)) return;
  const isHere = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(origin).hostname);
  if (isHere && (await findOrigin(tx)) !== null) return;
  await saveOrigin(tx, new URL(origin).origin);
}

/** Why an address is refused as soon as it is given; names are looked up when something is sent. */
function targetFault(target: ChannelTarget, allowsLoopback: boolean): string | null {
  const url = target.kind === "mail" ? null : new URL(addressOf(target));
  if (url !== null && (url.username !== "" || url.password !== ""))
    return "The address holds a user's name or password: give those apart from it.";
  if (target.kind === "web_push" && url?.protocol !== "https:" && !allowsLoopback)
    return "A browser's push service speaks https.";
  const host = (target.kind === "mail" ? target.host : (url?.hostname ?? "")).replace(
    /^\[|\]$/g,
    "",
  );
  const fault = isIP(host) === 0 ? null : addressFault(host, { allowsLoopback });
  return fault === null ? null : `${host} ${fault}.`;
}

function addressOf(target: Exclude<ChannelTarget, { kind: "mail" }>): string {
  return target.kind === "web_push" ? target.endpoint : target.url;
}

/** Who gets to see a channel's token. */
function serverOf(target: ChannelTarget): string {
  if (target.kind !== "mail") return new URL(addressOf(target)).origin;
  return `${target.host}:${target.port} ${target.security}`;
}

function shownTarget(target: ChannelTarget): Channel["target"] {
  if (target.kind !== "web_push") return target;
  return { kind: "web_push", service: new URL(target.endpoint).hostname };
}
