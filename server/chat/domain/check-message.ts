import { messageMaxLength } from "#server/contracts/chat.ts";
import { AppError } from "#server/lib/app-error.ts";

/** Control characters other than tab and line breaks, and halves of characters: no person types them. */
const binary = /[^\P{Cc}\t\n]|\p{Cs}|\ufffd/u;
/** Characters that hide or reorder what a person reads. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/**
 * Checks what arrived as a message and returns its text: trimmed, normalised, without invisible characters. Markup is
 * ordinary text here and is shown as text.
 *
 * @throws message_empty, message_too_long, message_not_text
 */
export function checkMessage(message: unknown): string {
  if (typeof message !== "string") throw new AppError("message_not_text");
  if (message.length > messageMaxLength * 4) throw new AppError("message_too_long");
  const text = message.normalize("NFC").replace(invisible, "").replace(/\r\n?/g, "\n").trim();
  if (text === "") throw new AppError("message_empty");
  if (text.length > messageMaxLength) throw new AppError("message_too_long");
  if (binary.test(text)) throw new AppError("message_not_text");
  return text;
}

const maxTitle = 60;
const opening =
  /^(?:(?:hi|hello|hey|ok|okay|chiffon)\b[\s,.!]*|(?:please|pls|can you|could you|would you|i want you to|i(?: would|'d)? like (?:you )?to|i want to|we need to|let's)\s+)+/i;
const closing = /(?:[\s,]+(?:please|pls|thanks|thank you))?[\s.!,;:]*$/i;

/**
 * A conversation's title until a plan gives it one: what its first line asks for, without greeting and courtesy, at most
 * 60 characters, cut between words.
 */
export function titleFrom(text: string): string {
  const line = text.split("\n", 1)[0] ?? text;
  const bare = line.replace(opening, "").replace(closing, "").replace(/\s+/g, " ").trim();
  const words = bare === "" ? line : `${bare.charAt(0).toUpperCase()}${bare.slice(1)}`;
  if (words.length <= maxTitle) return words;
  const space = words.lastIndexOf(" ", maxTitle - 1);
  return `${words.slice(0, space > maxTitle / 2 ? space : maxTitle - 1)}…`;
}
