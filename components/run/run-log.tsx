"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { downloadHref } from "#components/lib/api-client.ts";
import { copyText } from "#components/lib/clipboard.ts";
import { type RunLog as Log, runLogQuery } from "#components/lib/run-queries.ts";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { plainText } from "./ansi.ts";
import { LogRows } from "./log-rows.tsx";
import { LogSearch, nextMatch } from "./log-search.ts";
import { LogToolbar } from "./log-toolbar.tsx";
import { loadWholeLog } from "./use-log-lines.ts";

interface RunLogProps {
  readonly runId: string;
  readonly requestId: string;
  /** New lines may still come: start at the end and follow. */
  readonly isLive: boolean;
  /** It wrote something, whether that is still kept or not. */
  readonly hasWritten: boolean;
}

/** A run's output: real rows, only those in view, smooth at any length. */
export function RunLog(props: RunLogProps) {
  const { data, error, refetch } = useQuery(runLogQuery(props.runId));
  if (data) return <LogView {...props} log={data} />;
  return error ? (
    <ErrorState error={error} onRetry={() => void refetch()} />
  ) : (
    <Skeleton lines={5} />
  );
}

function LogView({ log, ...props }: RunLogProps & { readonly log: Log }) {
  const { runId, requestId, isLive } = props;
  const searchBox = useRef<HTMLInputElement>(null);
  const [isWrapped, setWrapped] = useState(false);
  const [hasTimes, setTimes] = useState(false);
  const [marked, setMarked] = useState<number | null>(lineInAddress);
  const [isFollowing, setFollowing] = useState(isLive && lineInAddress() === null);
  const { search, setSearch, matches, findAll } = useLogSearch(runId, log);
  const searchAnew = (text: string) => {
    // What was found before says nothing about where to begin.
    setMarked(null);
    setSearch(text);
  };
  const copy = useCopyLog(runId, log);

  const go = async (step: 1 | -1) => {
    const from = marked ?? (step === 1 ? 0 : log.lineCount + 1);
    const next = nextMatch(await findAll(), from, step);
    if (next === null) return announce(search ? "Not found." : "Type what to search for first.");
    setFollowing(false);
    setMarked(next);
    announce(`Line ${next}: ${plainText(log.buffer.line(next) ?? "")}`);
  };
  return (
    <div className="overflow-hidden rounded-lg bg-term">
      <LogToolbar
        search={{
          text: search,
          onText: searchAnew,
          onStep: (step) => void go(step),
          box: searchBox,
        }}
        matchText={search ? matchText(matches, marked) : ""}
        isFollowing={isFollowing}
        onFollow={() => setFollowing(!isFollowing)}
        isWrapped={isWrapped}
        onWrap={() => setWrapped(!isWrapped)}
        hasTimes={hasTimes}
        onTimes={() => setTimes(!hasTimes)}
        onCopy={() => void copy()}
        downloadHref={downloadHref("downloadRunLog", { params: { id: runId } })}
      />
      <LogNotes log={log} {...props} />
      <LogRows
        runId={runId}
        requestId={requestId}
        log={log}
        sight={{ isWrapped, hasTimes, isFollowing, marked, matches }}
        onMark={setMarked}
        onScrollAway={() => setFollowing(false)}
        onKey={(key) => (key === "/" ? searchBox.current?.focus() : void go(key === "n" ? 1 : -1))}
      />
    </div>
  );
}

/** What is to say about a log beside its lines. */
function LogNotes({ log, isLive, hasWritten }: RunLogProps & { readonly log: Log }) {
  return (
    <>
      {log.cutLines > 0 ? (
        <p className="border-b border-white/10 px-3 py-1 text-xs text-[#efc978]">
          {log.cutLines} lines were dropped: the run wrote more than is kept.
        </p>
      ) : null}
      {log.lineCount === 0 ? (
        <p className="px-4 pt-3 font-mono text-xs text-term-faint">
          {emptyWords({ isLive, hasWritten })}
        </p>
      ) : null}
    </>
  );
}

function emptyWords({ isLive, hasWritten }: Pick<RunLogProps, "isLive" | "hasWritten">): string {
  if (isLive) return "No output yet.";
  return hasWritten
    ? "This output was removed: it is kept for 90 days, unless CHIFFON_KEEP_DAYS or CHIFFON_KEEP_GIB says otherwise."
    : "No output.";
}

/** "3 of 12", or how many were found while none of them is marked. */
function matchText(matches: readonly number[], marked: number | null): string {
  const index = marked === null ? -1 : matches.indexOf(marked);
  return index >= 0 ? `${index + 1} of ${matches.length}` : `${matches.length} found`;
}

/** Copies the whole log, fetching what is not here yet, and says how that went. */
function useCopyLog(runId: string, log: Log): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await loadWholeLog(client, runId);
    const isCopied = await copyText(await textOf(log));
    announce(
      isCopied
        ? `${log.lineCount} lines copied.`
        : "Copying is not possible here: download it instead.",
    );
  };
}

/** The search and what it found so far; searching fetches the lines that are not here yet. */
function useLogSearch(runId: string, log: Log) {
  const client = useQueryClient();
  const [search, setText] = useState("");
  const finder = useMemo(() => (search ? new LogSearch(search) : null), [search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buffer is mutable, its version says when it changed
  const matches = useMemo(
    () => [...(finder?.extend(log.buffer) ?? [])],
    [finder, log.buffer, log.version],
  );
  const setSearch = (text: string) => {
    setText(text);
    if (text) void loadWholeLog(client, runId).catch(() => undefined);
  };
  /** What the whole log holds: a key may be pressed before the lines that are not here yet have come. */
  const findAll = async () => {
    if (finder === null) return [];
    await loadWholeLog(client, runId).catch(() => undefined);
    return [...finder.extend(log.buffer)];
  };
  return { search, setSearch, matches, findAll };
}

/** Lines worked on between two frames. */
const linesAtOnce = 2000;

/** The whole output as text. A long one is put together in pieces, between which the page is drawn. */
async function textOf({ buffer }: Log): Promise<string> {
  const lines: string[] = [];
  for (let number = 1; number <= buffer.lineCount; number += 1) {
    lines.push(plainText(buffer.line(number) ?? ""));
    if (number % linesAtOnce === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return lines.join("\n");
}

/** The line a `#L120` address points at. */
function lineInAddress(): number | null {
  const match = /^#L(\d{1,9})$/.exec(window.location.hash);
  return match ? Number(match[1]) : null;
}
