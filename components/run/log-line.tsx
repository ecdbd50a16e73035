import { memo } from "react";
import { timeOfDayText } from "#components/lib/time-text.ts";
import { classNames } from "#components/ui/class-names.ts";
import { type AnsiSpan, parseAnsi } from "./ansi.ts";

/** Longest stretch of one line that is drawn; the whole line is in the download. */
const maxDrawn = 4000;

/** Terminal colours on the dark log ground, each readable there. */
const palette = [
  "#8d8590",
  "#ff8f8a",
  "#7fd8a4",
  "#efc978",
  "#86bdf7",
  "#e2a3dc",
  "#74d6dd",
  "#e7e1e8",
  "#a59ca8",
  "#ffb0ab",
  "#a5ebc1",
  "#ffe0a0",
  "#afd4ff",
  "#f3c3ee",
  "#a2eff4",
  "#ffffff",
];

function cssColor(color: string | null): string | undefined {
  if (color === null) return undefined;
  return color.includes(",") ? `rgb(${color})` : palette[Number(color)];
}

/** One line of output as text nodes. `undefined` text is still on its way. */
export const LogLine = memo(function LogLine({
  number,
  text,
  href,
  time,
  isWrapped,
  isMarked,
  isMatch,
  onMark,
}: {
  readonly number: number;
  readonly text: string | undefined;
  readonly href: string;
  /** When it was written down; empty where that is not known, null where nobody asks. */
  readonly time: string | null;
  readonly isWrapped: boolean;
  readonly isMarked: boolean;
  readonly isMatch: boolean;
  readonly onMark: (number: number) => void;
}) {
  const isLong = text !== undefined && text.length > maxDrawn;
  return (
    <div
      className={classNames(
        "flex min-h-5 pr-4",
        isMarked && "bg-[oklch(0.45_0.09_345/0.55)]",
        !isMarked && isMatch && "bg-[oklch(0.5_0.09_85/0.35)]",
      )}
    >
      <a
        href={href}
        tabIndex={-1}
        onClick={(event) => {
          event.preventDefault();
          onMark(number);
        }}
        aria-label={`Line ${number}`}
        className="tabular sticky left-0 w-14 shrink-0 bg-term pr-3 text-right text-term-faint select-none hover:text-term-ink"
      >
        {number}
      </a>
      {time === null ? null : (
        <span className="tabular w-[4.5rem] shrink-0 text-term-faint select-none">
          {time === "" ? "" : <time dateTime={time}>{timeOfDayText(time)}</time>}
        </span>
      )}
      <span className={isWrapped ? "min-w-0 flex-1 whitespace-pre-wrap" : "whitespace-pre"}>
        {text === undefined
          ? "…"
          : parseAnsi(isLong ? text.slice(0, maxDrawn) : text).map((span, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one line never change place
              <Span key={index} span={span} />
            ))}
        {isLong ? ` … ${text.length - maxDrawn} more characters in the download` : ""}
      </span>
    </div>
  );
});

function Span({ span }: { readonly span: AnsiSpan }) {
  const { text, color, background, isBold, isDim } = span;
  if (!color && !background && !isBold && !isDim) return text;
  return (
    <span
      style={{
        color: cssColor(color),
        backgroundColor: cssColor(background),
        fontWeight: isBold ? 600 : undefined,
        opacity: isDim ? 0.7 : undefined,
      }}
    >
      {text}
    </span>
  );
}
