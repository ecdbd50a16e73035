import type { Verb } from "#server/contracts/request.ts";
import { editDistance } from "#server/lib/edit-distance.ts";
import { commonWords } from "./stop-words.ts";
import { stem } from "./words.ts";

/** Words that ask for something, by what they ask for. Base forms: an imperative has no ending. */
const verbWords: Readonly<Record<Verb, string>> = {
  deploy: `deploy install setup provision create host launch spin bootstrap stand roll implement want need get give
    put build make bring introduce initialize initialise`,
  configure: `configure add change set edit adjust modify enable disable register import include link connect integrate
    join rotate renew issue generate define point rename assign grant revoke allow block open close schedule tune
    harden secure reconfigure customize customise extend resize expand populate publish expose route redirect map mount
    unmount share attach sync synchronize apply activate deactivate whitelist blacklist unblock tweak ban unban trust
    invite onboard offboard protect lock unlock turn wire hook insert append toggle switch use`,
  update: "update upgrade patch bump refresh pull recreate migrate renovate modernize",
  remove: `remove reset uninstall delete purge wipe destroy drop erase undeploy decommission nuke prune clean cleanup clear
    eliminate scrap unregister retire teardown deprovision`,
  backup: "backup archive snapshot dump export save",
  restore: "restore recover rollback revert rewind undo",
  restart: "restart reboot bounce cycle reload relaunch kick rerun",
  start: "start boot resume unpause wake",
  stop: "stop halt kill pause shutdown suspend quit terminate",
  report: `report show list check display tell say greet print view inspect count describe verify test see look find summarize
    summarise audit examine diagnose query measure gather collect status whats which how ping probe scan preview`,
  run: "run execute do perform trigger play start-up",
};

const phrases: readonly (readonly [RegExp, Verb])[] = [
  [/^set(?:ting)? up\b/, "deploy"],
  [/^(?:apply|install|run|do|get)\b(?=.{0,40}\b(?:updates?|upgrades?|patches)\b)/, "update"],
  [/^take\b(?=.{1,60}\bdown\s*[.!?]*$)/, "stop"],
  [/^take\b(?=.{1,60}\b(?:out|away|off the)\b)/, "remove"],
  [
    /^(?:get|fetch|grab|pull|gather)\b(?=.{0,30}\b(?:facts?|info(?:rmation)?|status|lists?|reports?|overview|logs?|stats|statistics|details)\b)/,
    "report",
  ],
  [/^reset(?=.{0,40}\b(?:passwords?|passphrases?|keys?|counters?)\b)/, "configure"],
  [/^back(?=\s\S.{0,60}\sup\b)/, "backup"],
  [/^roll(?=\s\S.{0,60}\sback\b)/, "restore"],
  [/^shut(?=\s\S.{0,60}\s(?:down|off)\b)/, "stop"],
  [/^(?:tear|pull)(?=\s\S.{0,60}\sdown\b)/, "remove"],
  [
    /^(?:bring|move|take|get|put)(?=\s.{1,60}\b(?:newer|newest|latest|next|recent) (?:versions?|releases?)\b)/,
    "update",
  ],
  [/^set(?=\s\S.{0,60}\sup\s*[.!?]*$)/, "deploy"],
  [/^(?:spin|bring|stand) up\b/, "deploy"],
  [/^roll out\b/, "deploy"],
  [/^(?:get|make) rid of\b/, "remove"],
  [/^(?:take|tear|pull) down\b/, "remove"],
  [/^back(?:ing)? up\b/, "backup"],
  [
    /^(?:make|take|create|do|run) (?:a |an |the )?(?:\w+ )?(?:backup|snapshot|archive|dump)\b/,
    "backup",
  ],
  [/^roll back\b/, "restore"],
  [/^(?:shut|power) (?:down|off)\b/, "stop"],
  [/^(?:turn|switch) off\b/, "stop"],
  [/^(?:turn|switch|power) on\b/, "start"],
  [/^(?:fire|start|boot) up\b/, "start"],
  [/^clean(?:ing)? up\b/, "remove"],
  [/^(?:have|take) a look\b/, "report"],
  [/^(?:find|figure) out\b/, "report"],
  [/^(?:keep|bring)\b(?= .{0,60}\b(?:up to date|current|updated)\b)/, "update"],
  [/^(?:what|which|how much|how many|is|are|am|who|do|does|has|where|when|why)\b/, "report"],
];

const byWord: ReadonlyMap<string, Verb> = new Map(
  (Object.keys(verbWords) as Verb[]).flatMap((verb) =>
    verbWords[verb]
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => [word, verb] as const),
  ),
);

/** Words too weak to say what a file name does: "use", "open" and their like. */
const weakInNames = new Set(
  "want need get give put make do use host map lock share link count close point issue save find look test tell which how whats open build cycle play apply list all view query report trust drop clear scan wire hook status ping launch bring stand roll ship switch turn set route redirect block secure spin kick cycle export dump archive".split(
    " ",
  ),
);

/** An imperative and how many characters it takes. */
export interface LeadingVerb {
  readonly verb: Verb;
  readonly length: number;
  readonly word: string;
}

/** Verbs that deploy or configure, depending on what follows: "create a user", "add a media server". */
const loose = new Set(
  "create make add put get give want need generate define include use enable provide host".split(
    " ",
  ),
);

/** True for a verb that says little by itself, so that deploying and configuring both answer it. */
export function isLooseVerb(word: string): boolean {
  return loose.has(word);
}

/** Verbs that may ask for anything: "get me …", "do my …". */
const vague = new Set("want need get give make do use have keep provide host let".split(" "));

/** True for a verb that leaves open what is to be done. */
export function isVagueVerb(word: string): boolean {
  return vague.has(word);
}

const nounLike = new Set(
  "backup update upgrade report restart snapshot archive link host share map use play access list test search start stop check list dump export import patch view pull build count measure query point lock open close block point status how which set run display probe".split(
    " ",
  ),
);

/** True for a verb that is a noun as often: "backup server". */
export function isNounLike(word: string): boolean {
  return nounLike.has(word);
}

/** Imperatives that ask for nothing but the doing: what they act on says which playbook is meant. */
const bare = new Set(
  `deploy install setup provision create host launch spin bootstrap stand roll implement want need get give put build make
  bring introduce initialize initialise configure add change set edit adjust modify enable disable include update upgrade
  bump refresh remove uninstall delete purge drop erase undeploy decommission eliminate scrap unregister retire teardown
  restart reboot bounce cycle reload relaunch kick rerun start resume unpause stop halt kill pause shutdown suspend
  quit terminate run execute do perform trigger use apply restore recover rollback revert reconfigure take tear turn
  switch shut power fire keep have pull`.split(/\s+/),
);
/** Imperatives and questions that ask to be shown something: what it is stands behind them. */
const looking = new Set(
  `show list check tell say display print view look see find count describe report is are am do does has where when why who how what which whats status
  figure`.split(/\s+/),
);

/** The word of an imperative (as `leadingVerb` gives it) that may say what the wanted thing is for; empty where only the rest says it. */
export function purposeOf(phrase: string): string | null {
  const first = phrase.split(" ")[0] ?? "";
  if (first === "keep") return "update";
  if (first === "" || bare.has(first)) return null;
  if (looking.has(first)) return "";
  return /^back(?:ing)? up\b/.test(phrase) ? "backup" : first;
}

/** Weak words that do say something at the end of a name: "update-check". */
const lookingVerbs = new Set([
  "check",
  "list",
  "test",
  "find",
  "scan",
  "probe",
  "query",
  "view",
  "info",
]);

/** What an imperative at the start of `text` asks for: `length` is how many characters it takes. */
export function leadingVerb(text: string): LeadingVerb | null {
  for (const [pattern, verb] of phrases) {
    const match = pattern.exec(text);
    if (match !== null) return { verb, length: match[0].length, word: match[0] };
  }
  const word = /^[a-z][a-z-]*/.exec(text)?.[0] ?? "";
  const verb = byWord.get(word) ?? byWord.get(word.replace(/^re-/, "re"));
  return verb === undefined ? null : { verb, length: word.length, word };
}

const misspeltCandidates =
  "deploy install setup provision configure update upgrade remove uninstall delete backup restore restart reboot start stop launch create enable disable change report check".split(
    " ",
  );

/** An imperative with a typo at the start of `text`; ordinary words are none. */
export function misspeltVerb(text: string): LeadingVerb | null {
  const word = /^[a-z]{5,}/.exec(text)?.[0];
  if (word === undefined || commonWords.has(word)) return null;
  const limit = word.length >= 8 ? 2 : 1;
  for (const candidate of misspeltCandidates) {
    const verb = verbOfWord(candidate);
    if (verb !== null && editDistance(word, candidate, limit) <= limit) {
      return { verb, length: word.length, word: candidate };
    }
  }
  return null;
}

const byStem: ReadonlyMap<string, Verb> = new Map(
  [...byWord].map(([word, verb]) => [stem(word), verb] as const),
);

/** The verb that a stemmed word stands for, or null. */
export function verbOfStem(stemmed: string): Verb | null {
  return byStem.get(stemmed) ?? null;
}

/** The verb that a whole lower-case word is, or null. */
export function verbOfWord(word: string): Verb | null {
  return byWord.get(word) ?? null;
}

/**
 * The verb that a part of a file name says, or null: also nouns such as "backups" and "installation".
 *
 * @param isLast the part ends the name: "update-check" checks
 */
export function verbInName(word: string, isLast = false): Verb | null {
  if (word === "status" || word === "report") return "report";
  if (weakInNames.has(word)) return isLast && lookingVerbs.has(word) ? "report" : null;
  const direct = byWord.get(word);
  if (direct !== undefined) return direct;
  const noun: Readonly<Record<string, Verb>> = {
    installation: "deploy",
    deployment: "deploy",
    backups: "backup",
    upgrades: "update",
    updates: "update",
    configuration: "configure",
    config: "configure",
    removal: "remove",
    deprovisioning: "remove",
    uninstallation: "remove",
    restoration: "restore",
    down: "stop",
    off: "stop",
    rm: "remove",
    absent: "remove",
    provisioning: "deploy",
    healthcheck: "report",
    verify: "report",
    audit: "report",
    facts: "report",
    diagnostics: "report",
    info: "report",
  };
  return noun[word] ?? null;
}

/**
 * How well an entry that does `offered` serves who asks for `wanted`, 0–1. Same verb 1; what a re-run of a deployment
 * also achieves is worth asking about (0.5–0.85); opposites are worth nothing.
 */
export function verbFit(wanted: Verb | null, offered: readonly Verb[], isLoose = false): number {
  if (offered.length === 0) return wanted === null ? 0.85 : 0.7;
  const either = isLoose && (wanted === "deploy" || wanted === "configure");
  const best = Math.max(...offered.map((verb) => fitOf(wanted, verb)));
  const other = either && offered.some((verb) => verb === "deploy" || verb === "configure");
  return other ? Math.max(best, 0.96) : best;
}

const fits: Readonly<Record<Verb, Readonly<Partial<Record<Verb, number>>>>> = {
  deploy: { run: 0.9, configure: 0.8, start: 0.6, update: 0.6 },
  configure: { deploy: 0.76, run: 0.86, update: 0.6 },
  update: { deploy: 0.76, run: 0.8, configure: 0.5, report: 0.4 },
  remove: { run: 0.5, stop: 0.4, configure: 0.45 },
  backup: { run: 0.8 },
  restore: { run: 0.7 },
  restart: { run: 0.6, start: 0.62, deploy: 0.55, update: 0.5 },
  start: { run: 0.8, deploy: 0.7, configure: 0.7, restart: 0.75 },
  stop: { run: 0.5, remove: 0.3 },
  report: { run: 0.8 },
  run: {
    deploy: 0.9,
    report: 0.9,
    backup: 0.9,
    update: 0.9,
    configure: 0.88,
    start: 0.86,
    restart: 0.8,
  },
};

function fitOf(wanted: Verb | null, offered: Verb): number {
  if (wanted === offered) return 1;
  if (wanted === null) {
    return offered === "deploy" || offered === "run" ? 0.92 : offered === "report" ? 0.8 : 0.6;
  }
  return fits[wanted][offered] ?? 0.2;
}
