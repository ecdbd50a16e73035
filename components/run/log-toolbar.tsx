"use client";

import {
  ArrowDownToLine,
  ChevronDown,
  ChevronUp,
  Clock,
  Copy,
  Download,
  type LucideIcon,
  Search,
  WrapText,
} from "lucide-react";
import type { KeyboardEvent, RefObject } from "react";

const tool =
  "inline-flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-md px-2 text-xs text-term-faint " +
  "hover:bg-white/10 hover:text-term-ink aria-pressed:bg-white/15 aria-pressed:text-term-ink pointer-fine:min-h-7 pointer-fine:min-w-7";

/** The search field of a log and the steps through what it finds. */
interface LogSearchControl {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** Search, follow, wrap, times, copy and download of a log. */
export function LogToolbar({
  search,
  matchText,
  isFollowing,
  onFollow,
  isWrapped,
  onWrap,
  hasTimes,
  onTimes,
  onCopy,
  downloadHref,
}: {
  readonly search: LogSearchControl;
  readonly matchText: string;
  readonly isFollowing: boolean;
  readonly onFollow: () => void;
  readonly isWrapped: boolean;
  readonly onWrap: () => void;
  readonly hasTimes: boolean;
  readonly onTimes: () => void;
  readonly onCopy: () => void;
  readonly downloadHref: string;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-1 border-b border-white/10 px-2 py-1 text-term-ink">
      <SearchField search={search} matchText={matchText} />
      <IconTool icon={ChevronUp} label="Previous match" onClick={() => search.onStep(-1)} />
      <IconTool icon={ChevronDown} label="Next match" onClick={() => search.onStep(1)} />
      <Switch icon={ArrowDownToLine} label="Follow" isOn={isFollowing} onClick={onFollow} />
      <Switch icon={WrapText} label="Wrap" isOn={isWrapped} onClick={onWrap} />
      <Switch icon={Clock} label="Times" isOn={hasTimes} onClick={onTimes} />
      <IconTool icon={Copy} label="Copy the output" onClick={onCopy} />
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

function SearchField({
  search: { text, onText, onStep, box },
  matchText,
}: {
  readonly search: LogSearchControl;
  readonly matchText: string;
}) {
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      onText("");
    }
  };
  return (
    <div className="flex min-w-0 flex-1 basis-44 items-center gap-1.5">
      <Search aria-hidden className="ml-1 size-3.5 shrink-0 text-term-faint" />
      <input
        ref={box}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={handleKey}
        aria-label="Search the output"
        placeholder="Search the output"
        spellCheck={false}
        className="h-9 min-w-0 flex-1 rounded bg-transparent text-base outline-offset-0 placeholder:text-term-faint pointer-fine:h-7 pointer-fine:text-xs"
      />
      {matchText ? (
        <span className="tabular text-xs whitespace-nowrap text-term-faint">{matchText}</span>
      ) : null}
    </div>
  );
}

interface ToolProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
}

function IconTool({ icon: Icon, label, onClick }: ToolProps) {
  return (
    <button type="button" className={tool} aria-label={label} title={label} onClick={onClick}>
      <Icon aria-hidden className="size-4" />
    </button>
  );
}

function Switch({ icon: Icon, label, isOn, onClick }: ToolProps & { readonly isOn: boolean }) {
  return (
    <button type="button" className={tool} aria-pressed={isOn} onClick={onClick}>
      <Icon aria-hidden className="size-3.5" />
      {label}
    </button>
  );
}
