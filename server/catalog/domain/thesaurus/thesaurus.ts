import { compact } from "../words.ts";
import { communication } from "./communication.ts";
import { infrastructure } from "./infrastructure.ts";
import { media } from "./media.ts";
import { monitoring } from "./monitoring.ts";
import { network } from "./network.ts";
import { office } from "./office.ts";
import { ordinaryNames } from "./ordinary-words.ts";
import { smarthome } from "./smarthome.ts";
import { software } from "./software.ts";
import { storage } from "./storage.ts";
import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** A self-hosted service that people ask for by name or by what it is for. */
export interface KnownService {
  /** Compact name; what entries and mentions are compared by. */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** What its category is for, in everyday words. */
  readonly words: string;
  /** What it is for itself. */
  readonly ownWords: string;
  /** Its name is also an ordinary word ("Ghost", "Plane"): believed only where the repository has it or it is capitalised. */
  readonly ordinaryWord: boolean;
}

const groups: readonly ThesaurusGroup[] = [
  ...monitoring,
  ...media,
  ...storage,
  ...office,
  ...communication,
  ...network,
  ...infrastructure,
  ...software,
  ...smarthome,
];

/** Reads a line `Name = alias, alias | more words`; a `*` before the name marks an ordinary word. */
function readLine(line: string, words: string): KnownService {
  const [names = "", extra = ""] = line.split("|");
  const [name = "", aliases = ""] = names.split("=");
  const plain = name.replace("*", "").trim();
  return {
    id: compact(plain),
    name: plain,
    aliases: aliases
      .split(",")
      .map((alias) => alias.trim())
      .filter(Boolean),
    words,
    ownWords: extra.trim(),
    ordinaryWord: name.trimStart().startsWith("*") || ordinaryNames.has(compact(plain)),
  };
}

/** Every service of the thesaurus. */
export const thesaurus: readonly KnownService[] = groups.flatMap((group) =>
  group.services
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => readLine(line, group.words)),
);

/** True for a compact name or alias that is an ordinary word too. */
export function isOrdinaryName(compactName: string): boolean {
  return ordinaryNames.has(compactName) || knownServices.get(compactName)?.ordinaryWord === true;
}

/** Services by compact name and compact alias. */
export const knownServices: ReadonlyMap<string, KnownService> = new Map([
  ...thesaurus.flatMap((service) =>
    service.aliases.map((alias) => [compact(alias), service] as const),
  ),
  ...thesaurus.map((service) => [service.id, service] as const),
]);
