const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? "" : "s"}`;

/** A length of time as a person says it: "4 s", "2 min 5 s", "1 h 10 min". */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return milliseconds > 0 && milliseconds < 950 ? "under 1 s" : `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** An estimate, rounded to what it is worth: "about 20 s", "about 3 min". */
export function estimateText(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min` : `about ${durationText(minutes * minuteMs)}`;
}

/** A running clock: "0:07", "12:40", "1:02:03". */
export function clockText(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(total / 60) % 60, total % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

/** How long until an instant, in words and never more exact than useful: "in 23 h", "in 40 s". */
export function untilText(instant: string, now: number): string {
  const left = Date.parse(instant) - now;
  if (left <= 0) return "now";
  if (left < minuteMs) return `in ${Math.ceil(left / 1000)} s`;
  if (left < hourMs) return `in ${Math.ceil(left / minuteMs)} min`;
  if (left < 2 * dayMs) return `in ${Math.round(left / hourMs)} h`;
  return `in ${count(Math.round(left / dayMs), "day")}`;
}

/** How long ago an instant was: "just now", "5 min ago", "yesterday", then the date. */
export function agoText(instant: string, now: number): string {
  const age = now - Date.parse(instant);
  if (age < 10_000) return "just now";
  if (age < minuteMs) return `${Math.floor(age / 1000)} s ago`;
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min ago`;
  if (age < dayMs) return `${Math.floor(age / hourMs)} h ago`;
  if (age < 2 * dayMs) return "yesterday";
  return dateText(instant);
}

/** Making a formatter takes longer than drawing the line that it is for: it is kept until the reader's clock moves to another zone. */
let kept: { readonly offset: number; readonly by: Intl.DateTimeFormat } | null = null;

/** "Sat 21 Nov 2026", in the browser's language; nothing for what is no instant. */
export function dateText(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "";
  const offset = new Date().getTimezoneOffset();
  if (kept?.offset !== offset)
    kept = {
      offset,
      by: new Intl.DateTimeFormat(undefined, {
        ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
      }),
    };
  return kept.by.format(date);
}

/** "14:03:27" of the local day. */
export function timeOfDayText(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return "";
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** Date and time for titles and records: unambiguous, in local time. */
export function momentText(instant: string): string {
  return [dateText(instant), timeOfDayText(instant)].filter(Boolean).join(", ");
}

/** The local calendar day of an instant as `2026-11-21`: the key timelines group by. */
export function localDay(instant: string): string {
  const date = new Date(instant);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** Day and time by the clocks of a place: "Sun 6 Dec, 04:00". */
export function timeInZone(instant: string, timeZone: string): string {
  return new Date(instant).toLocaleString(undefined, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}
