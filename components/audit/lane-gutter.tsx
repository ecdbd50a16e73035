import { classNames } from "#components/ui/class-names.ts";
import type { LaneCell, Lanes } from "./lanes.ts";

const tones = ["text-accent", "text-busy", "text-ok", "text-warn"] as const;

/** The lines of runs beside an entry, as wide as the timeline has lines side by side; a dot where it is one of the run. */
export function LaneGutter({ lanes }: { readonly lanes: Lanes }) {
  if (lanes.length === 0) return null;
  return (
    <div aria-hidden className="-my-2 flex shrink-0">
      {lanes.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
        <Lane key={place} cell={cell} tone={tones[place] ?? tones[0]} />
      ))}
    </div>
  );
}

function Lane({ cell, tone }: { readonly cell: LaneCell | null; readonly tone: string }) {
  if (cell === null) return <span className="w-2" />;
  return (
    <span
      title={`Run ${cell.runId.slice(0, 8)}`}
      className={classNames("relative block w-2", tone)}
    >
      {cell.goesUp ? <span className="absolute top-0 left-[3px] h-4 w-0.5 bg-current" /> : null}
      {cell.goesDown ? (
        <span className="absolute top-4 bottom-0 left-[3px] w-0.5 bg-current" />
      ) : null}
      {cell.isHere ? (
        <span className="absolute top-3 left-0 size-2 rounded-full bg-current" />
      ) : null}
    </span>
  );
}
