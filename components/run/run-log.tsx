"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { copyText } from "#components/lib/clipboard.ts";
import { type RunLog as Log, runLogQuery } from "#components/lib/queries.ts";
import { areSingleLettersOn } from "#components/shell/shortcut-state.ts";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { plainText } from "./ansi.ts";
import { LogLine } from "./log-line.tsx";
import { LogSearch, nextMatch } from "./log-search.ts";
import { LogToolbar } from "./log-toolbar.tsx";
import { loadWholeLog, useLinesInView } from "./use-log-lines.ts";

const rowPx = 20;

interface RunLogProps {
  readonly runId: string;
  readonly requestId: string;
  /** New lines may still come: start at the end and follow. */
  readonly isLive: boolean;
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

function LogView({ runId, requestId, isLive, log }: RunLogProps & { readonly log: Log }) {
  const client = useQueryClient();
  const box = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const [isWrapped, setWrapped] = useState(false);
  const [marked, setMarked] = useState<number | null>(lineInAddress);
  const [isFollowing, setFollowing] = useState(isLive && lineInAddress() === null);
  const { search, setSearch, matches } = useLogSearch(runId, log);
  const matchSet = useMemo(() => new Set(matches), [matches]);

  const rows = useVirtualizer({
    count: log.lineCount,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 30,
  });
  const items = rows.getVirtualItems();
  useLinesInView(runId, log, {
    from: (items[0]?.index ?? 0) + 1,
    to: (items.at(-1)?.index ?? 0) + 1,
  });
  useEffect(() => {
    if (isFollowing && log.lineCount > 0) rows.scrollToIndex(log.lineCount - 1, { align: "end" });
  }, [rows, isFollowing, log.lineCount]);
  useEffect(() => {
    if (marked !== null) rows.scrollToIndex(marked - 1, { align: "center" });
  }, [rows, marked]);

  const go = (step: 1 | -1) => {
    const from = marked ?? (step === 1 ? 0 : log.lineCount + 1);
    const next = nextMatch(matches, from, step);
    if (next === null) return announce(search ? "Not found." : "Type what to search for first.");
    setFollowing(false);
    setMarked(next);
    announce(`Line ${next}: ${plainText(log.buffer.line(next) ?? "")}`);
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== box.current || !areSingleLettersOn()) return;
    if (event.key === "/") {
      event.preventDefault();
      searchBox.current?.focus();
    } else if (event.key.toLowerCase() === "n") {
      go(event.shiftKey ? -1 : 1);
    }
  };
  const wholeText = async () => {
    await loadWholeLog(client, runId);
    return textOf(log);
  };
  const copy = async () => {
    const isCopied = await copyText(await wholeText());
    announce(
      isCopied
        ? `${log.lineCount} lines copied.`
        : "Copying is not possible here: download it instead.",
    );
  };
  const index = marked === null ? -1 : matches.indexOf(marked);
  const position = index >= 0 ? `${index + 1} of ${matches.length}` : `${matches.length} found`;

  return (
    <div className="overflow-hidden rounded-lg bg-term">
      <LogToolbar
        search={search}
        onSearch={setSearch}
        onStep={go}
        matchText={position}
        searchBox={searchBox}
        isFollowing={isFollowing}
        onFollow={() => setFollowing(!isFollowing)}
        isWrapped={isWrapped}
        onWrap={() => setWrapped(!isWrapped)}
        onCopy={() => void copy()}
        downloadHref={`/api/v1/runs/${runId}/log/download`}
      />
      {log.cutLines > 0 ? (
        <p className="border-b border-white/10 px-3 py-1 text-xs text-[#efc978]">
          {log.cutLines} lines were cut: the run wrote more than is kept.
        </p>
      ) : null}
      <div
        ref={box}
        role="log"
        aria-label="Output"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onKeyDown={handleKey}
        onWheel={(event) => event.deltaY < 0 && setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        className="h-[min(55dvh,26rem)] overflow-auto overscroll-contain py-1 font-mono text-xs leading-5 text-term-ink -outline-offset-2"
      >
        {log.lineCount === 0 ? (
          <p className="px-4 py-2 text-term-faint">{isLive ? "No output yet." : "No output."}</p>
        ) : null}
        <div className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
          <div
            className={isWrapped ? "absolute inset-x-0" : "absolute left-0 min-w-full"}
            style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
          >
            {items.map((item) => (
              <div
                key={item.key}
                data-index={item.index}
                ref={isWrapped ? rows.measureElement : null}
              >
                <LogLine
                  number={item.index + 1}
                  text={log.buffer.line(item.index + 1)}
                  href={`/requests/${requestId}?run=${runId}#L${item.index + 1}`}
                  isWrapped={isWrapped}
                  isMarked={marked === item.index + 1}
                  isMatch={matchSet.has(item.index + 1)}
                  onMark={setMarked}
                />
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
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
  return { search, setSearch, matches };
}

function textOf({ buffer }: Log): string {
  const lines = Array.from(
    { length: buffer.lineCount },
    (_, index) => buffer.line(index + 1) ?? "",
  );
  return lines.map(plainText).join("\n");
}

/** The line a `#L120` address points at. */
function lineInAddress(): number | null {
  const match = /^#L(\d{1,9})$/.exec(window.location.hash);
  return match ? Number(match[1]) : null;
}
