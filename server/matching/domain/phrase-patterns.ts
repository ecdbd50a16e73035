import { stem } from "#server/language/words.ts";
import { synonymGroupsOf } from "./synonyms.ts";

/** What people say in several words, with the words it stands for. */
interface PhrasePattern {
  readonly pattern: RegExp;
  /** The words that playbooks use for it, each as its stem and the synonym groups of it. */
  readonly words: readonly (readonly string[])[];
}

/**
 * What people say in several words that mean little one by one: "keep an eye on", "when I'm away", "like Netflix". Each
 * line is `pattern => words, as playbooks have them`.
 */
const lines = String.raw`
keep(?:s|ing)? an eye on|watch(?:es|ing)? over|look(?:s|ing)? after => monitor watch
(?:stops?|stopped|quits?|not|isn't|doesn't|don't|fails? to|ceases? to) (?:work|answer|respond|load|be reachable)(?:ing|s)?\b => uptime down monitor
(?:is|are|it's|they're|goes?|went|being|still|stays?) (?:up|down|online|offline|reachable|alive|dead)\b => uptime
how (?:busy|hard|loaded)|under load => metrics performance cpu load
running out of (?:room|space|disk)|how full|(?:room|space) (?:is )?left|disk (?:is )?full => disk space free usage
(?:tell|notify|warn|alert|inform|message|text) (?:me|us|my phone|my mobile|everyone)|let (?:me|us) know|(?:be|get|gets|getting) (?:told|notified|warned|alerted|informed)|(?:get|receive) an? (?:message|push|notification|alert|warning) => notify alert push notification
push (?:message|notification|alert)s? => push notification notify
(?:when|while|if) (?:i'm|i am|we're|we are|im) (?:away|travell?ing|abroad|out|not (?:at )?home|on the road|on holiday)|from (?:outside|abroad|anywhere|the road|a hotel)|(?:on|from) the road|when not at home|into (?:my|our|the) (?:home|house|lan|home network) => vpn tunnel remote
(?:one|single|same|shared|central) (?:password|login|sign.?on|sign.?in|account|log.?in)s?|(?:log|sign) ?in once => sso login single
(?:one|a single|start|landing|front) ?page|links? to (?:all|every)\w* => dashboard startpage landing links
battery backup|power (?:fails?|failures?|cuts?|outages?|goes|is gone|loss|is cut)|lights? (?:go|goes) out|blackouts?|uninterruptible => ups battery power
face to face|video (?:calls?|chats?|conferenc\w+|meetings?) => video call conference meeting
(?:write|jot|note)(?: \w+)? down => notes wiki write
virtual (?:machines?|servers?) => vm vms hypervisor guests
keep(?:ing)? (?:tabs on|track of) changes => history version changes
source code|version control|pull requests? => git code repository
(?:do|does|did|doing) the (?:dishes|laundry|vacuuming|chores|cleaning)|household (?:tasks|duties|chores) => chores tasks household
where (?:does )?(?:all )?(?:my|our) money|(?:my|our) spending => budget expenses money finance
what'?s for (?:dinner|lunch)|what to (?:cook|eat) => recipes meal cooking
copy of (?:all )?(?:my|our) (?:data|files)|los(?:e|ing) (?:my|our|any) (?:data|files|photos) => backup
break(?:s|ing)? in|bad guys|guess(?:ing|es)? (?:my |our )?passwords? => intrusion attack ban brute-force
padlock|not secure|insecure (?:connections?|sites?|pages?)|browser (?:warn|complain)\w* => certificate https tls
message of the day => motd banner welcome
(?:log|sign)(?:ging|ing)? (?:in|on)\b(?! (?:a|an|the|my|our)\b) => login
how fast (?:is |are )?(?:my|our|the) (?:internet|line|connection|network)|internet (?:line|speed|connection) => speedtest speed bandwidth internet
(?:ip|address) (?:changes|keeps changing|is changing)|changing (?:ip|address)|dynamic (?:ip|dns|address) => dynamic dns ddns address ip
read (?:it |them )?later|never get (?:a)?round to read(?:ing)? => articles read later bookmark
without (?:programming|coding|code) => workflow automate
start(?:ing)? (?:over|afresh|fresh|again from)|from scratch|clean slate => reset
(?:another|more|additional|extra|further|new) (?:nodes?|workers?|cluster members?) => scale node add
source of truth => inventory documentation
package (?:lists?|index(?:es)?|cache)|apt cache => apt update package
what(?:'s| is| went) wrong|something(?:'s| is)? wrong|find (?:the|a) (?:problem|fault|error) => troubleshoot
without (?:an? |any )?(?:internet|online)(?: connection| access)?|no internet(?: connection| access)? => airgap
google (?:photos?|pictures) => photos gallery
google docs?|office 365|microsoft office => office documents edit collaborate
google drive|dropbox|onedrive|icloud => files cloud share sync
google calendar => calendar
google analytics => analytics visitors website
gmail|outlook => mail mailbox
netflix|disney\+?|prime video|hulu => films movies series streaming media
spotify|apple music => music songs streaming
zoom|skype|facetime|microsoft teams => video call conference meeting
slack|discord|whatsapp|telegram => chat messages team
trello|asana|todoist => kanban tasks board
evernote|onenote|notion => notes wiki
instapaper => articles read later bookmark
lastpass|1password|dashlane => password manager
strava => fitness sport workout
ynab => budget money
zapier|ifttt => workflow automate
doodle => poll date
docusign => sign documents signature
github => git code repository
chatgpt|copilot => language model llm ai chat
wetransfer => send files share
feedly|google reader => rss feeds news
goodreads => books reading
cloudflare tunnel => tunnel expose
time machine => mac backup apple
`;

const phrases: readonly PhrasePattern[] = lines
  .trim()
  .split("\n")
  .map((line) => {
    const [pattern = "", words = ""] = line.split(" => ");
    const stems = words
      .trim()
      .split(/\s+/)
      .map((word) => stem(word.replaceAll("-", "")));
    return {
      pattern: new RegExp(`\\b(?:${pattern})`, "g"),
      words: stems.map((term) => [term, ...synonymGroupsOf(term)]),
    };
  });

/** A pattern found in a text: from where to where, and what it stands for. */
export interface FoundPhrase {
  readonly from: number;
  readonly to: number;
  readonly words: readonly (readonly string[])[];
}

/** Finds such phrases in folded text; at most ten. */
export function findPhrases(folded: string): FoundPhrase[] {
  return phrases
    .flatMap(({ pattern, words }) =>
      [...folded.matchAll(pattern)].map((match) => ({
        from: match.index,
        to: match.index + match[0].length,
        words,
      })),
    )
    .slice(0, 10);
}
