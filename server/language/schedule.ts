const weekday = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
const clock = "(?:\\d{1,2}(?::\\d{2})? ?(?:am|pm|o'?clock)|\\d{1,2}:\\d{2}|noon|midnight)";
const later = new RegExp(
  [
    `\\b(?:every|each) (?:single )?(?:\\d+ )?(?:night|day|morning|evening|hour|minute|week|weekend|month|year|${weekday}|days|hours|minutes|weeks|months)s?(?: at ${clock})?`,
    "\\b(?:nightly|daily|hourly|weekly|monthly|yearly)\\b",
    `\\b(?:tomorrow|tonight|next (?:week|month|weekend|${weekday})|on (?:${weekday}|weekends?)s?|this (?:evening|weekend|afternoon))\\b(?: at ${clock})?`,
    `\\bat ${clock}\\b`,
    "\\bin (?:\\d+|an?|half an|a few|two|three) (?:minutes?|hours?|days?|weeks?)\\b",
  ].join("|"),
);

/** Words that ask for another time than now ("every night", "tomorrow at 3 pm"), or null. */
export function findSchedule(plain: string): string | null {
  return later.exec(plain)?.[0].trim() ?? null;
}
