import type { MessagePart } from "#server/contracts/chat.ts";
import type { UnattendedResult, UnattendedRun } from "#server/contracts/unattended.ts";
import { text } from "#server/lib/message-parts.ts";
import { formatDuration, plural } from "#server/lib/units.ts";

const words: Readonly<Record<UnattendedResult["result"], string>> = {
  done: "done",
  answered: "answered",
  failed: "failed",
  needs_review: "needs a review",
  waits_for_person: "waits for a person",
  ended: "ended without running",
  still_going: "still going",
};

type Reported = Pick<UnattendedRun, "requests" | "results">;

/** "3 of 5 asked: 2 done, 1 waits for a person". */
export function progressLine({ requests, results }: Reported): string {
  const counts = new Map<string, number>();
  for (const { result } of results) counts.set(words[result], (counts.get(words[result]) ?? 0) + 1);
  const parts = [...counts].map(([word, count]) => `${count} ${word}`);
  const asked = `${results.length} of ${plural(requests.length, "request")} asked`;
  return parts.length === 0 ? asked : `${asked}: ${parts.join(", ")}`;
}

/** What is said at the end: why it stopped, and each request with its result and how long it took. */
export function report(run: Reported & { readonly stopReason: string }): MessagePart[] {
  const summary = text(`The unattended run is over. ${run.stopReason} ${progressLine(run)}.`);
  if (run.results.length === 0) return [summary];
  const table: MessagePart = {
    kind: "table",
    title: "What became of each",
    columns: ["Request", "Result", "Took"],
    rows: run.results.map((one) => [one.text, words[one.result], formatDuration(one.seconds)]),
    links: run.results
      .filter(({ result }) => result !== "done" && result !== "answered")
      .map((one) => ({ label: one.text, href: `/requests/${one.requestId}` })),
  };
  return [summary, table];
}
