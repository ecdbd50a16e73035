import type { Verb } from "#server/contracts/request.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import type { IndexedEntry } from "./prepare-entry.ts";
import { stopWords } from "./stop-words.ts";
import { ideasOfStem } from "./synonyms.ts";
import { verbOfStem } from "./verbs.ts";
import type { Wish } from "./wish.ts";

/** What a playbook for any app may do to one that the catalog does not know: it was installed some other way. */
const actsOnForeign: ReadonlySet<Verb | null> = new Set<Verb | null>([
  "restart",
  "start",
  "stop",
  "backup",
  "restore",
  "update",
  "remove",
]);
/** Less sure, for the name may be meant for nothing here; stopping and removing are always asked about. */
const foreignShare = { sure: 0.955, harmful: 0.88 } as const;

/** How surely the wish is about one app, 0–1: only then does "restart an app" serve it. */
export function appStrength(index: MatchIndex, wish: Wish, inherited: string | null): number {
  const isApp = (number: number): boolean => {
    const item = index.entries[number];
    if (item === undefined || item.generic) return false;
    const siblings = index.services.get(item.serviceId) ?? [];
    const deploys = siblings.some((sibling) => doesDeploy(index, sibling));
    return deploys || item.known !== null || item.entry.images.length > 0;
  };
  const strengths = wish.mentions
    .filter((mention) => mention.place !== "aside")
    .flatMap(({ targets, quality }) =>
      targets.filter((target) => isApp(target.entry)).map((target) => target.strength * quality),
    );
  const taken =
    inherited !== null && (index.services.get(inherited) ?? []).some(isApp) ? [0.96] : [];
  return Math.max(0, ...strengths, ...taken, foreignApp(wish));
}

function doesDeploy(index: MatchIndex, number: number): boolean {
  return index.entries[number]?.verbs.includes("deploy") === true;
}

/** A product that no entry installs may run all the same: "restart vaultwarden" is for the playbook that restarts any. */
function foreignApp(wish: Wish): number {
  const { verb } = wish.clause;
  if (!actsOnForeign.has(verb)) return 0;
  const found = wish.mentions.find(
    (mention) => mention.product && mention.targets.length === 0 && mention.place !== "aside",
  );
  if (found === undefined) return 0;
  const harmful = verb === "remove" || verb === "stop";
  return found.quality * (harmful ? foreignShare.harmful : foreignShare.sure);
}

/** "back up everything": no words but the verb. Then what does that, for all, is meant. */
export function bareVerb(index: MatchIndex, wish: Wish): number[] {
  const { verb } = wish.clause;
  if (verb === null || aboutAll(wish) === null) return [];
  const does = index.entries.flatMap((item, number) => (item.verbs.includes(verb) ? [number] : []));
  const isFirst = (number: number): boolean => {
    const item = index.entries[number];
    return item !== undefined && (item.generic || item.wholesale || item.setsUpAll);
  };
  return [...does.filter(isFirst), ...does.filter((number) => !isFirst(number))].slice(0, 50);
}

const machineNouns = new Set(
  `host hosts server servers machine machines node nodes vm vms system systems os computer computers box boxes pi pis rpi
  raspberry raspberries fleet lab homelab cluster clusters guest guests nas rack vps laptop desktop workstation`.split(
    /\s+/,
  ),
);
const appNouns = new Set("containers stacks services apps applications workloads".split(" "));

/** What is restored where nothing is named. */
const savedNouns = new Set(
  "backup backups snapshot snapshots archive data last latest previous old".split(" "),
);

/** What a wish is about that names nothing: whole machines, every app, or just anything. */
export type AllThereIs = "machines" | "apps" | "anything";

/** "reboot the servers", "update all containers", "back up everything": a verb, and only words for all there is. */
export function aboutAll(wish: Wish): AllThereIs | null {
  const { verb } = wish.clause;
  const words = wish.words.filter(
    ({ text }) =>
      (!stopWords.has(text) || appNouns.has(text)) &&
      !(verb === "update" && /^(?:version|release)s?$/.test(text)),
  );
  const are = (nouns: ReadonlySet<string>): boolean =>
    words.length > 0 && words.every((word) => nouns.has(word.text));
  if (are(appNouns)) return verb === null ? null : "apps";
  const isTold = wish.terms.some((term) => term.word >= 0 || term.isObject === true);
  if (!isTold && wish.mentions.length === 0) return "anything";
  if (verb === null) return null;
  if ((verb === "restore" || verb === "backup") && are(savedNouns)) return "anything";
  // "refresh the known hosts" is about `known_hosts`.
  const isNamed = wish.mentions.some(({ weak, targets }) => !weak && targets.length > 0);
  const sets = verb === "deploy" || verb === "configure";
  return !sets && !isNamed && are(machineNouns) ? "machines" : null;
}

/** How strongly a name in the wish points at an entry. */
export interface NameEvidence {
  readonly strength: number;
  /** Null where the service is taken over from the wish before, or the whole file name is in the words. */
  readonly mention: Mention | null;
  /** Every word of the entry's file name stands in the wish. */
  readonly whole: boolean;
}

const placeShare: Readonly<Record<"configure" | "other", Record<Mention["place"], number>>> = {
  configure: { target: 1, object: 0.98, for: 1, aside: 0.72 },
  other: { target: 0.97, object: 1, for: 0.97, aside: 0.62 },
};

/** Evidence by entry number. */
export type Named = Map<number, NameEvidence>;

/** Entries that the wish names, or whose service it takes over from the wish before. */
export function namedEntries(index: MatchIndex, wish: Wish, inherited: string | null): Named {
  const found: Named = new Map();
  const shares = placeShare[wish.clause.verb === "configure" ? "configure" : "other"];
  const onlyAside = wish.mentions.every((mention) => mention.place === "aside");
  for (const mention of wish.mentions) {
    const share = onlyAside || isMeans(wish, mention) ? 0.95 : shares[mention.place];
    addMention(found, mention, isBeneficiary(wish, mention) ? beneficiaryShare : share);
  }
  addSiblings(index, found);
  addNamesakes(index, wish, found);
  addTypedNames(index, wish, found);
  for (const number of index.services.get(inherited ?? "") ?? []) {
    if (!found.has(number)) found.set(number, { strength: 0.96, mention: null, whole: false });
  }
  return found;
}

/** "a web interface for docker", "metrics from postgres": what is wanted stands before it. */
export function isBeneficiary(wish: Wish, mention: Mention): boolean {
  if (isMeans(wish, mention)) return false;
  const { verb, isLoose, purposeWord } = wish.clause;
  const isWanted = verb === null || verb === "deploy" || isLoose || purposeWord !== null;
  const before = wish.terms.some((term) => term.word >= 0 && term.word < mention.from);
  return isWanted && before && (mention.place === "for" || mention.place === "aside");
}

/** "take backups with rsnapshot": where nothing else is named, the means is what is wanted. */
export function isMeans(wish: Wish, mention: Mention): boolean {
  const before = wish.words[mention.from - 1]?.text ?? "";
  const isAlone = wish.mentions.every((other) => other === mention || other.weak);
  return mention.product && isAlone && ["with", "using", "via"].includes(before);
}

const beneficiaryShare = 0.8;

function addMention(found: Named, mention: Mention, share: number): void {
  for (const target of mention.targets) {
    const strength = mention.quality * target.strength * share;
    if ((found.get(target.entry)?.strength ?? 0) < strength) {
      found.set(target.entry, { strength, mention, whole: false });
    }
  }
}

/** Entries of a service that one of its entries' own aliases names: a little weaker than that entry. */
function addSiblings(index: MatchIndex, found: Named): void {
  const services = new Map<string, NameEvidence>();
  for (const [number, evidence] of found) {
    const service = index.entries[number]?.serviceId ?? "";
    if ((services.get(service)?.strength ?? 0) < evidence.strength) services.set(service, evidence);
  }
  for (const [service, evidence] of services) {
    for (const number of index.services.get(service) ?? []) {
      if (!found.has(number))
        found.set(number, { ...evidence, strength: evidence.strength * 0.93 });
    }
  }
}

const namesakeStrength = 0.9;
const describedShare = 0.88;
const describedStrength = 0.85;
const setsUp: ReadonlySet<Verb | null> = new Set<Verb | null>([null, "deploy", "configure", "run"]);

/** "upgrade the mikrotik routers": `mikrotik_upgrade_ros.yml`, where what is plainly called mikrotik upgrades nothing. */
function addNamesakes(index: MatchIndex, wish: Wish, found: Named): void {
  const { verb } = wish.clause;
  if (verb === null || setsUp.has(verb)) return;
  const does = (number: number): boolean => index.entries[number]?.verbs.includes(verb) === true;
  const isOffered = [...found].some(([number, { strength }]) => strength > 0.8 && does(number));
  if (isOffered) return;
  for (const mention of wish.mentions) {
    if (mention.weak || mention.targets.length === 0 || mention.place === "aside") continue;
    const strength = namesakeStrength * mention.quality;
    const stems = wish.words.slice(mention.from, mention.to).map((word) => word.stem);
    for (const number of described(index, stems).filter(does)) {
      found.set(number, { strength: strength * describedShare, mention, whole: false });
    }
    for (const number of namesakes(index, stems).filter(does)) {
      found.set(number, { strength, mention, whole: false });
    }
  }
}

/** Entries that say so in their name or description: "tears down the k3s cluster". */
function described(index: MatchIndex, stems: readonly string[]): number[] {
  const lists = stems.map((stem) => index.postings.get(stem) ?? []);
  const numbers = lists.map((list) =>
    list.filter((_, at) => at % 2 === 0 && (list[at + 1] ?? 0) >= describedStrength),
  );
  const [first = [], ...others] = numbers;
  return first.filter((number) => others.every((list) => list.includes(number)));
}

function namesakes(index: MatchIndex, stems: readonly string[]): number[] {
  const [first = "", ...others] = stems;
  return (index.byNameStem.get(first) ?? []).filter((number) =>
    others.every((stem) => index.entries[number]?.nameStems.includes(stem)),
  );
}

const typedNameStrength = 0.96;

/**
 * The share of the words in an entry's file name and service that the wish holds, in any order, 0–1: "check the time
 * sync" holds all of `time_sync_check`.
 *
 * @param impliedVerb what a verb in the name counts that the wish says in another word
 */
export function nameShare(item: IndexedEntry, wish: Wish, impliedVerb = 1): number {
  const { nameStems } = item;
  if (nameStems.length === 0) return 0;
  const held = nameStems.map((stem) => {
    if (wish.stems.has(stem) || sharesIdea(stem, wish.ideas)) return 1;
    return isVerbOf(stem, wish.clause.verb) ? impliedVerb : 0;
  });
  return held.reduce((sum, share) => sum + share, 0) / nameStems.length;
}

/** "dump the postgres databases" and `postgres-backup`: the name says the verb in another word. */
function isVerbOf(stem: string, verb: Verb | null): boolean {
  const own = verbOfStem(stem);
  if (own === null) return false;
  const either = verb === "deploy" || verb === "configure";
  const setsUp = own === "deploy" || own === "configure";
  return own === verb || (setsUp && (either || verb === null));
}

function sharesIdea(stem: string, ideas: ReadonlySet<string>): boolean {
  return ideasOfStem(stem).some((idea) => ideas.has(idea));
}

/** Two words at least say the name; a verb that only goes with it ("configure_swap") is none of them. */
function isTold(item: IndexedEntry, wish: Wish): boolean {
  const { verb } = wish.clause;
  const said = item.nameStems.filter(
    (stem) =>
      wish.stems.has(stem) ||
      sharesIdea(stem, wish.ideas) ||
      (verb !== null && verbOfStem(stem) === verb),
  );
  return said.length >= 2;
}

/** Entries whose whole file name, of two words or more, stands in the wish, though not as one phrase. */
function addTypedNames(index: MatchIndex, wish: Wish, found: Named): void {
  const near = new Set([...wish.stems].flatMap((stem) => index.byNameStem.get(stem) ?? []));
  for (const number of near) {
    const item = index.entries[number];
    if (item === undefined || nameShare(item, wish) < 1 || !isTold(item, wish)) continue;
    const known = found.get(number);
    const isStronger = known !== undefined && known.strength >= typedNameStrength;
    const evidence = isStronger ? known : { strength: typedNameStrength, mention: null };
    found.set(number, { ...evidence, whole: true });
  }
}
