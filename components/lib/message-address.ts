/** The address of a message in its conversation; without a message, of the conversation's end. */
export function messageHref(conversationId: string, messageId: string | null): string {
  return messageId === null ? `/?c=${conversationId}` : `/?c=${conversationId}&m=${messageId}`;
}

/** The id that a message has on the page. */
export const messageElementId = (messageId: string): string => `m-${messageId}`;
