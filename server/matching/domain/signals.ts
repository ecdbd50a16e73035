import { stemOf as fileStem } from "#server/ansible/repository-paths.ts";
import type { Verb } from "#server/contracts/request.ts";
import { onlyAsks } from "#server/language/message-signs.ts";
import { verbFit } from "#server/language/verbs.ts";
import { stem } from "#server/language/words.ts";
import { deeds, isMissing, isServed } from "./intent-facts.ts";
import type { Mention } from "./mentions.ts";
import { fieldBits, type IndexedEntry } from "./prepare-entry.ts";
import { asWritten, fieldsOf, type Hit, type RareField, type Segment } from "./segment.ts";
import { cosine } from "./word-vectors.ts";

/** An entry that a segment may mean. */
export interface Candidate {
  readonly segment: Segment;
  readonly number: number;
  readonly item: IndexedEntry;
}

/** One sign for or against an entry, 0–1. */
interface Signal {
  /** What it tells, in a few words; shown to people where it counts most. */
  readonly meaning: string;
  readonly read: (candidate: Candidate) => number;
}

const { name, path, description, known, subject, text, inside } = fieldBits;
const strong = name | path | known | subject | description;

/** Share of the words' weight whose hit in the entry passes the test. */
const share =
  (test: (hit: Hit) => boolean) =>
  ({ segment, number }: Candidate) =>
    segment.weight === 0 ? 0 : covered(segment, number, test) / segment.weight;

/** The words' weight itself: a long message covers little of itself. */
const weight =
  (test: (hit: Hit) => boolean) =>
  ({ segment, number }: Candidate) =>
    Math.min(1, covered(segment, number, test) / 2);

function covered({ terms }: Segment, number: number, test: (hit: Hit) => boolean): number {
  let sum = 0;
  for (const { term, hits } of terms) {
    const hit = hits[number] ?? 0;
    if (hit !== 0 && test(hit)) sum += term.weight;
  }
  return sum;
}

const inField = (bits: number) => (hit: Hit) => (fieldsOf(hit, "direct") & bits) !== 0;
const anyhow = (bits: number) => (hit: Hit) =>
  ((fieldsOf(hit, "direct") | fieldsOf(hit, "synonym") | fieldsOf(hit, "typo")) & bits) !== 0;
const bySynonym = (bits: number) => (hit: Hit) =>
  fieldsOf(hit, "direct") === 0 && (fieldsOf(hit, "synonym") & bits) !== 0;
/** How many words, of four. */
const count =
  (test: (hit: Hit) => boolean) =>
  ({ segment, number }: Candidate) =>
    Math.min(
      1,
      segment.terms.filter(({ hits }) => {
        const hit = hits[number] ?? 0;
        return hit !== 0 && test(hit);
      }).length / 4,
    );

const mentioned =
  (test: (mention: Mention, candidate: Candidate) => boolean) => (candidate: Candidate) =>
    Number(
      (candidate.segment.named.get(candidate.number) ?? []).some((one) => test(one, candidate)),
    );

const isPlain = ({ weak, place }: Mention): boolean => !weak && place !== "aside";
const isOwnName = ({ targets }: Mention, { number }: Candidate): boolean =>
  targets.some(({ entry, isOwn }) => entry === number && isOwn);
const namedExactly = mentioned(
  (one, candidate) => isPlain(one) && one.spelling === "exact" && isOwnName(one, candidate),
);

const verbOf = ({ segment }: Candidate): Verb | null => segment.intent.clause.verb;
const hasVerb = (candidate: Candidate): number => {
  const verb = verbOf(candidate);
  return Number(verb !== null && candidate.item.verbs.includes(verb));
};
const nearness = (candidate: Candidate): number =>
  verbFit(verbOf(candidate), candidate.item.verbs, candidate.segment.intent.clause.isLoose);
/** Acts on all that a request for no thing by name may mean. */
function forAll({ segment, item }: Candidate): boolean {
  const { aboutAll } = segment;
  if (aboutAll === null) return false;
  if (aboutAll === "apps") return item.actsOnAnyApp;
  if (aboutAll === "machines") return item.actsOnMachines;
  return item.actsOnMachines || item.setsUpAll || item.actsOnAnyApp;
}

/** Share of the request's words that are its name. */
function coveredByName(candidate: Candidate): number {
  const { segment, number } = candidate;
  const named = (segment.named.get(number) ?? []).filter(
    (one) => isPlain(one) && isOwnName(one, candidate),
  );
  if (named.length === 0) return 0;
  const isCovered = (word: number): boolean =>
    named.some(({ from, to }) => word >= from && word < to);
  const others = segment.terms.filter(
    ({ term }) => term.stands === "object" && !isCovered(term.word),
  );
  return 1 / (1 + others.length);
}

/** Nothing of what is said but its verb speaks for it. */
function onlyVerb(candidate: Candidate): number {
  const { segment, number } = candidate;
  const isTold = segment.terms.length > 0 && covered(segment, number, anyhow(-1)) === 0;
  return Number(isTold && !segment.named.has(number));
}
const ifKind =
  (kind: IndexedEntry["entry"]["kind"]) =>
  ({ item }: Candidate) =>
    Number(item.entry.kind === kind);

/** The most telling word, or the one after it. */
const telling =
  (rank: number, test: (hit: Hit) => boolean) =>
  ({ segment, number }: Candidate) => {
    const sorted = [...segment.terms].sort((a, b) => b.term.weight - a.term.weight);
    const hit = sorted[rank]?.hits[number] ?? 0;
    return Number(hit !== 0 && test(hit));
  };

/** Share of a name's words that are said, the rarer for more. */
function saidOfName({ segment: { index, intent }, item }: Candidate): number {
  const all = item.nameStems.map((part) => index.weightOf(part));
  const said = item.nameStems.map((part, at) => (intent.stems.has(part) ? (all[at] ?? 0) : 0));
  const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
  return all.length === 0 ? 0 : sum(said) / sum(all);
}

/** Something else is named outright. */
function namesAnother({ segment: { intent }, number }: Candidate): number {
  const named = intent.mentions.filter((one) => isPlain(one) && one.targets.length > 0);
  const isThis = named.some(({ targets }) => targets.some(({ entry }) => entry === number));
  return Number(named.length > 0 && !isThis);
}

/** The most weight of words that any entry of the pool holds. */
const bestWeights = new WeakMap<Segment, number>();
function bestWeight(segment: Segment): number {
  const before = bestWeights.get(segment);
  if (before !== undefined) return before;
  const all = segment.pool.map((number) => covered(segment, number, anyhow(-1)));
  const best = Math.max(1e-9, ...all);
  bestWeights.set(segment, best);
  return best;
}

/** Share of the highest value that any entry of the pool has; 0 where none has any. */
function besideBest(value: (candidate: Candidate) => number) {
  const highest = new WeakMap<Segment, number>();
  return (candidate: Candidate): number => {
    const { segment } = candidate;
    const best = highest.get(segment) ?? bestOf(segment, value);
    highest.set(segment, best);
    return best === 0 ? 0 : value(candidate) / best;
  };
}

function bestOf(segment: Segment, value: (candidate: Candidate) => number): number {
  const { index, pool } = segment;
  return pool.reduce((best, number) => {
    const item = index.entries[number];
    return item === undefined ? best : Math.max(best, value({ segment, number, item }));
  }, 0);
}

/** What the words tell about what entries are about, those of the entry. */
const aboutWeight =
  (bits: number) =>
  ({ segment, number }: Candidate): number =>
    segment.terms.reduce(
      (sum, { hits, about }) => (anyhow(bits)(hits[number] ?? 0) ? sum + about : sum),
      0,
    );

/** The same, for a short entry more: a long text holds a word of anything. */
const density = (candidate: Candidate): number => {
  const { segment, number } = candidate;
  const size = segment.index.sizes[number] ?? 0;
  return covered(segment, number, anyhow(-1)) / Math.log(size + 8);
};

/** Share of the sentence that it covers best; a short one counts less. */
function bestSentence({ segment: { terms }, number }: Candidate): number {
  const weights = new Map<number, { all: number; said: number }>();
  for (const { term, hits } of terms) {
    const sentence = weights.get(term.sentence) ?? { all: 0, said: 0 };
    sentence.all += term.weight;
    if (anyhow(strong)(hits[number] ?? 0)) sentence.said += term.weight;
    weights.set(term.sentence, sentence);
  }
  return Math.max(0, ...[...weights.values()].map(({ all, said }) => said / (1 + all)));
}

/** How telling the words are that one of its fields holds, each by how rare it is in that field. */
const rareIn = (field: RareField) => {
  const bit = fieldBits[field];
  return ({ segment, number }: Candidate): number => {
    const sum = segment.terms.reduce(
      (all, { hits, inField }) =>
        (asWritten(hits[number] ?? 0) & bit) === 0 ? all : all + inField[field],
      0,
    );
    return Math.min(1, sum / 3);
  };
};

const isDeed = (verb: Verb): boolean => deeds.has(verb) || verb === "update";
/** Does one of the deeds that are spoken of, or none of those. */
const doesSaid = ({ segment, item }: Candidate): boolean =>
  item.verbs.some((verb) => isDeed(verb) && segment.deeds.has(verb));
/** One of the deeds that are spoken of is among them. */
function sharedDeeds(segment: Segment, those: ReadonlySet<Verb>): number {
  return Number([...segment.deeds].some((verb) => isDeed(verb) && those.has(verb)));
}
const opposites: Readonly<Partial<Record<Verb, Verb>>> = {
  ...{ start: "stop", stop: "start", backup: "restore", restore: "backup" },
  ...{ deploy: "remove", remove: "deploy" },
};

/** Every sign that is weighed, by name. The weights are in `model.json`. */
export const signals = {
  name_exact: { meaning: "its name as written", read: namedExactly },
  name_part: {
    meaning: "a part or tag of it is named",
    read: mentioned((one, candidate) => isPlain(one) && !isOwnName(one, candidate)),
  },
  name_near: {
    meaning: "nearly its name",
    read: mentioned((one) => isPlain(one) && one.spelling !== "exact"),
  },
  name_aside: {
    meaning: "it is named beside what is asked for",
    read: mentioned(({ weak, place }) => !weak && place === "aside"),
  },
  name_served: {
    meaning: "what is asked for is for it",
    read: mentioned((one, { segment }) => !one.weak && isServed(segment.intent, one)),
  },
  name_said: { meaning: "the words of its name", read: saidOfName },
  name_whole: {
    meaning: "all words of its name",
    read: (candidate) => Number(candidate.item.nameStems.length > 0 && saidOfName(candidate) === 1),
  },
  name_spelt: {
    meaning: "spelt nearly as its name",
    read: ({ segment, number }) => segment.spelling.likeness.get(number) ?? 0,
  },
  name_sounds: {
    meaning: "sounds like its name",
    read: ({ segment, number }) => Number(segment.spelling.sounds.has(number)),
  },
  file_named: {
    meaning: "its file by name",
    read: ({ segment, item }) => Number(segment.files.has(fileStem(item.entry.path))),
  },
  words_name: { meaning: "words of its name", read: share(inField(name)) },
  words_description: {
    meaning: "words of its description",
    read: share(inField(description)),
  },
  words_known: { meaning: "what that product is for", read: share(inField(known)) },
  words_any: { meaning: "words that it holds", read: share(inField(-1)) },
  words_strong: { meaning: "words that tell what it is", read: share(anyhow(strong)) },
  words_synonym_name: {
    meaning: "its name in other words",
    read: share(bySynonym(name | path)),
  },
  weight_strong: { meaning: "telling words about it", read: weight(anyhow(strong)) },
  weight_text: { meaning: "telling words of its tasks", read: weight(inField(text | inside)) },
  weight_synonym: { meaning: "telling words that mean the same", read: weight(bySynonym(-1)) },
  weight_rank: {
    meaning: "holds the most of the words",
    read: ({ segment, number }) => covered(segment, number, anyhow(-1)) / bestWeight(segment),
  },
  count_any: { meaning: "several words that it holds", read: count(anyhow(-1)) },
  second_any: { meaning: "it holds the next telling word", read: telling(1, anyhow(-1)) },
  verb_same: { meaning: "it does that", read: hasVerb },
  verb_fit: { meaning: "what it does is near that", read: nearness },
  verb_against: {
    meaning: "it does something else",
    read: (candidate) => Number(nearness(candidate) <= 0.2),
  },
  verb_lacks: {
    meaning: "it does not do that to what is there",
    read: (candidate) => Number(deeds.has(verbOf(candidate)) && hasVerb(candidate) === 0),
  },
  verb_name: {
    meaning: "the verb is in its name",
    read: ({ segment, number, item }) =>
      Number(
        ((segment.verbPlaces[number] ?? 0) & (name | path)) !== 0 ||
          item.nameStems.includes(stem(segment.intent.clause.verbWord)),
      ),
  },
  verb_any: {
    meaning: "the verb is in its text",
    read: ({ segment, number }) => Number((segment.verbPlaces[number] ?? 0) !== 0),
  },
  verb_open: {
    meaning: "only a thing is named, and it sets that up",
    read: (candidate) =>
      Number(verbOf(candidate) === null && candidate.item.verbs.includes("deploy")),
  },
  exact_and_verb: {
    meaning: "its name, and it does that",
    read: (candidate) => namedExactly(candidate) * hasVerb(candidate),
  },
  only_mentions: {
    meaning: "it speaks of that, but is for something else",
    read: ({ segment, number }) =>
      Number(
        segment.intent.mentions.some(
          (one) =>
            isMissing(one) &&
            one.place !== "aside" &&
            segment.terms.some(
              ({ term, hits }) => term.word >= one.from && term.word < one.to && hits[number] !== 0,
            ),
        ),
      ),
  },
  exact_but_verb: {
    meaning: "its name, but it does not do that to what is there",
    read: (candidate) =>
      namedExactly(candidate) * Number(deeds.has(verbOf(candidate)) && hasVerb(candidate) === 0),
  },
  name_covers: { meaning: "hardly anything but its name is said", read: coveredByName },
  only_verb: { meaning: "only its verb is said", read: onlyVerb },
  exact_and_words: {
    meaning: "its name, and the words beside it",
    read: (candidate) => namedExactly(candidate) * share(inField(-1))(candidate),
  },
  any_app: {
    meaning: "acts on any installed app",
    read: (candidate) =>
      candidate.item.actsOnAnyApp && candidate.segment.isAboutApp ? nearness(candidate) : 0,
  },
  all_fit: {
    meaning: "does it for all there is",
    read: (candidate) => (forAll(candidate) ? nearness(candidate) : 0),
  },
  all_same: {
    meaning: "the only words are its verb",
    read: (candidate) => Number(candidate.segment.aboutAll !== null) * hasVerb(candidate),
  },
  reports_asked: {
    meaning: "it tells what is asked",
    read: ({ segment, item }) =>
      Number(item.verbs.includes("report") && onlyAsks(segment.intent.clause.text)),
  },
  about_best: {
    meaning: "is most about these words",
    read: besideBest(aboutWeight(strong)),
  },
  about_name: { meaning: "its name has most of them", read: besideBest(aboutWeight(name | path)) },
  about_share: {
    meaning: "is about these words",
    read: (candidate) =>
      aboutWeight(strong)(candidate) /
      (candidate.segment.terms.reduce((sum, { about }) => sum + about, 0) || 1),
  },
  dense: { meaning: "short, and holds these words", read: besideBest(density) },
  sentence: { meaning: "a sentence is about it", read: bestSentence },
  size: {
    meaning: "a long text",
    read: ({ segment, number }) =>
      Math.min(1, Math.log((segment.index.sizes[number] ?? 0) + 1) / Math.log(1_000)),
  },
  deed_said: {
    meaning: "does what is spoken of",
    read: (candidate) => Number(doesSaid(candidate)),
  },
  deed_lacks: {
    meaning: "does nothing of what is spoken of",
    read: (candidate) => Number([...candidate.segment.deeds].some(isDeed) && !doesSaid(candidate)),
  },
  deed_named: {
    meaning: "its name says what is to be done",
    read: ({ segment, item }) => sharedDeeds(segment, item.deeds.named),
  },
  deed_tagged: {
    meaning: "a tag of it says what is to be done",
    read: ({ segment, item }) => sharedDeeds(segment, item.deeds.tagged),
  },
  deed_described: {
    meaning: "its description says what is to be done",
    read: ({ segment, item }) => sharedDeeds(segment, item.deeds.described),
  },
  deed_otherwise: {
    meaning: "its name says something else is done",
    read: ({ segment, item }) =>
      Number([...item.deeds.named].some(isDeed) && sharedDeeds(segment, item.deeds.named) === 0),
  },
  deed_unsaid: {
    meaning: "does what nobody speaks of",
    read: (candidate) => Number(candidate.item.verbs.some(isDeed) && !doesSaid(candidate)),
  },
  opposite: {
    meaning: "does the opposite",
    read: (candidate) => {
      const other = opposites[verbOf(candidate) ?? "run"];
      const { verbs } = candidate.item;
      return Number(other !== undefined && verbs.includes(other) && !hasVerb(candidate));
    },
  },
  rare_description: { meaning: "few are described so", read: rareIn("description") },
  rare_known: { meaning: "few products are for that", read: rareIn("known") },
  rare_text: { meaning: "few have such tasks", read: rareIn("text") },
  kindred: {
    meaning: "what is said has to do with it",
    read: ({ segment, number }) => {
      const own = segment.index.directions[number];
      return own === undefined ? 0 : Math.max(0, cosine(own, segment.direction));
    },
  },
  sets_up_all: { meaning: "sets up all there is", read: ({ item }) => Number(item.setsUpAll) },
  other_named: { meaning: "something else is named", read: namesAnother },
  collection: { meaning: "applies many things", read: ({ item }) => Number(item.isCollection) },
  secondary: { meaning: "an example or old thing", read: ({ item }) => Number(item.isSecondary) },
  product: { meaning: "a known product", read: ({ item }) => Number(item.known !== null) },
  sole: {
    meaning: "the only one about its subject",
    read: ({ segment, item }) =>
      Number((segment.index.services.get(item.serviceId) ?? []).length === 1),
  },
  kind_role: { meaning: "a role", read: ifKind("role") },
  kind_tag: { meaning: "a tag", read: ifKind("tag") },
} as const satisfies Readonly<Record<string, Signal>>;

export type SignalName = keyof typeof signals;
export const signalNames = Object.keys(signals) as readonly SignalName[];
const readers = signalNames.map((one) => signals[one].read);

/** All signals of a candidate, in the order of `signalNames`. */
export function readSignals(candidate: Candidate): number[] {
  return readers.map((read) => read(candidate));
}
