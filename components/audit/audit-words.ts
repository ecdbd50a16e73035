import {
  BellRing,
  BookOpen,
  CalendarClock,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CirclePlay,
  CircleX,
  Eye,
  FileDiff,
  KeyRound,
  ListChecks,
  LockKeyhole,
  LockKeyholeOpen,
  type LucideIcon,
  MessageSquareText,
  RefreshCw,
  Route,
  Scale,
  Server,
  Settings,
  ShieldAlert,
  Stamp,
  Trash2,
  UserRound,
  Wallet,
} from "lucide-react";
import type { Tone } from "#components/ui/badge.tsx";
import type { AuditEntryView, AuditType } from "#server/contracts/audit.ts";

/** How a kind of entry reads and looks. */
export interface AuditWords {
  readonly text: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
}

/** Every kind of entry there is: what happened, in a few words. */
const auditWords: Readonly<Record<AuditType, AuditWords>> = {
  "setup.completed": { text: "Set up Chiffon", icon: Settings, tone: "neutral" },
  "person.invited": { text: "Invited someone", icon: UserRound, tone: "neutral" },
  "person.joined": { text: "Joined", icon: UserRound, tone: "neutral" },
  "person.changed": { text: "Changed a person", icon: UserRound, tone: "neutral" },
  "token.created": { text: "Made an API token", icon: KeyRound, tone: "neutral" },
  "token.revoked": { text: "Revoked an API token", icon: KeyRound, tone: "neutral" },
  "client.allowed": { text: "Let an MCP client in", icon: KeyRound, tone: "neutral" },
  "person.password_changed": { text: "Changed a password", icon: KeyRound, tone: "neutral" },
  "session.started": { text: "Signed in", icon: KeyRound, tone: "neutral" },
  "session.ended": { text: "Signed out", icon: KeyRound, tone: "neutral" },
  "session.refused": { text: "Sign-in refused", icon: ShieldAlert, tone: "warn" },
  "security.rejected": { text: "Refused for safety", icon: ShieldAlert, tone: "bad" },
  "message.received": { text: "Asked", icon: MessageSquareText, tone: "neutral" },
  "handoff.offered": { text: "Handed over to a person", icon: UserRound, tone: "neutral" },
  "handoff.accepted": { text: "Handoff accepted", icon: UserRound, tone: "ok" },
  "handoff.declined": { text: "Handoff declined", icon: UserRound, tone: "warn" },
  "conversation.renamed": {
    text: "Conversation renamed",
    icon: MessageSquareText,
    tone: "neutral",
  },
  "conversation.deleted": {
    text: "Conversation deleted",
    icon: MessageSquareText,
    tone: "neutral",
  },
  "budget.reached": { text: "Model budget reached", icon: Wallet, tone: "warn" },
  "conversation.restored": {
    text: "Conversation brought back",
    icon: MessageSquareText,
    tone: "neutral",
  },
  "conversation.erased": {
    text: "Deleted conversation removed for good",
    icon: MessageSquareText,
    tone: "neutral",
  },
  "request.phase_changed": { text: "Request changed phase", icon: ListChecks, tone: "neutral" },
  "request.answered": { text: "Answered", icon: MessageSquareText, tone: "neutral" },
  "request.noted": { text: "Note added", icon: MessageSquareText, tone: "neutral" },
  "request.artifact_added": { text: "Evidence attached", icon: ListChecks, tone: "neutral" },
  "gates.changed": { text: "Required evidence changed", icon: Settings, tone: "warn" },
  "request.planned_again": { text: "Planned again", icon: RefreshCw, tone: "neutral" },
  "post_mortem.recorded": {
    text: "What went wrong, written down",
    icon: FileDiff,
    tone: "neutral",
  },
  "preview.asked": { text: "Asked for a preview", icon: Eye, tone: "neutral" },
  "preview.made": { text: "Preview made", icon: Eye, tone: "neutral" },
  "rule.made": { text: "Made a rule", icon: Scale, tone: "neutral" },
  "rule.changed": { text: "Changed a rule", icon: Scale, tone: "neutral" },
  "rule.renewed": { text: "Renewed a rule", icon: Scale, tone: "neutral" },
  "rule.paused": { text: "Rule paused itself", icon: CirclePause, tone: "warn" },
  "rule.resumed": { text: "Resumed a rule", icon: CirclePlay, tone: "neutral" },
  "rule.revoked": { text: "Revoked a rule", icon: CircleX, tone: "neutral" },
  "unattended.started": { text: "Started an unattended run", icon: ListChecks, tone: "neutral" },
  "unattended.paused": { text: "Paused an unattended run", icon: CirclePause, tone: "neutral" },
  "unattended.resumed": { text: "Resumed an unattended run", icon: CirclePlay, tone: "neutral" },
  "unattended.stopped": { text: "Stopped an unattended run", icon: CircleX, tone: "neutral" },
  "unattended.finished": { text: "Unattended run over", icon: ListChecks, tone: "neutral" },
  "plan.proposed": { text: "Proposed a plan", icon: ListChecks, tone: "accent" },
  "plan.approved": { text: "Approved", icon: Stamp, tone: "ok" },
  "plan.rejected": { text: "Rejected", icon: CircleX, tone: "neutral" },
  "plan.started_early": { text: "Started before its time", icon: CirclePlay, tone: "neutral" },
  "plan.expired": { text: "Plan expired", icon: CirclePause, tone: "neutral" },
  "plan.stale": { text: "Plan became stale", icon: FileDiff, tone: "warn" },
  "plan.superseded": { text: "Plan replaced by a newer version", icon: FileDiff, tone: "neutral" },
  "task.created": { text: "Task queued", icon: ListChecks, tone: "neutral" },
  "task.placed": { text: "Agent chosen", icon: Server, tone: "neutral" },
  "task.paused": { text: "Task paused", icon: CirclePause, tone: "warn" },
  "task.resumed": { text: "Task resumed", icon: CirclePlay, tone: "busy" },
  "task.cancelled": { text: "Task cancelled", icon: CircleX, tone: "neutral" },
  "task.skipped": { text: "Task skipped", icon: CirclePause, tone: "neutral" },
  "task.succeeded": { text: "Task succeeded", icon: CircleCheck, tone: "ok" },
  "task.failed": { text: "Task failed", icon: CircleX, tone: "bad" },
  "task.needs_review": { text: "Task needs review", icon: CircleHelp, tone: "warn" },
  "task.reviewed": { text: "Task reviewed", icon: CircleHelp, tone: "neutral" },
  "first_host.passed": { text: "First host passed", icon: CircleCheck, tone: "ok" },
  "first_host.asked": { text: "Asks after the first host", icon: CirclePause, tone: "warn" },
  "first_host.stopped": { text: "Stopped after the first host", icon: CircleX, tone: "bad" },
  "first_host.released": { text: "Went on after the first host", icon: CirclePlay, tone: "busy" },
  "run.claimed": { text: "Run claimed", icon: CirclePlay, tone: "neutral" },
  "run.spawned": { text: "Run started", icon: CirclePlay, tone: "busy" },
  "run.finished": { text: "Run finished", icon: CircleCheck, tone: "neutral" },
  "run.lost": { text: "Run lost", icon: CircleHelp, tone: "warn" },
  "run.adopted": { text: "Run taken over after a restart", icon: CirclePlay, tone: "busy" },
  "run.given_up": { text: "Lost run given up", icon: CircleX, tone: "warn" },
  "agent.registered": { text: "Agent registered", icon: Server, tone: "neutral" },
  "agent.changed": { text: "Agent changed", icon: Server, tone: "neutral" },
  "agent.removed": { text: "Agent removed", icon: Server, tone: "neutral" },
  "agent.went_offline": { text: "Agent went offline", icon: Server, tone: "warn" },
  "agent.came_back": { text: "Agent is back", icon: Server, tone: "ok" },
  "lock.taken": { text: "Runs kept off a host", icon: LockKeyhole, tone: "warn" },
  "lock.released": { text: "Lock released", icon: LockKeyholeOpen, tone: "neutral" },
  "lock.lapsed": { text: "Lock ended with its time", icon: LockKeyholeOpen, tone: "neutral" },
  "agent.enrolled": { text: "Machine enrolled as an agent", icon: Server, tone: "neutral" },
  "agent.hosts_changed": {
    text: "Hosts that an agent is were changed",
    icon: Server,
    tone: "neutral",
  },
  "agent.revoked": { text: "Agent revoked", icon: Server, tone: "neutral" },
  "enrolment.created": { text: "Token for a machine made", icon: Server, tone: "neutral" },
  "enrolment.revoked": { text: "Token for a machine revoked", icon: Server, tone: "neutral" },
  "agent.refused": { text: "Agent refused work outside its role", icon: Server, tone: "bad" },
  "routing.rules_changed": { text: "Routing rules changed", icon: Route, tone: "neutral" },
  "routing.rules_refused": { text: "Routing rules have a fault", icon: Route, tone: "warn" },
  "repository.added": { text: "Repository added", icon: BookOpen, tone: "neutral" },
  "repository.scanned": { text: "Repository scanned", icon: BookOpen, tone: "neutral" },
  "inventory.listed": { text: "Ran a dynamic inventory", icon: RefreshCw, tone: "neutral" },
  "repository.changed": { text: "Repository settings changed", icon: BookOpen, tone: "neutral" },
  "repository.removed": { text: "Repository removed", icon: BookOpen, tone: "neutral" },
  "dependencies.asked": { text: "Asked for dependencies", icon: BookOpen, tone: "neutral" },
  "retention.pruned": { text: "Old output removed", icon: Trash2, tone: "neutral" },
  "dependencies.installed": { text: "Dependencies fetched", icon: BookOpen, tone: "ok" },
  "dependencies.failed": { text: "Dependencies not to be had", icon: CircleX, tone: "bad" },
  "dependencies.used": { text: "Dependencies taken into use", icon: BookOpen, tone: "neutral" },
  "dependencies.declined": { text: "Update declined", icon: BookOpen, tone: "neutral" },
  "source.given": { text: "Said where a dependency is", icon: BookOpen, tone: "neutral" },
  "source.withdrawn": { text: "Forgot where a dependency is", icon: BookOpen, tone: "neutral" },
  "review.asked": { text: "Asked for suggestions", icon: FileDiff, tone: "neutral" },
  "scaffold.edited": { text: "Edited a new playbook", icon: FileDiff, tone: "neutral" },
  "scaffold.filled": { text: "Filled in a new playbook", icon: FileDiff, tone: "neutral" },
  "scaffold.proposed": {
    text: "Asked a model for values of a new playbook",
    icon: FileDiff,
    tone: "neutral",
  },
  "scaffold.asked": { text: "Asked for a new playbook", icon: FileDiff, tone: "neutral" },
  "change.asked": { text: "Asked to change the repository", icon: FileDiff, tone: "neutral" },
  "change.made": { text: "Repository changed", icon: FileDiff, tone: "ok" },
  "change.failed": { text: "Repository not to be changed", icon: CircleX, tone: "bad" },
  "host.added": { text: "Host added", icon: Server, tone: "neutral" },
  "host.changed": { text: "Host changed", icon: Server, tone: "neutral" },
  "host.removed": { text: "Host removed", icon: Server, tone: "neutral" },
  "host.pinned": { text: "Host key pinned", icon: KeyRound, tone: "neutral" },
  "host.tested": { text: "Host connection tried", icon: Server, tone: "neutral" },
  "model.asked": { text: "An external model was asked", icon: CircleHelp, tone: "neutral" },
  "secret.created": { text: "Secret stored", icon: KeyRound, tone: "neutral" },
  "secret.rotated": { text: "Secret changed", icon: KeyRound, tone: "neutral" },
  "secret.deleted": { text: "Secret deleted", icon: KeyRound, tone: "neutral" },
  "secret.used": { text: "Secret used", icon: KeyRound, tone: "neutral" },
  "schedule.created": { text: "Made a schedule", icon: CalendarClock, tone: "neutral" },
  "schedule.changed": { text: "Changed a schedule", icon: CalendarClock, tone: "neutral" },
  "schedule.deleted": { text: "Deleted a schedule", icon: CalendarClock, tone: "neutral" },
  "schedule.fired": { text: "A schedule asked", icon: CalendarClock, tone: "neutral" },
  "schedule.held_back": { text: "A schedule did not ask", icon: CalendarClock, tone: "warn" },
  "drift.reported": { text: "Drift check", icon: Eye, tone: "neutral" },
  "channel.created": { text: "Made a channel for messages", icon: BellRing, tone: "neutral" },
  "channel.changed": { text: "Changed a channel for messages", icon: BellRing, tone: "neutral" },
  "channel.deleted": { text: "Deleted a channel for messages", icon: BellRing, tone: "neutral" },
  "channel.tested": { text: "Sent a test message", icon: BellRing, tone: "neutral" },
  "notifications.read": { text: "Marked notifications as read", icon: BellRing, tone: "neutral" },
  "notifications.chosen": { text: "Chose what to be told of", icon: BellRing, tone: "neutral" },
  "notification.sent_again": { text: "Had a message sent again", icon: BellRing, tone: "neutral" },
  "webhook.created": { text: "Made a webhook", icon: BellRing, tone: "neutral" },
  "webhook.changed": { text: "Changed a webhook", icon: BellRing, tone: "neutral" },
  "webhook.deleted": { text: "Deleted a webhook", icon: BellRing, tone: "neutral" },
  "webhook.tested": { text: "Tried a webhook", icon: BellRing, tone: "neutral" },
  "incident.opened": { text: "An alert came", icon: BellRing, tone: "warn" },
  "incident.resolved": { text: "An alert was resolved", icon: BellRing, tone: "ok" },
  "settings.changed": { text: "Settings changed", icon: Settings, tone: "neutral" },
  "job.retried": { text: "Background job tried again", icon: CirclePlay, tone: "neutral" },
  "job.discarded": { text: "Background job discarded", icon: CircleX, tone: "warn" },
  "payload.erased": { text: "Free text erased", icon: FileDiff, tone: "neutral" },
};

/** The words of a kind; one this page does not know yet is shown by its own name. */
export function wordsOf(type: string): AuditWords {
  const known = (auditWords as Readonly<Record<string, AuditWords>>)[type];
  return known ?? { text: type, icon: ListChecks, tone: "neutral" };
}

/** Texts that begin so say what somebody did; the others, what happened. */
const doing =
  /^(?:An|Answered|Approved|Asked|Changed|Deleted|Edited|Filled|Invited|Joined|Made|Paused|Planned|Proposed|Ran|Rejected|Renewed|Resumed|Revoked|Set|Signed|Started|Stopped|Tried)\b(?! (?:alert|external))/;

/** An entry as a sentence: "Ada approved uptime-kuma on nas and pi." */
export function entrySentence(entry: AuditEntryView): string {
  const { text } = wordsOf(entry.type);
  const { from, to } = entry.facts;
  const isMove = entry.type === "request.phase_changed" && from && to;
  const what = isMove ? `Request went from ${phaseWord(from)} to ${phaseWord(to)}` : text;
  const hosts = entry.hosts ?? (entry.host === null ? [] : [entry.host]);
  const about = [
    entry.service ? ` (${entry.service})` : "",
    hosts.length > 0 ? ` on ${andList(hosts)}` : "",
  ].join("");
  const { name, kind } = entry.actor;
  if (doing.test(text)) return `${name} ${text[0]?.toLowerCase()}${text.slice(1)}${about}.`;
  return kind === "system" ? `${what}${about}.` : `${what}${about}, by ${name}.`;
}

const phaseWord = (phase: string | number | boolean): string => String(phase).replaceAll("_", " ");

function andList(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Why it happened, in the words that were kept: a person's own, or a reason among its facts. */
export function entryReason({ text, facts }: AuditEntryView): string {
  const { reason, why } = facts;
  return text ?? String(reason ?? why ?? "");
}

/** The facts of an entry, to be unfolded: digests, fences, verdicts and the like. */
export function entryFacts(entry: AuditEntryView): string {
  return Object.entries(entry.facts)
    .filter(([name, value]) => value !== null && value !== "" && !said.has(name))
    .map(([name, value]) => `${factName(name)} ${shortValue(value)}`)
    .join(", ");
}

/** Facts that stand beside the sentence already. */
const said: ReadonlySet<string> = new Set(["reason", "why", "from", "to"]);

function factName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

/** Ids and hashes are cut to what a person compares. */
function shortValue(value: string | number | boolean | null): string {
  const text = String(value);
  return /^[0-9a-f-]{32,}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}
