import type { Verb } from "#server/contracts/request.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { stem, wordsOf } from "#server/language/words.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import type { ReadIntent } from "./read-intent.ts";

/** What is done to a thing that is there: who asks for it is not served by what sets the thing up. */
export const deeds: ReadonlySet<Verb | null> = new Set<Verb | null>([
  ...(["backup", "restore", "remove", "stop", "start", "restart", "report"] as const),
]);

/** What a playbook for any app may do to one that the catalog does not know: it was installed some other way. */
const actsOnUnlisted: ReadonlySet<Verb | null> = new Set<Verb | null>([
  "restart",
  "start",
  "stop",
  "backup",
  "restore",
  "update",
  "remove",
]);

/** True where the intent is about one app: only then does "restart an app" serve it. */
export function isAboutApp(index: MatchIndex, intent: ReadIntent): boolean {
  const meant = intent.mentions.filter(({ place }) => place !== "aside");
  return (
    meant.some(({ targets }) => targets.some(({ entry }) => isApp(index, entry))) ||
    (actsOnUnlisted.has(intent.clause.verb) && meant.some(isMissing))
  );
}

function isApp(index: MatchIndex, number: number): boolean {
  const item = index.entries[number];
  if (item === undefined || item.actsOnAnyApp) return false;
  const siblings = index.services.get(item.serviceId) ?? [];
  const deploys = siblings.some(
    (sibling) => index.entries[sibling]?.verbs.includes("deploy") === true,
  );
  return deploys || item.known !== null || item.entry.images.length > 0;
}

/** A product that is named and that no entry is about. */
export function isMissing({ product, targets }: Mention): boolean {
  return product && targets.length === 0;
}

/** A missing product of which the repository's own texts do not even speak: they often say what a playbook works with. */
export function isUnheardOf(index: MatchIndex, mention: Mention): boolean {
  const parts = wordsOf(mention.typed).map((word) => word.stem);
  const isSaid = (part: string): boolean => index.postings.has(part);
  return isMissing(mention) && !isSaid(stem(parts.join(""))) && !parts.every(isSaid);
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

/** What an intent is about that names nothing: whole machines, every app, or just anything. */
export type AllThereIs = "machines" | "apps" | "anything";

/** "reboot the servers", "update all containers", "back up everything": a verb, and only words for all there is. */
export function aboutAll(intent: ReadIntent): AllThereIs | null {
  const { verb } = intent.clause;
  const words = intent.words.filter(
    ({ text }) =>
      (!stopWords.has(text) || appNouns.has(text)) &&
      !(verb === "update" && /^(?:version|release)s?$/.test(text)),
  );
  const are = (nouns: ReadonlySet<string>): boolean =>
    words.length > 0 && words.every((word) => nouns.has(word.text));
  if (are(appNouns)) return verb === null ? null : "apps";
  if (intent.terms.length === 0 && intent.mentions.length === 0) return "anything";
  if (verb === null) return null;
  if ((verb === "restore" || verb === "backup") && are(savedNouns)) return "anything";
  // "refresh the known hosts" is about `known_hosts`.
  const isNamed = intent.mentions.some(({ weak, targets }) => !weak && targets.length > 0);
  const sets = verb === "deploy" || verb === "configure";
  return !sets && !isNamed && are(machineNouns) ? "machines" : null;
}

/** "a web interface for docker", "metrics from postgres": what is wanted stands before it. */
export function isServed(intent: ReadIntent, mention: Mention): boolean {
  const { verb, isLoose, purposeWord } = intent.clause;
  const isWanted = verb === null || verb === "deploy" || isLoose || purposeWord !== null;
  const before = intent.terms.some((term) => term.word >= 0 && term.word < mention.from);
  return isWanted && before && (mention.place === "for" || mention.place === "aside");
}
