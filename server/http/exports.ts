import { stripVTControlCharacters } from "node:util";
import type { Query } from "#server/contracts/api.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import type { EdgeServices } from "./edge-services.ts";

const pageSize = 1_000;
const linesPerRead = 5_000;

type Filters = Omit<Query<"exportAudit">, "format">;

/** The entries that match, as a file: CSV or a JSON array. Read page by page while the client takes it. */
export function auditExport(
  audit: EdgeServices["audit"],
  { format, ...filters }: Query<"exportAudit">,
): Response {
  switch (format) {
    case "csv":
      return attachment(audit.csv(filters), "chiffon-audit.csv", "text/csv; charset=utf-8");
    case "json":
      return attachment(
        jsonArray(audit, filters),
        "chiffon-audit.json",
        "application/json; charset=utf-8",
      );
  }
}

/** The kept output of a run as plain text, one line each. @throws not_found */
export async function runLogDownload(
  execution: EdgeServices["execution"],
  runId: string,
): Promise<Response> {
  // Asked before the first byte: a run that does not exist is an answer, not an empty file.
  const first = await execution.runLog(runId, { fromLine: 1, count: linesPerRead });
  return attachment(
    logText(execution, runId, first),
    `chiffon-run-${runId}.txt`,
    "text/plain; charset=utf-8",
  );
}

/** What went wrong in a failed request, as Markdown. @throws not_found */
export async function postMortemDownload(
  postMortems: EdgeServices["postMortems"],
  requestId: string,
): Promise<Response> {
  return new Response(await postMortems.markdown(requestId), {
    headers: fileHeaders(`chiffon-post-mortem-${requestId}.md`, "text/markdown; charset=utf-8"),
  });
}

async function* jsonArray(audit: EdgeServices["audit"], filters: Filters): AsyncGenerator<string> {
  let separator = "[\n";
  for (let cursor: string | undefined; ; ) {
    const page = await audit.query({ ...filters, limit: pageSize, cursor });
    for (const entry of page.entries) {
      yield `${separator}${JSON.stringify(renameKeys(entry, snake))}`;
      separator = ",\n";
    }
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* logText(
  execution: EdgeServices["execution"],
  runId: string,
  first: Awaited<ReturnType<EdgeServices["execution"]["runLog"]>>,
): AsyncGenerator<string> {
  for (let page = first; page.lines.length > 0; ) {
    yield page.lines.map(({ text }) => `${withoutEscapes(text)}\n`).join("");
    const next = (page.lines.at(-1)?.line ?? 0) + 1;
    if (next > page.lineCount) return;
    page = await execution.runLog(runId, { fromLine: next, count: linesPerRead });
  }
}

/** A file that is printed on a terminal must not be able to move its cursor or rename its window. */
function withoutEscapes(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\t]/gu, "\u{fffd}");
}

function attachment(parts: AsyncGenerator<string>, fileName: string, type: string): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(stream, { headers: fileHeaders(fileName, type) });
}

function fileHeaders(fileName: string, type: string): Record<string, string> {
  return {
    "content-type": type,
    "content-disposition": `attachment; filename="${fileName}"`,
  };
}
