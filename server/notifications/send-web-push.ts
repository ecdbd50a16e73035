import webPush from "web-push";
import type { ChannelTarget } from "#server/contracts/notification.ts";
import { type OutgoingRule, post, SendFault } from "#server/platform/outgoing-http.ts";
import { type Message, sendTimeoutMs } from "./message.ts";
import type { PushKeys } from "./push-keys.ts";

/** How long a push service keeps a message for a browser that is away. */
const keptSeconds = 24 * 3600;
/** What a push service takes, with room for what encryption adds. */
const maxText = 1_500;

/**
 * Sends a message to one browser through its push service, encrypted for that browser alone. The delivery's id is its
 * topic and its tag: a repeat replaces what came before.
 *
 * @throws SendFault
 */
export async function sendWebPush(
  { endpoint, p256dh, auth }: Extract<ChannelTarget, { kind: "web_push" }>,
  keys: PushKeys,
  message: Message,
  rule: OutgoingRule & { readonly contact: string },
): Promise<void> {
  const { deliveryId, title, lines, link, priority } = message;
  const text = lines.filter((line) => !line.startsWith("Audit head")).join("\n");
  const payload = JSON.stringify({
    ...{ title, body: text.slice(0, maxText), tag: deliveryId },
    path: link === null ? "/" : new URL(link).pathname,
  });
  const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: { subject: rule.contact, ...keys },
    TTL: keptSeconds,
    urgency: priority >= 4 ? "high" : "normal",
    topic: deliveryId.replaceAll("-", ""),
  });
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  try {
    await post(
      { url: endpoint, headers, body: request.body ?? "", timeoutMs: sendTimeoutMs },
      rule,
    );
  } catch (error) {
    if (error instanceof SendFault && /\((?:403|404|410)\)/.test(error.message))
      throw new SendFault(
        "This browser takes no more messages: its permission was withdrawn, or its data deleted. Delete this channel and turn it on again in that browser.",
        { isFinal: true, cause: error },
      );
    throw error;
  }
}
