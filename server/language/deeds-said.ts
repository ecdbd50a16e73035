import type { Verb } from "#server/contracts/request.ts";
import { fold } from "./words.ts";

/**
 * Words that ask for a deed wherever they stand, in the languages that requests come in: "the nightly copy has to be
 * restored", "bitte neu starten". Folded, without accents. An imperative in English is read by `leadingVerb`.
 */
const deedWords: Readonly<Partial<Record<Verb, string>>> = {
  deploy: `install\\w*|deploy\\w*|redeploy\\w*|provision|set(?:ting)? (?:it |them |this |that )?up|roll(?:ed|ing)? out|
    einricht\\w*|aufsetz\\w*|mettre en place|instala\\w*|zainstal\\w*|opzetten|instalacja`,
  update: `updat\\w*|upgrad\\w*|patch(?:es|ed|ing)?|bump(?:ed)?|newest|latest|newer|up to date|aktualisier\\w*|neueste\\w*|
    neuen? stand|mets?(?:tre)? a jour|mise a jour|mises a jour|actualiz\\w*|atualiz\\w*|aktualiz\\w*|bijwerken|aggiorna\\w*|
    derniere version|ultima version|ultima versao|najnowsz\\w*`,
  remove: `remov\\w*|delet\\w*|uninstall\\w*|deinstall\\w*|purg\\w*|clean(?:ed|ing|up|s)?|prun\\w*|wip(?:e|ed|ing)|discard|
    throw\\w* (?:\\w+ ){0,4}?(?:away|out)|get(?:ting)? rid|tear\\w* (?:\\w+ ){0,3}?down|destroy\\w*|decommission\\w*|
    deprovision\\w*|dismantle|evict|strip|off (?:the|this|that|our|my) (?:box|host|machine|server)|entfern\\w*|(?:ge)?losch\\w*|
    aufraum\\w*|supprim\\w*|desinstal\\w*|nettoy\\w*|elimina\\w*|borra\\w*|quita(?:r)?|limpi\\w*|remova|limpa\\w*|
    usun\\w*|skasuj|verwijder\\w*|opruim\\w*|rimuov\\w*|cancella\\w*`,
  backup: `back(?:s|ed|ing)? (?:\\w+ ){0,4}?up|backups?|backed up|snapshots?|archiv(?:e|es|ed)|dump(?:s|ed)?|cop(?:y|ies) of|save a copy|
    sicher(?:e|n|ung|ungen)|sauvegard\\w*|copias? de seguridad|respald\\w*|salvaguarda\\w*|kopi[ae] zapasow\\w*|
    reservekopie|bak mal`,
  restore: `restor\\w*|roll(?:ed|ing)? back|bring\\w* (?:\\w+ ){0,4}?back|go back to|recover\\w*|revert\\w*|undo|back to life|put [^.;,]{1,60}? back|
    back from (?:the )?(?:backup|dump|archive|copy|snapshot)|wiederherstell\\w*|zuruck\\w*|restaur\\w*|recuper\\w*|przywr\\w*|
    terugzet\\w*|ripristin\\w*|load (?:\\w+ ){0,4}?(?:dump|backup|archive)|import the dump`,
  restart: `restart\\w*|reboot\\w*|bounce|reload\\w*|neu ?start\\w*|neu zu? ?starten|redemarr\\w*|reinici\\w*|
    zrestart\\w*|herstart\\w*|riavvi\\w*|off and on`,
  start: `start(?:s|ed)?|boot|power(?:ed)? (?:\\w+ ){0,3}?(?:on|up)|turn(?:ed)? (?:\\w+ ){0,3}?on|wake\\w*|hochfahr\\w*|einschalt\\w*|
    anschalt\\w*|starte|demarr\\w*|allum\\w*|arranc\\w*|encend\\w*|enciend\\w*|liga(?:r)?|wlacz\\w*|avvia\\w*|spin (?:\\w+ ){0,3}?up`,
  stop: `stop(?:s|ped)?|shut\\w* (?:\\w+ ){0,4}?(?:down|off)|shutdown|power(?:ed)? (?:\\w+ ){0,4}?(?:off|down)|
    (?:turn|switch)(?:ed)? (?:\\w+ ){0,4}?off|turn off|halt(?:ed)?|kill|pause|ausschalt\\w*|runterfahr\\w*|herunterfahr\\w*|
    abschalt\\w*|arret\\w*|etein\\w*|deten\\w*|desliga\\w*|pare|wylacz\\w*|zatrzym\\w*|uitzet\\w*|spegn\\w*|ferma\\w*`,
  report: `show|list|check\\w*|status|report|how (?:full|much|many|long|old)|which|whether|verify|inspect|look at|
    zeig\\w*|prufe?n?|schau\\w*|nachseh\\w*|sieh|montre\\w*|affich\\w*|verifi\\w*|liste[rz]?|muestra\\w*|comprueb\\w*|
    mostra\\w*|pokaz\\w*|sprawdz\\w*|controleer|laat zien`,
};

const makesCopy =
  /\b(?:back (?:\w+ ){0,4}?up|backed up|(?:make|take|create|run|save) (?:an? |the |another )?(?:\w+ )?(?:backup|snapshot|dump|copy|archive)|archive|snapshot (?:the|my|all|each|every))\b/;

const patterns: readonly (readonly [Verb, RegExp])[] = Object.entries(deedWords).map(
  ([verb, words]) => [
    verb as Verb,
    new RegExp(`(?<![\\w-])(?:${words.replace(/\|\s+/g, "|")})(?![\\w-])`),
  ],
);

/** Longer messages are read up to here. */
const longest = 1_000;

/** Deeds that a text speaks of anywhere, as opposed to what it begins with. */
export function deedsSaid(text: string): ReadonlySet<Verb> {
  const said = fold(text.slice(0, longest));
  const found = new Set(patterns.filter(([, pattern]) => pattern.test(said)).map(([verb]) => verb));
  // "Show me the backups", "put the dump back": what is shown or put back is a copy, none is asked for.
  const isCopyMeant = found.has("restore") || found.has("remove") || found.has("report");
  if (isCopyMeant && !makesCopy.test(said)) found.delete("backup");
  return found;
}
