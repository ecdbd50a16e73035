import { AppError } from "#server/lib/app-error.ts";

/** When something is due again and again. */
export interface Recurrence {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** "Every Sunday at 04:00". */
  readonly words: string;
}

/** Words for a time within a longer text. */
export interface TimePhrase extends Recurrence {
  /** Where they stand: from here, up to there. */
  readonly start: number;
  readonly end: number;
  /** The text without them. */
  readonly rest: string;
}

/** What every error about times names. */
const examples =
  '"every Sunday at 4", "daily at 03:00", "weekdays at 7:30", "every 6 hours", "on the 1st at 6:30", or five fields of cron such as "0 4 * * 0"';

/** Which days, and the time that is meant where none is said. */
interface Days {
  readonly dayOfMonth: string;
  readonly dayOfWeek: string;
  readonly words: string;
  readonly hour: number;
}

interface Reader {
  readonly pattern: string;
  readonly read: (said: string) => Recurrence | Days | null;
}

const usualHour = 4;
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const day = "(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:days?)?";
const days = `${day}(?:(?:\\s*,\\s*|\\s*,?\\s+and\\s+)${day})*`;
const ordinal = "(?:\\d{1,2}(?:st|nd|rd|th)|first|last day)";
const ordinals = `${ordinal}(?:(?:\\s*,\\s*|\\s*,?\\s+and\\s+(?:the\\s+)?)${ordinal})*`;
const ofMonth = "(?:\\s+(?:day\\s+)?of\\s+(?:the|each|every)\\s+month)?";
const clock =
  "(?:\\d{1,2}(?::\\d{2})?\\s*(?:am|pm|a\\.m\\.|p\\.m\\.)|\\d{1,2}:\\d{2}|noon|midnight)";
const clockAfterAt =
  "(?:\\d{1,2}(?::\\d{2})?(?:\\s*(?:am|pm|a\\.m\\.|p\\.m\\.|o'?clock))?|noon|midnight)";
const time = `(?:at\\s+(${clockAfterAt})|(${clock}))(?![\\d:])`;

/** What can be said, most particular first. */
const readers: readonly Reader[] = [
  { pattern: "hourly|(?:every|each)\\s+hour", read: () => everyHours(1) },
  {
    pattern: "(?:every|each)\\s+\\d{1,3}\\s*(?:hours?|hrs?|h)",
    read: (said) => everyHours(numberIn(said)),
  },
  {
    pattern: "(?:every|each)\\s+\\d{1,3}\\s*(?:minutes?|mins?)",
    read: (said) => everyMinutes(numberIn(said)),
  },
  { pattern: "(?:every|each)\\s+night|nightly", read: () => allDays("Every night", 3) },
  { pattern: "(?:every|each)\\s+morning", read: () => allDays("Every morning", 7) },
  { pattern: "(?:every|each)\\s+evening", read: () => allDays("Every evening", 20) },
  { pattern: "daily|(?:every|each)\\s+day", read: () => allDays("Every day", usualHour) },
  {
    pattern: "(?:(?:every|each|on)\\s+)?week\\s?days?",
    read: () => daysOfWeek("1-5", "Every weekday"),
  },
  {
    pattern: "(?:(?:every|each|on)\\s+)?weekends?",
    read: () => daysOfWeek("0,6", "Every Saturday and Sunday"),
  },
  {
    pattern: `(?:weekly|(?:every|each)\\s+week)(?:\\s+on\\s+${days})?`,
    read: (said) => weekly(said.replace(/^(?:weekly|(?:every|each)\s+week)/, "") || "sunday"),
  },
  { pattern: `(?:every|each)\\s+${days}`, read: (said) => weekly(said.replace(/^\S+/, "")) },
  {
    pattern: `(?:on\\s+)?(?:sun|mon|tues|wednes|thurs|fri|satur)days(?:(?:\\s*,\\s*|\\s+and\\s+)${day})*`,
    read: weekly,
  },
  {
    pattern: `(?:monthly|(?:every|each)\\s+month)(?:\\s+on\\s+the\\s+${ordinals})?`,
    read: (said) => monthly(said.replace(/^(?:monthly|(?:every|each)\s+month)/, "") || "1st"),
  },
  {
    pattern: `(?:on\\s+the\\s+|(?:every|each)\\s+)${ordinals}${ofMonth}`,
    read: monthly,
  },
];

/**
 * Reads words for times, or five fields of cron; whether the fields mean anything is for whoever works out times.
 *
 * @throws invalid_input naming what can be said
 */
export function readRecurrence(text: string): Recurrence {
  const said = text
    .trim()
    .replace(/[.!]+$/, "")
    .replace(/\s+/g, " ");
  if (isCron(said)) return { cron: said, words: `By cron ${said}` };
  const phrase = findTimePhrase(said);
  if (phrase !== null && phrase.rest === "") return { cron: phrase.cron, words: phrase.words };
  throw new AppError("invalid_input", {
    message:
      `"${said.slice(0, 80)}" is no time that I can read. Say ${examples}. ${whyNot(said)}`.trim(),
  });
}

/** The first words for a time in a text that come again and again; null where there are none. */
export function findTimePhrase(text: string): TimePhrase | null {
  const found = readers.flatMap((reader) => phraseBy(reader, text));
  const [first] = found.sort((a, b) => a.start - b.start || b.end - a.end);
  if (first === undefined) return null;
  const { cron, words, start, end } = first;
  return { cron, words, start, end, rest: tidy(`${text.slice(0, start)} ${text.slice(end)}`) };
}

function phraseBy({ pattern, read }: Reader, text: string) {
  const found = phraseAt(text, pattern);
  if (found === null) return [];
  const recurrence = finish(read(found.days.toLowerCase()), found.time);
  return recurrence === null ? [] : [{ ...recurrence, start: found.start, end: found.end }];
}

/** Where a pattern stands as words of their own, with a time right behind or before it. */
function phraseAt(text: string, pattern: string) {
  const whole = new RegExp(
    `(?<![\\w-])(?:${time}\\s*,?\\s+)?(${pattern})(?![\\w-])(?:\\s*,?\\s+${time})?`,
    "i",
  );
  const match = whole.exec(text);
  if (match === null) return null;
  const [all, a, b, daysSaid = "", c, d] = match;
  return {
    start: match.index,
    end: match.index + all.length,
    days: daysSaid,
    time: c ?? d ?? a ?? b ?? null,
  };
}

function finish(meant: Recurrence | Days | null, said: string | null): Recurrence | null {
  if (meant === null) return null;
  // "every 6 hours at 4" says two things that do not go together.
  if ("cron" in meant) return said === null ? meant : null;
  const at = said === null ? { hour: meant.hour, minute: 0 } : readClock(said);
  if (at === null) return null;
  const { dayOfMonth, dayOfWeek, words } = meant;
  const hour = String(at.hour).padStart(2, "0");
  const minute = String(at.minute).padStart(2, "0");
  return {
    cron: `${at.minute} ${at.hour} ${dayOfMonth} * ${dayOfWeek}`,
    words: `${words} at ${hour}:${minute}`,
  };
}

/** A time of day; null where there is none such. */
function readClock(said: string): { hour: number; minute: number } | null {
  const text = said.toLowerCase().replace(/[\s.]|o'?clock/g, "");
  if (text === "noon") return { hour: 12, minute: 0 };
  if (text === "midnight") return { hour: 0, minute: 0 };
  const [, hours = "", minutes = "0", half = ""] = /^(\d+)(?::(\d+))?(am|pm)?$/.exec(text) ?? [];
  const minute = Number(minutes);
  const hour = half === "" ? Number(hours) : (Number(hours) % 12) + (half === "pm" ? 12 : 0);
  const isReal = hours !== "" && hour < 24 && minute < 60;
  return isReal && (half === "" || Number(hours) <= 12) ? { hour, minute } : null;
}

function everyHours(count: number): Recurrence | null {
  if (![1, 2, 3, 4, 6, 8, 12].includes(count)) return null;
  return count === 1
    ? { cron: "0 * * * *", words: "Every hour" }
    : { cron: `0 */${count} * * *`, words: `Every ${count} hours` };
}

function everyMinutes(count: number): Recurrence | null {
  if (![5, 6, 10, 12, 15, 20, 30].includes(count)) return null;
  return { cron: `*/${count} * * * *`, words: `Every ${count} minutes` };
}

function allDays(words: string, hour: number): Days {
  return { dayOfMonth: "*", dayOfWeek: "*", words, hour };
}

function daysOfWeek(dayOfWeek: string, words: string): Days {
  return { dayOfMonth: "*", dayOfWeek, words, hour: usualHour };
}

function weekly(said: string): Days {
  const named = said.match(new RegExp(day, "gi")) ?? [];
  const numbers = [...new Set(named.map(dayNumber))].sort((a, b) => a - b);
  // Cron's week begins with Sunday, people's ends with it.
  const [first, ...others] = numbers;
  const ordered = first === 0 && others.length > 0 ? [...others, 0] : numbers;
  const words = `Every ${list(ordered.map((number) => dayNames[number] ?? ""))}`;
  return daysOfWeek(numbers.join(","), words);
}

function dayNumber(name: string): number {
  return dayNames.findIndex((known) =>
    known.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()),
  );
}

function monthly(said: string): Days | null {
  const named = said.match(new RegExp(ordinal, "gi")) ?? [];
  const numbers = named.map((name) =>
    /last/.test(name) ? "L" : /first/.test(name) ? "1" : String(Number.parseInt(name, 10)),
  );
  if (numbers.some((number) => number !== "L" && (Number(number) < 1 || Number(number) > 31)))
    return null;
  const words = list(
    numbers.map((number) => (number === "L" ? "last day" : withSuffix(Number(number)))),
  );
  return {
    dayOfMonth: [...new Set(numbers)].join(","),
    dayOfWeek: "*",
    words: `On the ${words} of each month`,
    hour: usualHour,
  };
}

function withSuffix(number: number): string {
  const isTeen = number > 10 && number < 14;
  const suffix = isTeen ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${suffix}`;
}

function list(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

const numberIn = (said: string): number => Number(/\d+/.exec(said)?.[0] ?? Number.NaN);

function isCron(said: string): boolean {
  const fields = said.split(" ");
  return (
    fields.length === 5 &&
    fields.every((field) => /^[\d*,/#A-Za-z-]{1,40}$/.test(field)) &&
    /[\d*]/.test(fields[0] ?? "")
  );
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\s+([,.!?])/g, "$1")
    .replace(/^[\s,]+|[\s,]+$/g, "")
    .replace(/[,\s]+([.!?])$/, "$1");
}

/** What is meant often and can't be said in five fields. */
function whyNot(said: string): string {
  if (/\d+\s*(?:h|hours?|hrs?)\b/i.test(said) && /every/i.test(said))
    return "Hours must divide the day: 1, 2, 3, 4, 6, 8 or 12.";
  if (/\d+\s*min/i.test(said)) return "Minutes must divide the hour: 5, 6, 10, 12, 15, 20 or 30.";
  return "";
}
