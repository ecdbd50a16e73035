import type { ChoosableEntry } from "#server/contracts/ai.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Intent } from "./intent.ts";

/** Ids a model may choose among: the best of each intent, then the second of each; the last are what a prompt lacks room for. */
export function nearestInTurn(intents: readonly Pick<Intent, "nearest">[]): string[] {
  const longest = Math.max(0, ...intents.map(({ nearest }) => nearest.length));
  const turns = Array.from({ length: longest }, (_, at) =>
    intents.flatMap(({ nearest }) => nearest[at] ?? []),
  );
  return [...new Set(turns.flat())];
}

/** What a model is told of an entry; secret variables are not. */
export function choosable(
  entry: Pick<
    CatalogEntry,
    "id" | "name" | "path" | "service" | "description" | "verbs" | "variables"
  >,
): ChoosableEntry {
  return {
    entryId: entry.id,
    name: entry.name,
    path: entry.path,
    service: entry.service,
    description: entry.description,
    verbs: entry.verbs,
    variables: entry.variables
      .filter((variable) => !variable.secret)
      .map(({ name, type, choices, description }) => ({ name, type, choices, description })),
  };
}
