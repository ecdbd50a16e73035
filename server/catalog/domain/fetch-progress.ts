import type { FetchProgress } from "#server/contracts/playbook.ts";

const stages: Readonly<Record<string, FetchProgress["stage"]>> = {
  "remote:": "preparing",
  receiving: "receiving",
  // What git says instead of both where there is little to fetch.
  unpacking: "receiving",
  resolving: "resolving",
};

/** How far a fetch is, from the first word and the per cent of a line of git's; null for other lines. */
export function progressOf(firstWord: string, percent: number): FetchProgress | null {
  const stage = Object.hasOwn(stages, firstWord) ? stages[firstWord] : undefined;
  if (stage === undefined || !Number.isFinite(percent)) return null;
  return { stage, percent: Math.min(100, Math.max(0, Math.round(percent))) };
}
