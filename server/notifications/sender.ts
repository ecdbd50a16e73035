import { randomUUID } from "node:crypto";
import { isAppError } from "#server/lib/app-error.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { SendFault } from "#server/platform/outgoing-http.ts";
import type { Database } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import type { StoredChannel } from "./channels-repository.ts";
import type { TakenDelivery } from "./deliveries-repository.ts";
import { notificationWords, priorityOf, tagsOf } from "./domain/notification-words.ts";
import type { Message } from "./message.ts";
import { findOrigin } from "./notifications-repository.ts";
import type { PushKeyStore } from "./push-keys.ts";
import { sendMail } from "./send-mail.ts";
import { sendNtfy } from "./send-ntfy.ts";
import { sendWebPush } from "./send-web-push.ts";
import { sendWebhook } from "./send-webhook.ts";

/** Push services want to know whom to write to; a real address is nobody's business. */
const nobody = "mailto:chiffon@example.com";

/** Sends messages through channels of every kind. */
export class Sender {
  private readonly deps: {
    readonly db: Database;
    readonly clock: Clock;
    readonly people: Pick<PeopleService, "rolesOf">;
    readonly secrets: Pick<SecretsService, "openFor">;
    readonly pushKeys: Pick<PushKeyStore, "read">;
    /** Chiffon's address as its owner set it; null: as it was seen last. */
    readonly publicUrl: string | null;
  };

  constructor(deps: Sender["deps"]) {
    this.deps = deps;
  }

  /** Chiffon's own address for whoever reads a message elsewhere; null while nobody knows it. */
  async address(): Promise<string | null> {
    const { publicUrl, db } = this.deps;
    return publicUrl === null ? findOrigin(db) : new URL(publicUrl).origin;
  }

  /** The message of a delivery. */
  async messageOf({ id, notification }: TakenDelivery): Promise<Message> {
    const { kind, facts, path, at } = notification;
    const address = await this.address();
    return {
      ...{ deliveryId: id, notificationId: notification.id, kind, at, facts },
      ...notificationWords(kind, facts),
      link: address === null ? null : `${address}${path}`,
      priority: priorityOf(kind, facts),
      tags: tagsOf(kind, facts),
    };
  }

  /** A message that only says that it came. */
  async testMessage(name: string): Promise<Message> {
    const address = await this.address();
    return {
      ...{ deliveryId: randomUUID(), notificationId: randomUUID(), kind: "test", facts: null },
      ...{ at: this.deps.clock.now(), title: "A test from Chiffon", priority: 3, tags: ["bell"] },
      lines: [`The channel "${name}" works.`],
      link: address === null ? null : `${address}/settings#notifications`,
    };
  }

  /** @throws SendFault */
  async send(channel: StoredChannel, message: Message): Promise<void> {
    try {
      await this.sendBy(channel, message);
    } catch (error) {
      if (!isAppError(error, "secret_unreadable")) throw error;
      throw new SendFault(
        "Its token or password can't be read: put the key file back that it was stored with, or give it to the channel again.",
        { isFinal: true, cause: error },
      );
    }
  }

  private async sendBy(channel: StoredChannel, message: Message): Promise<void> {
    const { id, target, sealed } = channel;
    const secret = sealed === null ? null : await this.deps.secrets.openFor(id, sealed);
    const rule = { allowsLoopback: await this.isOfAdmin(channel) };
    switch (target.kind) {
      case "webhook":
        return sendWebhook(target, secret ?? "", message, {
          ...rule,
          now: this.deps.clock.now(),
        });
      case "ntfy":
        return sendNtfy(target, secret, message, rule);
      case "mail":
        return sendMail(target, secret, message, rule);
      case "web_push": {
        const address = await this.address();
        const contact = address?.startsWith("https:") === true ? address : nobody;
        return sendWebPush(target, await this.deps.pushKeys.read(), message, { ...rule, contact });
      }
    }
  }

  private async isOfAdmin({ personId }: StoredChannel): Promise<boolean> {
    if (personId === null) return true;
    return (await this.deps.people.rolesOf([personId])).get(personId) === "admin";
  }
}
