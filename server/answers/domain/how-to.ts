import type { MessagePart } from "#server/contracts/chat.ts";
import { fold } from "#server/language/words.ts";
import { text } from "#server/lib/message-parts.ts";

/** Something that is done in Chiffon itself, told to whoever asks how. */
interface HowTo {
  readonly asked: RegExp;
  readonly words: string;
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

const settings = { label: "Settings", href: "/settings" };
const fleet = { label: "Fleet", href: "/fleet" };
const playbooks = { label: "Playbooks", href: "/playbooks" };
const schedules = { label: "Schedules", href: "/schedules" };
const articles = "(?:(?:a|an|another|my|our|own|the|new|more|other|second|existing|remote|this) )*";
const about = (...parts: string[]) => new RegExp(`\\b(?:${parts.join("|")})\\b`);

/** First match wins; the more specific stand first. */
const topics: readonly HowTo[] = [
  {
    asked: about(
      "(?:change|reset|forgot|lost) (?:my |the |a )?(?:own )?(?:sign-?in |login )?password",
    ),
    words:
      "Your own password is under **Settings → You**. Who can't sign in any more gets a new one on Chiffon's machine: `npm run admin -- reset-password NAME`.",
    links: [settings],
  },
  {
    asked: about(
      "(?:vault|become|sudo) (?:pass\\w*|passwords?)",
      "(?:give|enter|store|save|put|set|add|type|provide|keep|hand) .{0,30}(?:passwords?|passphrases?|secrets?|credentials?|ssh keys?|private keys?|api keys?)",
    ),
    words:
      "Passwords, keys and vault passwords are kept under **Settings → Secrets**, for a repository, a group or a host. A plan that needs one asks for it on its card, once or for good.",
    links: [{ label: "Secrets", href: "/settings" }],
  },
  {
    asked: about(
      `(?:add|connect|enrol|enroll|register|start) ${articles}agents?`,
      "(?:run|runs|running) (?:it |them |playbooks? )?(?:from|on) another (?:machine|computer|server)",
    ),
    words:
      "Playbooks run from this machine. To run them from another one, press *Add a machine* on the Fleet page: it shows the command to paste there.",
    links: [fleet],
  },
  {
    asked: about(
      `(?:add|connect|enrol|enroll|register|reach|include|hook up|manage) ${articles}(?:linux |debian |ubuntu )?(?:hosts?|machines?|servers?|computers?|nodes?|box|boxes|pi|vps|nas)`,
    ),
    words:
      "Hosts of your repository's inventory are there already. Any other: **Fleet → Add host**, with its name, address and user. Chiffon shows the key to put on it and then tries to reach it.",
    links: [fleet],
  },
  {
    asked: about(
      "(?:write|make|create|generate) .{0,30}playbooks?",
      "(?:service|app|playbook) that .{0,30}(?:no playbook|not there|missing)",
    ),
    words:
      "Ask for the service, as in “Install vikunja”. Where no playbook does it, press *Write a playbook*: it is written as your repository writes its own, for you to read before anything is changed.",
    links: [],
  },
  {
    asked: about(
      `(?:add|connect|import|use|load|link|give you|show you|point (?:you|it) (?:to|at)) ${articles}(?:git |github |ansible )*(?:repo|repos|repository|repositories|playbooks?|roles?)`,
    ),
    words:
      "**Playbooks → Add** takes a path, a plain folder, or an https or ssh address. The page then says what its playbooks still lack, with a button for each.",
    links: [playbooks],
  },
  {
    asked: about(
      "invite",
      "let (?!me\\b|you\\b|it\\b).{1,30} in",
      "add (?:a |another )?(?:person|people|colleague|friend|admin|approver|operator|viewer)",
      "(?:wife|husband|partner|kids?|family|friends?|colleagues?|somebody else|someone else|other people)",
    ),
    words:
      "An admin invites people under **Settings → People**, as viewer, operator, approver or admin, and sends them the link.",
    links: [settings],
  },
  {
    asked: about("undo", "roll ?back", "revert", "take .{1,30} back"),
    words:
      "Press *Undo* on the card of what was done, or say “undo that”: it makes a plan of its own. Before you approve, a card names what would take it back, or says that nothing does.",
    links: [],
  },
  {
    asked: about(
      "preview",
      "dry ?run",
      "check mode",
      "(?:see|know) .{0,30}would change",
      "without changing",
    ),
    words:
      "Press *Preview changes* on the plan's card: Ansible's check mode, with the diff of every file. A repository's settings have it done by itself.",
    links: [],
  },
  {
    asked: about(
      "automatic\\w*",
      "without (?:asking|approv\\w*|a press)",
      "auto.?approv\\w*",
      "always approve",
    ),
    words:
      "**Rules** approve for you: made from what you approved and what went well, for that playbook, unchanged, with those values, on those hosts, until a day. Never what is of high risk.",
    links: [{ label: "Rules", href: "/rules" }],
  },
  {
    asked: about("approv\\w*", "confirm", "say yes"),
    words:
      "Press *Approve* on the plan's card; words never do it. Approvers and admins may. What waits is under Approvals.",
    links: [{ label: "Approvals", href: "/approvals" }],
  },
  {
    asked: about("alerts?", "webhooks?", "alertmanager", "incidents?"),
    words:
      "**Schedules → New webhook** takes alerts of Uptime Kuma, Alertmanager or Grafana: each incident becomes a request in your words, once, and waits for you.",
    links: [schedules],
  },
  {
    asked: about(
      "schedul\\w*",
      "every (?:hour|day|night|week|month|sunday|monday)",
      "nightly",
      "regularly",
      "later",
      "cron",
    ),
    words:
      "Say when, as in “update the packages every Sunday at 4”, press *Repeat…* on what is done, or use **Schedules → New schedule**. Each time makes a plan that waits. The clock beside *Approve* has one start later.",
    links: [schedules],
  },
  {
    asked: about(
      "notif\\w*",
      "be told",
      "ntfy",
      "bell",
      "(?:get|send me|receive|hear) .{0,20}(?:e-?mails?|messages?|pushes)",
    ),
    words:
      "What you want to hear of, and by what (ntfy, mail, webhook or in the browser), is under **Settings → Notifications**. The bell has it all.",
    links: [settings],
  },
  {
    asked: about(
      "(?:use|connect|enable|turn on|turn off|switch on|talk to|link) .{0,20}(?:ollama|claude|openai|chatgpt|models?|llm|ai)",
    ),
    words:
      "It works without a model. Ollama on this machine is found by itself; for Claude, set `ANTHROPIC_API_KEY` and a budget under **Spend**. Until both are there nothing is sent to anybody.",
    links: [{ label: "Spend", href: "/spend" }],
  },
  {
    asked: about("api", "mcp", "(?:access |api )?tokens?", "assistants?", "from (?:a|my) script"),
    words:
      "A script comes with a token of yours, from **Settings → API tokens**. So may an assistant; or give it the address that ends in `/api/mcp`, and it asks you on a page. *docs/api.md* and *docs/mcp.md* say how; the API itself is described under /docs.",
    links: [settings, { label: "API", href: "/docs" }],
  },
  {
    asked: about(
      `(?:stop|cancel|abort|interrupt|kill) ${articles}(?:runs?|plans?|tasks?|jobs?|requests?|it|something)`,
    ),
    words:
      "Press *Stop* on the card of what runs. It asks once, says what ran and what did not, and offers *Force stop* where that takes long.",
    links: [],
  },
  {
    asked: about("audit", "history", "who did", "(?:the|your) record", "what was done"),
    words:
      "Everything that was asked, decided and done is on the page Audit, with the output of each run. `npm run verify` proves that nobody changed it.",
    links: [{ label: "Audit", href: "/audit" }],
  },
];

const asksHow =
  /^(?:(?:hi|hello|hey|ok|okay|so|and|but|please|um|sorry)\W+)*(?:(?:can|could) you (?:tell|show) me )?(?:how (?:do|can|could|should|would|might) (?:i|we|one|you)|how to|how does one|where (?:do|can|could|should|would) (?:i|we|one)|what do (?:i|we) (?:have|need) to do to|is there (?:a|any) way to|(?:tell|show|explain)(?: to)?(?: me| us)? how)\b/;

/** How something is done in Chiffon, where that is what a text asks; null where it asks anything else. */
export function howTo(said: string): MessagePart[] | null {
  const folded = fold(said.trim()).slice(0, longest);
  if (!asksHow.test(folded)) return null;
  const topic = topics.find(({ asked }) => asked.test(folded));
  if (topic === undefined) return null;
  const links = topic.links.map((link) => ({ ...link }));
  return [text(topic.words), ...(links.length === 0 ? [] : [{ kind: "links" as const, links }])];
}

const longest = 300;
