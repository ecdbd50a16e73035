import { compact } from "../words.ts";
import { ordinaryNames } from "./ordinary-words.ts";
import { homeProducts } from "./products/home.ts";
import { infrastructureProducts } from "./products/infrastructure.ts";
import { workProducts } from "./products/work.ts";

/** A self-hosted service that people ask for by name or by what it is for. */
export interface KnownService {
  /** Compact name; what entries and mentions are compared by. */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** What people say who want it, in everyday words. */
  readonly words: string;
  /** Its name is also an ordinary word ("Ghost", "Plane"): believed only where the repository has it or it is capitalised. */
  readonly ordinaryWord: boolean;
}

/** Reads a line `Name = alias, alias | words`; a `*` before the name marks an ordinary word. */
function readLine(line: string): KnownService {
  const [names = "", words = ""] = line.split("|");
  const [name = "", aliases = ""] = names.split("=");
  const plain = name.replace("*", "").trim();
  return {
    id: compact(plain),
    name: plain,
    aliases: aliases
      .split(",")
      .map((alias) => alias.trim())
      .filter(Boolean),
    words: words.trim(),
    ordinaryWord: name.trimStart().startsWith("*") || ordinaryNames.has(compact(plain)),
  };
}

/** Every service of the thesaurus. */
export const thesaurus: readonly KnownService[] = [
  homeProducts,
  workProducts,
  infrastructureProducts,
].flatMap((products) => products.trim().split("\n").filter(Boolean).map(readLine));

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
