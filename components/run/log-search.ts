import type { LogBuffer } from "#components/lib/log-buffer.ts";
import { plainText } from "./ansi.ts";

/**
 * Finds the lines that hold a text, going on where it left off: new lines cost only themselves. Upper and lower case
 * are the same.
 */
export class LogSearch {
  readonly #needle: string;
  readonly #matches: number[] = [];
  #scannedTo = 0;

  constructor(text: string) {
    this.#needle = text.toLowerCase();
  }

  /** Numbers of the matching lines, up to the first line the buffer does not hold. */
  extend(buffer: LogBuffer): readonly number[] {
    for (let number = this.#scannedTo + 1; number <= buffer.lineCount; number += 1) {
      const line = buffer.line(number);
      if (line === undefined) break;
      if (plainText(line).toLowerCase().includes(this.#needle)) this.#matches.push(number);
      this.#scannedTo = number;
    }
    return this.#matches;
  }
}

/** The match after (or before) a line, going round at the ends; null without any. */
export function nextMatch(matches: readonly number[], line: number, step: 1 | -1): number | null {
  if (matches.length === 0) return null;
  const next =
    step === 1 ? matches.find((match) => match > line) : matches.findLast((match) => match < line);
  return next ?? (step === 1 ? matches[0] : matches.at(-1)) ?? null;
}
