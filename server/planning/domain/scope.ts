/** What Chiffon leaves alone, and why. */
const outOfScopeRules: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:weather|forecast|joke|poem|song|story|recipe|cook(?:ing)?|football|movie|horoscope|lottery|translate|essay|homework|capital of|stock price|bitcoin price)\b/,
    "that has nothing to do with your machines",
  ],
  [
    /\b(?:book|order|buy|reserve) (?:me )?(?:a |an |some )?(?:flight|table|pizza|hotel|ticket|taxi|food)\b/,
    "I only act on your machines",
  ],
  [
    /\b(?:make|brew|bring|fetch) (?:me )?(?:a |some |the )?(?:coffee|tea|sandwich|dinner|lunch|breakfast)\b/,
    "I only act on your machines",
  ],
  [
    /^(?:who|what) (?:is|are|was) (?:the )?(?:president|prime minister|meaning of life|you)\b/,
    "I only know your playbooks, machines and their history",
  ],
  [
    /\b(?:ignore|disregard|forget) (?:all |any |your )?(?:of )?(?:the |your )?(?:previous|prior|earlier|above) (?:instructions|rules|prompts?)\b/,
    "text cannot change my rules",
  ],
];

/** Why a plain text asks for something that is none of Chiffon's business, or null. */
export function outOfScopeReason(plain: string): string | null {
  return outOfScopeRules.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

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
