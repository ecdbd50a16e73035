import { readClause } from "#server/language/clause.ts";
import { everydayWords } from "#server/language/everyday-words.ts";
import {
  asksSomething,
  isChatting,
  isDangerous,
  isErrand,
  onlyAsks,
} from "#server/language/message-signs.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { fold, type Word, wordsOf } from "#server/language/words.ts";
import { readFollowUp } from "./follow-up.ts";
import { readQuestion } from "./question-rules.ts";

/** Longer messages are read up to here. */
const maxWords = 40;

/**
 * What a message shows of what it is: named signs of its form, its words, how they begin and their letters, and
 * neighbouring pairs of words. The name of a product or machine is only counted as a rare word: what a message is does not hang on it.
 */
export function actSigns(text: string): string[] {
  const clause = readClause(text);
  const words = wordsOf(text).slice(0, maxWords);
  const said = words.map(shown);
  const pairs = ["^", ...said].map((word, at) => `${word} ${said[at] ?? "$"}`);
  const isQuestion = readQuestion(text, clause.plain) !== null;
  const forms: readonly (readonly [string, boolean])[] = [
    ["#always", true],
    ["#question", isQuestion],
    ["#only_asks", onlyAsks(text)],
    ["#asks", asksSomething(text)],
    ["#marked", /\?\s*$/.test(text)],
    ["#dangerous", isDangerous(text)],
    ["#errand", isErrand(text)],
    ["#chatting", isChatting(text)],
    ["#imperative", clause.isImperative],
    [`#verb_${clause.verb ?? "none"}`, true],
    ["#loose", clause.isLoose],
    ["#refers_back", clause.refersBack],
    ["#follow_up", readFollowUp(clause.plain, clause.said) !== null],
    ["#one_word", words.length === 1],
    ["#few_words", words.length <= 4],
    ["#many_words", words.length > 12],
    ["#rare_word", said.includes("*")],
    ["#all_rare", words.length > 0 && said.every((word) => word === "*")],
    ["#noise", isNoise(words)],
    ["#named", namesSomething(text)],
    ["#to_it", words.some(({ text: word }) => toIt.has(word))],
    ["#marked_and_named", /\?\s*$/.test(text) && namesSomething(text)],
  ];
  const plain = words.map(({ text: word }) => word).filter((word) => !isName(word));
  const heads = plain
    .filter((word) => word.length > headLength)
    .map((word) => `~${word.slice(0, headLength)}`);
  return [
    ...forms.filter(([, holds]) => holds).map(([name]) => name),
    ...new Set([...said, ...plain, ...heads, ...pairs, ...plain.flatMap(lettersOf)]),
  ];
}

/** Runs of three and four letters of a word, its ends marked: "resat" and "restart" share some, as do kindred languages. */
function lettersOf(word: string): string[] {
  const marked = `_${word}_`;
  return [3, 4].flatMap((length) =>
    Array.from(
      { length: Math.max(0, marked.length - length + 1) },
      (_, at) => `=${marked.slice(at, at + length)}`,
    ),
  );
}

/** Words that speak to Chiffon, or of it. */
const toIt = new Set(
  "you u ya ye your yourself urself chiffon bot assistant robot du dich dir dein deine tu te toi ton ta vous tus usted voce vc teu sei puoi".split(
    " ",
  ),
);

/** Typos and endings stand further back. */
const headLength = 4;

/** Speaks of a product or a machine by name. */
export function namesSomething(text: string): boolean {
  return wordsOf(text)
    .slice(0, maxWords)
    .some(({ text: word }) => isName(word));
}

function isName(word: string): boolean {
  return /\d/.test(word) || knownServices.get(word)?.ordinaryWord === false;
}

function shown({ text }: Word): string {
  return isCommon(text) ? text : "*";
}

function isCommon(word: string): boolean {
  return everydayWords.has(word) || stopWords.has(word) || tellingWords.has(word);
}

/** Words beside the everyday ones that tell what a message is, whatever it is about. */
const tellingWords = new Set(
  fold(
    `approve approved approves approval aprove reject cancel abort stop undo revert rollback back confirm confirmed lgtm ship proceed ahead
    deny decline forget nvm nevermind oops wrong mistake whoa hang
    deploy install restart reboot start remove uninstall update upgrade backup restore configure setup maintain maintenance
    enable disable create run rerun execute redeploy patch clean kick bounce spin pull
    fail failed fails failing failure broke broken error errors status running runs pending waiting queue offline online
    unreachable happened changed touched history log logs last latest recent recently spent cost disk disks full space
    machine machines host hosts server servers box agent agents group playbook playbooks ansible chiffon plan plans card
    hello hi hey hiya howdy yo morning evening afternoon thanks thx ta cheers cool nice lol haha bye goodnight
    wipe erase delete format destroy nuke everything data password passwords firewall internet root keys disk drive
    pizza weather alarm timer music song joke poem recipe taxi flight translate score homework phone text email
    ja nein mach machen los genehmigen genehmigt freigeben freigegeben ablehnen abbrechen stopp halt neu starten neustart
    installieren installiere lauft passiert fehlgeschlagen warum wann wer wo was welche wie viel voll danke hallo moin tschuss
    oui non valide valider approuver annule annuler arrete relance installe demarre marche pourquoi quand qui quoi combien
    salut bonjour merci efface supprime tout
    si no aprueba aprobar aprobado cancela cancelar para reinicia instala actualiza borra elimina que quien cuando cuanto donde
    hola gracias adios todo nada lleno esta corriendo
    sim nao aprova aprovar aprovado cancela para reinicia instala atualiza apaga remove quem quando quanto onde porque ola obrigado
    obrigada tchau tudo nada cheio rodando correndo`,
  )
    .trim()
    .split(/\s+/),
);

/** "asdfjkl", "ghhhh7y7": letters that make no word in any language. */
function isNoise(words: readonly Word[]): boolean {
  const odd = words.filter(({ text }) =>
    /[bcdfghjklmnpqrstvwxz]{5}|(.)\1{3}|^[^aeiouy\d]{4,}$|^(?:asdf|qwer|zxcv|hjkl|jkl|sdf)/.test(
      text,
    ),
  );
  return words.length > 0 && odd.length * 2 >= words.length;
}
