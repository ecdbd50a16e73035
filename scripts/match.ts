import { createInterface } from "node:readline";
import { buildMatchIndex } from "#server/catalog/domain/match-index.ts";
import { match } from "#server/catalog/domain/matcher.ts";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { openFolder, readOption } from "./catalog/open-folder.ts";

/**
 * `npm run -s match -- --repo DIR`: answers JSON lines `{"id","request"}` from standard input with one JSON line each:
 * what the planner would do with the request, without server or database.
 */
async function main(): Promise<void> {
  const opened = await openFolder(readOption("--repo"));
  const thread = new ScanThread();
  const scan = await thread.scan(opened.repository, opened.name, opened.treeId);
  await thread.close();
  opened.close();
  const index = buildMatchIndex(scan.entries.map((entry, at) => ({ ...entry, id: String(at) })));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    process.stdout.write(`${answer(index, line)}\n`);
  }
}

function answer(index: ReturnType<typeof buildMatchIndex>, line: string): string {
  const asked: unknown = JSON.parse(line);
  const field = (name: string): unknown =>
    typeof asked === "object" && asked !== null ? Reflect.get(asked, name) : undefined;
  const result = match(index, String(field("request") ?? ""));
  return JSON.stringify({
    id: field("id") ?? null,
    decision: result.decision,
    intents: result.intents.map((intent) => ({
      text: intent.text,
      verb: intent.verb,
      candidates: intent.candidates.map(({ path, name, confidence }) => ({
        path,
        name,
        confidence,
      })),
    })),
  });
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
