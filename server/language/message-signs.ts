import { plainText } from "./plain-text.ts";
import { fold } from "./words.ts";

/**
 * What a message is beside a request, by the words it is made of, in the languages that requests come in. Signs, no
 * verdicts: matching weighs them, and the chat reads them before it plans anything. All read plain text (`plainText`).
 */

/** Longer messages are read up to here; the bound keeps every pattern fast. */
const longest = 1_000;

function plainOf(text: string): string {
  return fold(text.slice(0, longest));
}

const questionWords =
  "what(?:'?s)?|which|who(?:'?s)?|whose|where(?:'?s)?|why|how|is|are|am|does|do (?:i|we|you|they|any)|did|has|have|had|was|were|will|any|on which|in which|since when|until when|" +
  "wofur|wer|wo|warum|wieso|wie|welche\\w*|was|ist|sind|haben|hat|lauft|laufen|gibt es|" +
  "est-ce|c'est quoi|quel\\w*|combien|ou est|pourquoi|comment|qui|que|qu'est|" +
  "cual\\w*|donde|por que|como|cuanto\\w*|quien|hay|esta|estan|" +
  "qual|quais|onde|porque|quanto\\w*|quem|ha|" +
  "chi|quali|quando|perche|dove|che|cosa|ci sono|c'e";
/** "when did it run" asks, "when it rains, …" does not. */
const whenAsked =
  "when (?:did|does|do|is|are|was|were|will|has|have)|wann|quand est|cuando (?:fue|se)|quando (?:foi|e)";
const asking = new RegExp(
  `^(?:(?:and|so|hey|ok|but|also|und|et|y|e),? )*(?:${questionWords}|${whenAsked})\\b`,
);
/** Politeness that asks for a deed: "can you", "how about". */
const askingFor =
  /^(?:can|could|would|will|how about|what about|is it possible|do you mind|are you able|how (?:do|can|would|could) (?:i|we|you)|kannst|konntest|wurdest|puedes|podrias|pode|podes|poderia|peux|pourrais|pouvez)\b/;
const wishing =
  /\b(?:i|we)(?:'d| would| really| just)* (?:want|like|love|need|prefer)\b|\b(?:want|please|pls|plz|bitte|stp|svp|por favor|should (?:be|go|run|get)|let's|let us|install it|fix (?:it|that|this))\b/;

/** A message that only asks to be told something: each of its sentences does, and none asks for anything. */
export function onlyAsks(text: string): boolean {
  const sentences = sentencesOf(text);
  const asked = sentences.filter((one) => asking.test(one) && !askingFor.test(one));
  return asked.length > 0 && asked.length === sentences.length && !wishing.test(plainOf(text));
}

/** Something is asked, whatever else is said. */
export function asksSomething(text: string): boolean {
  return sentencesOf(text).some((one) => asking.test(one) && !askingFor.test(one));
}

const knowing =
  /\b(?:(?:want|wanted|like|need|trying|try) to (?:know|find out|understand|see) (?:if|whether|what|which|why|how|who|where)|wonder(?:ing)? (?:if|whether|what|which|why|how|who|where)|curious (?:if|whether|what|which|why|how|about)|not asking (?:you )?(?:to|for))\b/;

/** Says of itself that it only wants to be told: "not asking you to do anything, just want to know if …". */
export function wantsToKnow(text: string): boolean {
  return knowing.test(plainOf(text));
}

function sentencesOf(text: string): string[] {
  return text
    .slice(0, longest)
    .split(/[.!?\n]+(?=\s|$)/)
    .map((sentence) => plainText(fold(sentence)))
    .filter((sentence) => sentence.length > 2 && !pleasantry.test(sentence));
}

const pleasantry =
  /^(?:hi|hello|hey|thanks|thank you|sorry|please|ok|okay|merci|danke|gracias|obrigad[oa])\b.{0,12}$/;

const start = "(?:^|[.,;:!?\\n] ?|\\b(?:and|then|please|just|to|so|can you|could you|und|et|y|e) )";
/** What is not made again, once it is gone. */
const kept =
  "(?:everything|everyone|data|databases?|db|disks?|drives?|ssds?|volumes?|pools?|zpool|partitions?|backups?|bricks?|guests?|vms?|cluster|nas|servers?|machines?|hosts?|computers?|laptops?|systems?|home director\\w+|shares?|exports?|photos?|pictures?|fotos?|films?|movies?|videos?|music|files?|documents?|mails?|alles|daten|festplatten?|platten?|dateien|bilder|tout|donnees|disques?|fichiers|todo|datos|discos?|archivos|tudo|dados|ficheiros|arquivos)";
const determiners =
  "(?:(?:please|bitte|por favor|the|my|our|all|every|each|any|whole|entire|both|of|these|those|this|that|single|old|last|die|alle|meine|le|la|les|mes|toutes?|tous|el|los|las|mis|todos|todas|os|as|o|a|meus) )*";
/** Deeds that leave nothing, whatever they are done to, but for what is meant to be thrown away. */
const destroying = new RegExp(
  `\\b(?:wip(?:e|ing)|destroy|erase|nuke|shred|obliterate|zero out|mkfs|tear down|zerstor\\w*|formatier\\w*|cancella(?:re)? tutt\\w*|detrui\\w*|destruye|destrua|destroi) (?!${determiners}(?:cache|caches|logs?|temp|tmp|history|cookies|sessions?)\\b)`,
);
/** The same said with a milder word, where it is done to such a thing itself: not "remove x from all machines". */
const removing = new RegExp(
  `${start}(?:format|purge|trash|overwrite|drop|delete|remove|clear|empty|kill|losch\\w*|supprim\\w*|efface\\w*|formate\\w*|borra\\w*|elimina\\w*|apaga\\w*|exclu[ia]) ${determiners}(?:\\w+'s )?(?:(?:boot|big|data|backup|media|whole) )?(?:${kept}\\b|/\\w)`,
);
const outright =
  /\b(?:festplatten?|platten?|rechner|server|alles) platt\b|\brm -r\w*|\b(?:zpool|gluster volume|lvremove|vgremove) (?:destroy|delete)\b|\bmkfs\b|\bdd if=|\bdrop (?:the |all |every )?(?:databases?|tables?)\b|\bshred\b|\bchmod -?r? ?777\b|\b(?:let|expose)\b.{0,60}\b(?:whole internet|everyone in|anyone in)\b/;
/** A door that is opened, what kept it shut, and for whom: together they disarm. */
const disarming = [
  /\b(?:disable|switch|turn|off|stop|remove|open|drop|kill|flush|aus|abschalten|ausschalten|desactiv\w*|desativ\w*|disattiva\w*|spegni)\b/,
  /\b(?:firewalls?|nftables|iptables|ufw|selinux|auth\w*|encryption|approvals?|security|seguridad|seguranca|securite|sicurezza|sicherheit)\b/,
  /\b(?:everywhere|everything|every|all|internet|whole|anyone|everyone|uberall|alles?|partout|tout\w*|tod[oa]s?|tud[oa]|dappertutto|ovunque)\b/,
] as const;

/** What is kept from everybody, and words that want it told. "Change the password" wants no telling. */
const disclosing = [
  /\b(?:passwords?|passwd|passphrases?|pws?|kennwort\w*|passwort\w*|contrasenas?|mots? de passe|senhas?|private keys?|ssh keys?|secret keys?|secrets?|api (?:keys?|tokens?)|access tokens?|credentials|vault (?:file|contents?)|etc\/shadow)\b|\.env\b/,
  /\b(?:show|tell|what(?:'?s| is| are)|which|paste|post|print|cat|read|send|reveal|display|dump|list|give me|leak|share|inside|zeig\w*|sag\w*|verrat\w*|wie (?:lautet|ist)|welches|dime|muestra\w*|cual es|mostra\w*|dis|montre\w*|donne\w*|qual e)\b|\bis\?*$/,
] as const;
const keeping =
  /\b(?:change|rotate|reset|renew|set|new|save|store|enter|type|where do|how do|how can|how are|safe|expire|manager|forgot\w*|protect\w*)\b/;
/** In without a door. */
const unlocked =
  /\b(?:without|no|remove the|skip the|ohne|sans|sin|sem|senza) (?:any )?(?:passwords?|logins?|log-in|sign-ins?|auth\w*|passwort|kennwort|anmeldung|contrasena|mot de passe|senha)\b.{0,80}\b(?:anyone|anybody|everyone|everybody|whoever|internet|outside|open|fuera|aussen|ausserhalb|fora|dehors|exterieur)\b|\b(?:anyone|anybody|everyone|everybody|whoever|internet|outside|open|fuera)\b.{0,80}\b(?:without|no|ohne|sans|sin|sem|senza) (?:any )?(?:passwords?|logins?|auth\w*|passwort|kennwort|contrasena|mot de passe|senha)\b/;

/** A message that would destroy what cannot be made again, open every door or tell a secret: never found by chance. */
export function isDangerous(text: string): boolean {
  const said = plainOf(text);
  return (
    [outright, destroying, removing].some((pattern) => pattern.test(`${said} `)) ||
    disarming.every((pattern) => pattern.test(said)) ||
    unlocked.test(said) ||
    (disclosing.every((pattern) => pattern.test(said)) && !keeping.test(said))
  );
}

const chatting =
  /\b(?:lol|rofl|haha\w*|hihi|thanks|thx|thank you|danke|merci|gracias|obrigad[oa]|good (?:night|morning|evening|afternoon)|guten (?:morgen|abend|tag)|gute nacht|bonjour|bonsoir|bonne nuit|buenos dias|buenas|bom dia|boa noite|hello|hi there|hey there|you there|still awake|cheers|great (?:stuff|work|job)|well done|nice (?:work|one|job)|good (?:job|work|bot)|love you|going to bed|coffee first|brb|afk|bye|ciao|feierabend|see you|never ?mind|just (?:testing|checking|kidding)|how are you|what's up|you're (?:welcome|great|funny))\b/;

/** Words between people that ask for nothing. */
export function isChatting(text: string): boolean {
  return chatting.test(plainOf(text));
}

/** Errands for other assistants: what is to be done is none of a machine's, whatever it is done to. */
const errand = new RegExp(
  "^(?:(?:please|hey|can you|could you|would you|i want(?: you)? to|i need to|help me(?: to)?|let's) )*(?:" +
    [
      "(?:order|buy|sell|rent|book|reserve|purchase|pay|tip|donate|invest|transfer (?:money|\\d+|\\$))\\b",
      "(?:paint|bake|cook|boil|fry|iron|vacuum|wash|water|feed|walk|knit|sew|mow)\\b",
      "(?:translate|sing|hum|draw|recite|rhyme|convert|calculate|spell|define|pronounce|recommend|learn|teach)\\b",
      "(?:call|phone|dial|text|message|email|e-mail) (?:my |the |a )?(?:mom|mum|dad|wife|husband|boss|mother|father|brother|sister|friend|doctor|dentist|taxi|uber|bank|plumber|\\d)",
      "(?:wake|remind) (?:me|us)\\b",
      "(?:set|start|stop|cancel|snooze|delete|turn off|make|create) (?:a|an|my|the|all|another)?(?: \\w+)? ?(?:alarms?|timers?|reminders?|appointments?|meetings?|reservations?|playlists?|shopping list|grocery list|to-?do list|calendar|event)\\b",
      "(?:play(?! with)|pause|skip|shuffle|repeat|mute|unmute|volume)\\b",
      "(?:turn|switch|dim|brighten|set|change|make|lower|raise|increase|decrease) (?:on |off |up |down )?(?:the |my |all )?(?:\\w+ ){0,2}(?:lights?|lamps?|heating|heater|thermostat|temperature|tv|television|volume|blinds?|curtains?|brightness|kettle|oven|vacuum|ac|air con\\w*)\\b",
      "(?:write|compose|tell|give) (?:me |us )?(?:a |an |some |the )?(?:\\w+ )?(?:poem|joke|story|song|essay|letter|haiku|rap|riddle|fun fact|recipe|news|headlines|horoscope|quote)\\b",
      "(?:roll|flip|toss) (?:a|the|some) (?:dice|die|coin)",
      "add (?:\\w+ ){1,4}to (?:my |the |our )?(?:shopping|grocery|groceries|to-?do|wish|calendar|playlist|basket|cart)",
      "(?:what|how|who|when|where|why)(?:'s| is| are| was| were| did| do| does| will| would| much| many| far| long| old| tall)?\\b.*\\b(?:weather|rain|snow|traffic|flight|train|movie|restaurant|calories?|recipe|football|score|president|capital of|currency|exchange rate|birthday|horoscope|lottery|stock|bitcoin|translate|distance|population|gas prices?|interest rate|credit|balance|salary|tax(?:es)?|vacation|holiday)\\b",
    ].join("|") +
    ")",
);

/** A message that asks for what no machine of a homelab does. */
export function isErrand(text: string): boolean {
  return errand.test(plainText(plainOf(text)));
}
