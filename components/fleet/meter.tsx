import { classNames } from "#components/ui/class-names.ts";

/** Mebibytes as gigabytes with one digit after the point. */
export const gigabytes = (mebibytes: number): string => (mebibytes / 1024).toFixed(1);

/** A share in words, with a bar beneath it. */
export function Meter({
  label,
  used,
  total,
  text,
}: {
  readonly label: string;
  readonly used: number;
  readonly total: number;
  readonly text: string;
}) {
  const share = total > 0 ? Math.min(1, used / total) : 0;
  return (
    <div>
      <p className="flex justify-between gap-2 text-xs">
        <span className="text-ink-faint">{label}</span>
        <span className="tabular">{text}</span>
      </p>
      <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className={classNames("h-full rounded-full", share > 0.8 ? "bg-warn" : "bg-accent")}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
