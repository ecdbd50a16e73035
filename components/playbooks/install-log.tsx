"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { installLogQuery } from "#components/lib/catalog-queries.ts";
import { LogLine } from "#components/run/log-line.tsx";
import { useTopic } from "#components/shell/live.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";

/** What an install prints, as it comes; its newest lines in view. */
export function InstallLog({ installId }: { readonly installId: string }) {
  const { data, error, refetch } = useQuery(installLogQuery(installId));
  useTopic(`install:${installId}`, data?.seq);
  const box = useRef<HTMLDivElement>(null);
  const count = data?.lines.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the end
  useEffect(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [count]);
  if (!data)
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton lines={3} />
    );
  return (
    <div
      ref={box}
      role="log"
      aria-label="Output of the install"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="max-h-64 overflow-auto overscroll-contain rounded-lg bg-term py-1 font-mono text-xs leading-5 text-term-ink"
    >
      {count === 0 ? <p className="px-4 text-term-faint">No output yet.</p> : null}
      {data.lines.map(({ line, text }) => (
        <LogLine
          key={line}
          number={line}
          text={text}
          href={`#L${line}`}
          time={null}
          isWrapped
          isMarked={false}
          isMatch={false}
          onMark={ignoreMark}
        />
      ))}
    </div>
  );
}

/** Lines of an install have no addresses of their own. */
const ignoreMark = () => undefined;
