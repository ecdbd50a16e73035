import type { MessagePart } from "#server/contracts/chat.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";

/** What came of a message. */
export interface Answered {
  readonly conversationId: string;
  readonly requestId: string;
  readonly messageId: string;
  /** Everything Chiffon has said to that request so far. */
  readonly parts: readonly MessagePart[];
  /** The same as one text. */
  readonly words: string;
}

interface Accepted {
  readonly conversationId: string;
  readonly requestId: string;
  readonly messageId: string;
}

interface ListedMessage {
  readonly requestId: string | null;
  readonly author: string;
  readonly parts: readonly MessagePart[];
}

/** Says something and waits until Chiffon has answered. */
export async function ask(
  client: ChiffonClient,
  message: string,
  more: {
    conversationId?: string;
    answer?: { requestId: string; key: string; value: string };
  } = {},
): Promise<Answered> {
  const accepted = await client.call<Accepted>("POST", "/api/chat?waitSeconds=25", {
    message,
    ...more,
  });
  const { messages } = await client.call<{ messages: ListedMessage[] }>(
    "GET",
    `/api/conversations/${accepted.conversationId}`,
  );
  const parts = messages
    .filter(({ author, requestId }) => author === "chiffon" && requestId === accepted.requestId)
    .flatMap(({ parts }) => parts);
  return { ...accepted, parts, words: JSON.stringify(parts) };
}

/** The question among the parts. @throws Error when nothing was asked */
export function questionIn(parts: readonly MessagePart[]) {
  const found = parts.filter((part) => part.kind === "question").at(-1);
  if (found?.kind !== "question") throw new Error(`no question in ${JSON.stringify(parts)}`);
  return found.question;
}
