import path from "node:path";
import { fileURLToPath } from "node:url";
import type { SuggestionReport } from "#server/contracts/review.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import { SuggestionsService } from "#server/suggestions/suggestions-service.ts";
import { readOption } from "./catalog/open-folder.ts";
import { dataDirOf } from "./setup/data-dir.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * `npm run -s suggest -- --repo DIR --path FILE --json`: what could be better in one playbook or task file of a
 * repository, as it lies in the folder, with proven patches. Needs neither server nor database; changes nothing.
 */
async function main(): Promise<void> {
  const service = new SuggestionsService({
    searchPath: process.env["PATH"] ?? "",
    hiddenPaths: [dataDirOf(process.env), path.join(root, ".env"), path.join(root, ".env.local")],
  });
  const stop = new AbortController();
  // What it made is removed then as well.
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => stop.abort(new Error("Stopped.")));
  const { signal } = stop;
  const report = await service.suggest({
    ...{ treePath: readOption("--repo"), path: readFile(), signal },
  });
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify(renameKeys(report, snake))}\n`);
  else process.stdout.write(readable(report));
}

function readFile(): string {
  const value = process.argv[process.argv.indexOf("--path") + 1];
  if (!process.argv.includes("--path") || value === undefined)
    throw new Error("usage: npm run -s suggest -- --repo DIR --path FILE [--json]");
  return value;
}

function readable({
  path: name,
  suggestions,
  patch,
  notes,
  lintVersion,
}: SuggestionReport): string {
  const amount = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
  const blocks = suggestions.map(
    ({ category, rule, reason, line, severity, evidence, covered }) => {
      const mended = covered ? " · in the patch" : "";
      const quoted = evidence.replaceAll(/^/gm, "    | ");
      return `${name}:${line} ${severity} · ${category} · ${rule}${mended}\n    ${reason}\n${quoted}\n`;
    },
  );
  const mends = patch === null ? [] : [`The patch mends ${patch.fixes}, proven:\n\n${patch.diff}`];
  const head = `${amount} (ansible-lint ${lintVersion})\n`;
  return [head, ...blocks, ...notes.map((note) => `${note}\n`), ...mends].join("\n");
}

process.stdout.on("error", () => process.exit(0));
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
