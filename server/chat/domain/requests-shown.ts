import type { Message } from "#server/contracts/chat.ts";

/** The requests that messages belong to or show a card, a question or an outcome of; each once, in order of mention. */
export function requestsShown(messages: readonly Message[]): string[] {
  const requestIds = messages.flatMap(({ requestId, parts }) => [
    requestId,
    ...parts.map((part) => ("requestId" in part ? part.requestId : null)),
  ]);
  return [...new Set(requestIds)].filter((requestId) => requestId !== null);
}
