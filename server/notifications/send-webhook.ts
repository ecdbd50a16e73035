import { createHmac } from "node:crypto";
import type { ChannelTarget } from "#server/contracts/notification.ts";
import { type OutgoingRule, post } from "#server/platform/outgoing-http.ts";
import { type Message, sendTimeoutMs } from "./message.ts";

/**
 * Posts a message as JSON, signed as webhooks are that come in: `x-chiffon-signature: t=SECONDS,v1=HEX` over
 * `SECONDS.BODY` with the channel's secret. `idempotency-key` is the delivery's id.
 *
 * @throws SendFault
 */
export async function sendWebhook(
  { url }: Extract<ChannelTarget, { kind: "webhook" }>,
  secret: string,
  message: Message,
  rule: OutgoingRule & { readonly now: Date },
): Promise<void> {
  const { deliveryId, notificationId, kind, at, title, lines, link, facts } = message;
  const body = JSON.stringify({
    ...{ id: notificationId, delivery_id: deliveryId, kind, at: at.toISOString() },
    ...{ title, text: lines.join("\n"), link },
    ...(facts === null
      ? {}
      : {
          ...{ action: facts.action, hosts: facts.hosts, host_count: facts.hostCount },
          ...{ risk: facts.risk, asked_by: facts.asker, outcome: facts.outcome },
          ...{ reason: facts.reason, audit_head: facts.headHash },
        }),
  });
  const seconds = Math.floor(rule.now.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  const headers = {
    "content-type": "application/json",
    "user-agent": "Chiffon",
    "x-chiffon-signature": `t=${seconds},v1=${signature}`,
    "idempotency-key": deliveryId,
  };
  await post({ url, headers, body, timeoutMs: sendTimeoutMs }, rule);
}
