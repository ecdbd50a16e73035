"use client";

import {
  ArrowDownToLine,
  ChevronDown,
  ChevronUp,
  Copy,
  Download,
  Search,
  WrapText,
} from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";
import { classNames } from "#components/ui/class-names.ts";

const tool =
  "inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-md px-2 text-xs text-term-faint " +
  "hover:bg-white/10 hover:text-term-ink aria-pressed:bg-white/15 aria-pressed:text-term-ink pointer-fine:min-h-7 pointer-fine:min-w-7";

/** Search, follow, wrap, copy and download of a log. */
export function LogToolbar({
  search,
  onSearch,
  onStep,
  matchText,
  searchBox,
  isFollowing,
  onFollow,
  isWrapped,
  onWrap,
  onCopy,
  downloadHref,
}: {
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly matchText: string;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly isFollowing: boolean;
  readonly onFollow: () => void;
  readonly isWrapped: boolean;
  readonly onWrap: () => void;
  readonly onCopy: () => void;
  readonly downloadHref: string;
}) {
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      onSearch("");
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-x-1 border-b border-white/10 px-2 py-1 text-term-ink">
      <div className="flex min-w-0 flex-1 basis-44 items-center gap-1.5">
        <Search aria-hidden className="ml-1 size-3.5 shrink-0 text-term-faint" />
        <input
          ref={searchBox}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={handleKey}
          aria-label="Search the output"
          placeholder="Search the output"
          spellCheck={false}
          className="h-9 min-w-0 flex-1 rounded bg-transparent text-base outline-offset-0 placeholder:text-term-faint pointer-fine:h-7 pointer-fine:text-xs"
        />
        {search ? (
          <span className="tabular text-xs whitespace-nowrap text-term-faint">{matchText}</span>
        ) : null}
      </div>
      <button
        type="button"
        className={tool}
        aria-label="Previous match"
        title="Previous match"
        onClick={() => onStep(-1)}
      >
        <ChevronUp aria-hidden className="size-4" />
      </button>
      <button
        type="button"
        className={tool}
        aria-label="Next match"
        title="Next match"
        onClick={() => onStep(1)}
      >
        <ChevronDown aria-hidden className="size-4" />
      </button>
      <button
        type="button"
        className={classNames(tool)}
        aria-pressed={isFollowing}
        onClick={onFollow}
      >
        <ArrowDownToLine aria-hidden className="size-3.5" />
        Follow
      </button>
      <button type="button" className={tool} aria-pressed={isWrapped} onClick={onWrap}>
        <WrapText aria-hidden className="size-3.5" />
        Wrap
      </button>
      <button
        type="button"
        className={tool}
        aria-label="Copy the output"
        title="Copy the output"
        onClick={onCopy}
      >
        <Copy aria-hidden className="size-3.5" />
      </button>
      <a
        href={downloadHref}
        download
        className={tool}
        aria-label="Download the output"
        title="Download the output"
      >
        <Download aria-hidden className="size-3.5" />
      </a>
    </div>
  );
}
