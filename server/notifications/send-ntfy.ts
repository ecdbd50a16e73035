import type { ChannelTarget } from "#server/contracts/notification.ts";
import { type OutgoingRule, post, SendFault } from "#server/platform/outgoing-http.ts";
import { type Message, sendTimeoutMs } from "./message.ts";

/**
 * Publishes a message to a topic of an ntfy server, as JSON to its root. `sequence_id` is the delivery's id: a repeat
 * replaces what came before (ntfy 2.16 and later).
 *
 * @param token null where the topic is open to everyone
 * @throws SendFault
 */
export async function sendNtfy(
  { url, topic }: Extract<ChannelTarget, { kind: "ntfy" }>,
  token: string | null,
  message: Message,
  rule: OutgoingRule,
): Promise<void> {
  // It would go into a header.
  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    throw new SendFault("The token holds signs that no token has: give it again.", {
      isFinal: true,
    });
  const { deliveryId, title, lines, priority, tags, link } = message;
  const body = JSON.stringify({
    ...{ topic, title, message: lines.join("\n") || title, priority, tags },
    ...(link === null ? {} : { click: link }),
    sequence_id: deliveryId,
  });
  const headers = {
    "content-type": "application/json",
    "user-agent": "Chiffon",
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  await post({ url, headers, body, timeoutMs: sendTimeoutMs }, rule);
}
