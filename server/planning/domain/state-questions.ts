import { isReference, refersBack } from "#server/language/back-references.ts";
import { onlyAsks } from "#server/language/message-signs.ts";
import { fold } from "#server/language/words.ts";
import type { Question, QuestionTopic } from "./message-kind.ts";

type Topic = readonly [RegExp, QuestionTopic];

/** What somebody asks who wants a reason, a person or a time, in the languages that requests come in; first match wins. */
const pointed: readonly Topic[] = [
  [
    /\bwhat (?:(?:do|would|will|does|should|else do) (?:i|we|you|one|it) (?:all )?(?:need|have to have)|(?:is|are) (?:needed|required)|would (?:i|we) need|does it take)\b(?: (?:for|to (?:run|host|set up|install|deploy|self-?host|get)|in order to)\b)|\b(?:which|what) ports? (?:does|would|do|will)\b|\brequirements? (?:of|for)\b|\bwas (?:brauche|brauchen|braucht) (?:ich|wir|man|es) (?:alles )?(?:fur|um)\b|\bde quoi (?:ai-je|a-t-on|j'ai|on a) besoin pour\b|\bque (?:necesito|necesitamos|hace falta) para\b|\b(?:do|o) que (?:preciso|precisamos) para\b/,
    "needs",
  ],
  [
    /^(?:and |so |but |ok |also )*(?:(?:which of us|who)(?: else)? (?:can|may|could|is (?:allowed|able)|holds?|is (?:an? )?(?:admin|approver|operator|viewer))|wer (?:darf|kann)|qui (?:peut|a le droit)|quien puede|quem pode|chi puo)\b|\b(?:roles?|accounts?|users|members|admins?|approvers?|operators?|viewers?|rolle|konto|konten|ruolo|ruoli|papel|compte|comptes|cuentas?|contas?|only look|approval rights)\b/,
    "people",
  ],
  [
    /\b(?:why|how come|what went wrong|what was wrong|what(?:'s| is) the (?:error|problem|reason)|what does the error say|(?:exact|full|whole) (?:error|message)|(?:error|message) .{0,20}(?:say|said|word for word)|what was the (?:error|message)|warum|perche|come mai|wieso|weshalb|pourquoi|por que|porque|que salio mal|o que correu mal)\b/,
    "why",
  ],
  [
    /^(?:and |so |but |ok |also )*(?:who(?:'?s|se)?|by whom|wer|wem|qui|quien|quem|chi)\b(?! (?:are|is) you\b)(?!.*\b(?:offline|unreachable)\b)/,
    "who",
  ],
  [
    /\b(?:how long (?:does|do|did|will|would|should) .{0,80}\b(?:take|run|need)|how long .{0,60}\btook|wie lange (?:dauert|dauerte|braucht|hat)|combien de temps (?:prend|met|dure|faut|a pris|ca)|cuanto (?:tiempo )?(?:tarda|dura|tardo|lleva)|quanto tempo (?:demora|leva|levou|demorou)|quanto (?:ci mette|dura))\b/,
    "duration",
  ],
  [
    /\b(?:schedules?|scheduled|cron\w*|geplant|planifie\w*|programad[oa]s?|agendad[oa]s?|programmat[oaie])\b|\bnext (?:run|backup|update|upgrade|job|maintenance)\b/,
    "schedule",
  ],
  [
    /^(?:and |so |but |ok |also )*(?:when(?:'s)?|since when|how long (?:ago|since|has it been)|wann|seit wann|quand|cuando|quando|da quando)\b|\b(?:the|a) last time\b|\bzuletzt\b|\bderniere fois\b|\bultima v(?:ez|olta)\b|\bwhen .{1,40} (?:last|zuletzt)\b/,
    "last",
  ],
];

/** "why do people like elephants" is about nothing here. */
const troubled =
  /^(?:\w+\W+){0,4}\w+\W*$|\b(?:fail\w*|broke\w*|wrong|work\w*|error\w*|problem|die[ds]?|stop\w*|down|last|it|that|this|can't|cant|isn't|isnt|didn't|didnt|doesn't|doesnt|not|nicht|geht|reach\w*|run|ran|plan|slow|long|wait\w*|fehl\w*|marche|panne|funciona|falh\w*|fall\w*)\b/;

const troubles =
  "broken|on fire|burning|borked|busted|wrong|failing|failed|red|an error|errors?|problems?|trouble|issues?|kaputt|fehler|probleme|casse|panne|erreurs?|roto|rota|problemas?|errores|avariad[oa]|estragad[oa]|erros?";
const wellbeing =
  "ok(?:ay)?|fine|good|well|alright|all right|healthy|green|up|working|in order|normal|gut|in ordnung|gesund|bien|va bien|bueno|bem|tudo bem";

/** What asks for the state of things; first match wins. */
const open: readonly Topic[] = [
  [/\b(?:agents?|workers?)\b/, "reach"],
  [
    /\bhow (?:full|much (?:space|room|disk|storage|is left)|hot|warm|loaded|old)\b|\b(?:disk|disks|drives?|storage|space|platte\w*|disques?|discos?)\b.*\b(?:full|left|free|used|usage|voll|frei|plein|lleno|cheio)\b|\b(?:full|voll|plein|lleno|cheio)\b|\b(?:out of date|outdated|need(?:s|ing)? updat\w*|temperature)\b|\b(?:ram|memory|speicher|memoire|memoria) (?:on|of|auf|von|sur|de|en|do|da|no|na)\b|\bhow much (?:ram|memory)\b.*\b(?:has|have|on|got)\b|\b(?:which|what) (?:os|operating system|distro|linux)\b|\b(?:os|distro) (?:on|of)\b/,
    "report",
  ],
  [
    /^(?:list|show|name)(?: me| us)?(?: all)?(?: of)?(?: the| our| my)? (?:hosts?|machines?|servers?|computers?|boxes)\b|\b(?:which|what|list|how many|welche|wie viele|quels?|quelles|cuantas?|quantas?|que|quais|che|quali)\b.*\b(?:hosts?|machines?|servers?|boxes|nodes?|computers?|kisten|rechner|maschinen|maquinas?|macchine|servidores)\b.*\b(?:got|abbiamo|ci sono|have|there|know|exist|manage|see|reach|haben|gibt|hay|tenemos|temos|tem|connais|a-t-on)\b|\bin (?:the )?(?:\w+ )?group\b|\bgroups?\b|\b(?:hosts?|machines?|servers?) (?:are )?in \w+\b/,
    "hosts",
  ],
  [
    new RegExp(
      `^(?:(?:is|are|was|were|got|any|ist|sind|hay|ha|tem|y a-t-il|gibt es|il y a) )?(?:anything|something|everything|all|it all|any|things?|stuff|the (?:lab|homelab|house|network|servers?|machines?|fleet)|we|alles|etwas|irgendwas|tout|quelque chose|todo|algo|tudo|alguma coisa)?(?: is| are| ist| est| esta)?(?: still| all)? ?(?:${troubles}|${wellbeing})(?: (?:right now|now|at the moment|today|here|there|again|gerade|jetzt|ahora|agora|ici))*$`,
    ),
    "health",
  ],
  [
    /^(?:how(?:'s| is| are) (?:everything|things|it|the (?:lab|homelab|fleet|servers?|machines?))(?: (?:going|doing|looking))?|wie (?:geht|lauft|steht)\b.*|como (?:esta|vai|van) (?:todo|tudo|las? \w+|os? \w+))$/,
    "health",
  ],
  [
    /\b(?:wait(?:s|ing)|pending|awaiting|approval|approvals|to (?:be )?approved?|in the queue|queued|left to do|wartet|warten|offen|en attente|pendientes?|pendentes?|por aprobar|por aprovar|aguarda\w*|espera\w*)\b/,
    "waiting",
  ],
  [
    /\b(?:fail(?:ed|s|ing|ures?)?|broke|broken|errors?|went wrong|crash\w*|fehlgeschlagen|schief|echoue\w*|fallo|fallaron|fallado|falhou|falharam)\b/,
    "failures",
  ],
  [
    /\b(?:running|(?<=what|which|that|apps|services) runs|in progress|going on|happening|busy|executing|lauft|laufen|tourne\w*|en cours|corriendo|ejecutando\w*|a correr|rodando|em execucao|executar)\b(?!.*\b(?:on|auf|sur|en|em|no|na) [\w-]+$)/,
    "running",
  ],
  [
    /\b(?:cost|costs|spent|spend|paid|pay|bill|expensive|money|kostet|gekostet|kosten|coute|depense|cuesta|gastad\w*|custou|custa|gast\w+)\b/,
    "cost",
  ],
  [
    /\b(?:offline|unreachable|not (?:responding|reachable|answering)|down|reachable|online|respond\w*|alive|dead|answer(?:s|ing)?|repond\w*|rispond\w*|(?:can ?not|can't|cant|could not|couldn't) (?:be )?reach\w*|reach all|mort[aeo]?|muert[ao]s?|marche plus|healthy|times? out|erreichbar|tot|joignable|hors ligne|caid[oa]|accesible|acessivel|up(?! to\b)|(?<!sign\w* (?:it |that |this )?)off|on its feet)\b/,
    "reach",
  ],
  [
    /\b(?:which|what|welche\w*|quelle?|que|cual|qual|em que|on which|on what) (?:machine|host|server|box|nas|computer|node|one|rechner|maschine|maquina|servidor)\b|\bwhere(?:'s| is| are| does| do| did)?\b|\bwo\b|\bou (?:est|tourne|se)\b|\bdonde\b|\bonde\b/,
    "where",
  ],
  [
    /\b(?:what(?:'s| is| are| all|ever)?|which (?:services?|apps?|things?)|anything|something|was|quoi|que|o que)\b.*\b(?:on|auf|sur|en|em|no|na) (?:the |my |der |dem |le |la |el |o |a )?[\w.-]+(?: (?:right now|now|at the moment|these days|currently|gerade|agora|ahora))?$/,
    "on_host",
  ],
  [
    /\b(?:happen\w*|chang\w*|touch\w*|new|done|did|has|have|been|work(?:ed)?|log|history|lately|recent\w*|yesterday|today|last (?:night|week|time|one|run|plan|thing)|this (?:week|morning)|update[ds]?|deployed|installed|restart\w*|passiert|geandert|gelaufen|letzte\w*|heute|gestern|passe|change|hier|aujourd'hui|paso|cambi\w*|ayer|hoy|aconteceu|mudou|mud\w*|ontem|hoje|ultim[oa])\b/,
    "history",
  ],
];

/** Said so shortly that no question word is needed: "everything ok?", "all good", "any news". */
const short =
  /^(?:(?:is |are )?(?:everything|all|alles|tout|todo|tudo)(?: is| ist| est| esta)? (?:ok(?:ay)?|fine|good|alright|gut|in ordnung|va bien|bien|bem)|any (?:news|problems?|errors?|trouble|failures?|issues?)|anything (?:new|broken|wrong|failing|offline|down|waiting|running|to approve|i should know)(?: .{0,20})?|(?:system |lab |fleet )?(?:status|health)(?: check| report| please| of (?:everything|all|the (?:lab|fleet|machines)))*)$/;

/**
 * Reads a message that only asks for the state or the past of the installation. What it is about stays in `said`: the
 * services and machines of this installation are found in it where it is answered.
 *
 * @param text as it was written: its marks tell a question
 * @param plain the same as the rules read it
 */
export function readStateQuestion(text: string, plain: string): Question | null {
  const said = fold(plain);
  if (!short.test(said) && !onlyAsks(text)) return null;
  return ask(topicOf(said) ?? (short.test(said) ? "health" : "subject"), said);
}

/** Reads a message that is known to ask for the state or the past. */
export function asStateQuestion(plain: string): Question {
  const said = fold(plain);
  return ask(topicOf(said) ?? "subject", said);
}

function topicOf(said: string): QuestionTopic | null {
  const found = [...pointed, ...open].find(
    ([pattern, topic]) => pattern.test(said) && (topic !== "why" || troubled.test(said)),
  );
  return found?.[1] ?? null;
}

function ask(topic: QuestionTopic, said: string): Question {
  return {
    ...{ kind: "question", topic, about: null, days: daysIn(said), said },
    refersBack: refersBack(said) || isReference(said),
  };
}

const spans: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:today|tonight|this morning|last night|yesterday|heute|gestern|hier|aujourd'hui|hoy|ayer|hoje|ontem)\b/,
    2,
  ],
  [/\b(?:week|woche|semaine|semana)\b/, 7],
  [/\b(?:month|monat|mois|mes)\b/, 30],
  [/\b(?:year|jahr|annee|ano)\b/, 365],
];

/** The span a question names, in days, 1–365; null when it names none. */
export function daysIn(said: string): number | null {
  const counted = said.match(/\b(\d{1,3}) (day|week|month)s?\b/);
  if (counted !== null) {
    const unit = { day: 1, week: 7, month: 30 }[counted[2] as "day" | "week" | "month"];
    return Math.min(365, Math.max(1, Number(counted[1]) * unit));
  }
  return spans.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}
