import { createInterface } from "node:readline";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { answerRequest } from "#server/matching/domain/match-answer.ts";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
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
  await opened.close();
  const index = buildMatchIndex(scan.entries.map((entry, at) => ({ ...entry, id: String(at) })));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    process.stdout.write(`${answer(index, line)}\n`);
  }
}

function answer(index: ReturnType<typeof buildMatchIndex>, line: string): string {
  const asked = readLine(line);
  return JSON.stringify({ id: asked.id, ...answerRequest(index, asked.request) });
}

/** A line that is no JSON object with a request asks for nothing: every line gets its answer. */
function readLine(line: string): { id: unknown; request: string } {
  try {
    const asked: unknown = JSON.parse(line);
    if (typeof asked !== "object" || asked === null) return { id: null, request: "" };
    const request: unknown = Reflect.get(asked, "request");
    return {
      id: Reflect.get(asked, "id") ?? null,
      request: typeof request === "string" ? request : "",
    };
  } catch {
    return { id: null, request: "" };
  }
}

process.stdout.on("error", () => process.exit(0));
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
