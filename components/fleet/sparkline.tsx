/** A line over the last hour, drawn from shares of 0–1; its words say what the line shows. */
export function Sparkline({
  label,
  points,
}: {
  readonly label: string;
  readonly points: readonly { readonly at: string; readonly share: number }[];
}) {
  const last = points.at(-1);
  if (last === undefined || points.length < 2) return null;
  const end = Date.parse(last.at);
  const path = points
    .map(({ at, share }) => {
      const x = 100 - ((end - Date.parse(at)) / hourMs) * 100;
      return `${x.toFixed(2)},${(22 - 20 * Math.min(1, Math.max(0, share))).toFixed(2)}`;
    })
    .join(" ");
  return (
    <figure>
      <figcaption className="flex justify-between gap-2 text-xs">
        <span className="text-ink-faint">{label}, last hour</span>
        <span className="tabular">{percent(last.share)} now</span>
      </figcaption>
      <svg
        viewBox="0 0 100 24"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label} in the last hour: ${range(points)}`}
        className="mt-1 h-8 w-full rounded bg-sunken text-accent"
      >
        <polyline
          points={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </figure>
  );
}

const hourMs = 3_600_000;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

function range(points: readonly { readonly share: number }[]): string {
  const shares = points.map(({ share }) => share);
  return `between ${percent(Math.min(...shares))} and ${percent(Math.max(...shares))}`;
}
