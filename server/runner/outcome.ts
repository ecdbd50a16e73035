import type {
  ExitRecord,
  HostCounts,
  HostSummary,
  RunEvent,
  RunOutcome,
  RunVerdict,
  SecretTrouble,
} from "#server/contracts/runner.ts";
import { formatDuration, plural } from "#server/lib/units.ts";
import { checksIn, type ToldChecks } from "./check-results.ts";
import { resumePoint } from "./resume-point.ts";
import type { RunUsage } from "./run-usage.ts";
import { findSecretTrouble, onceOnly } from "./secret-trouble.ts";

/** Everything a run's end is decided from. */
export interface OutcomeFacts {
  /** *preview*: Ansible in check mode, which changed nothing. */
  readonly kind: "ansible" | "preview" | "command";
  readonly events: Iterable<RunEvent>;
  /** The shim's record with this attempt's nonce; null when the run vanished without one. */
  readonly exit: ExitRecord | null;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** Whether a second start can do no harm. */
  readonly idempotent: boolean;
  /** Hosts the plan names; a run that left one of them out did not do what was approved. */
  readonly expectedHosts?: readonly string[];
  /** The end of the output, redacted: says why Ansible stopped before any host had a result. */
  readonly lastLines?: readonly string[];
  /** What its processes were seen to use; null when nobody looked while it ran. */
  readonly usage?: RunUsage | null;
  readonly lines?: number;
  readonly cutLines?: number;
}

interface Told {
  readonly counts: Record<string, HostCounts> | null;
  readonly addressed: Set<string>;
  readonly failures: Map<string, NonNullable<RunOutcome["failedAnsibleTask"]>>;
  readonly resources: { cpuSeconds: number; peakMemoryMib: number } | null;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly warnings: string[];
}

interface Judgement {
  readonly verdict: RunVerdict;
  readonly message: string;
  readonly failed?: RunOutcome["failedAnsibleTask"];
}

/**
 * Decides how a run ended. An exit code alone never makes a playbook succeed: Ansible ends with 0 when no host
 * matched, and with 4 for both an unreachable host and a parse error.
 */
export function decideOutcome(given: OutcomeFacts): RunOutcome {
  const events = [...given.events];
  const told = listen(events);
  const checks = checksIn(events);
  const facts = beforeChecks(given, checks, told);
  const judgement = judge(facts, told);
  const trouble = judgement.verdict === "failed" ? secretTrouble(facts, told) : null;
  const wallMs = wallMsOf(facts, told);
  return {
    verdict: judgement.verdict,
    hosts: summarize(told),
    failedAnsibleTask: judgement.failed ?? null,
    resume: judgement.failed == null ? null : resumeAfter(events, told, facts),
    message: trouble === null ? judgement.message : [trouble.message, onceOnly].join(" "),
    ...(trouble === null ? {} : { secretTrouble: trouble }),
    ...(checks && { checks: checks.results }),
    exitCode: given.exit?.exitCode ?? null,
    durationMs: Math.round(wallMs),
    resources: resourcesUsed(facts, told, wallMs),
    lines: facts.lines ?? 0,
    cutLines: facts.cutLines ?? 0,
  };
}

/**
 * Ansible began the checks because the playbook had ended well: what became of it after that says nothing about the
 * deployment, which must not run again for it. Only who asked for a stop meanwhile has the run stopped.
 */
function beforeChecks(facts: OutcomeFacts, checks: ToldChecks | null, told: Told): OutcomeFacts {
  if (checks === null || (facts.cancelled && facts.exit?.exitCode !== 0)) return facts;
  const startedAtMs = facts.exit?.startedAtMs ?? Date.parse(told.firstAt ?? "");
  const { nonce = "", cpuSeconds = 0 } = facts.exit ?? {};
  const ended = { startedAtMs, endedAtMs: checks.beganAtMs, exitCode: 0, timedOut: false };
  return { ...facts, timedOut: false, exit: { nonce, cpuSeconds, ...ended } };
}

/** Each source may have missed something, and none counts too much: the highest is the nearest. */
function resourcesUsed(
  { exit, usage = null }: OutcomeFacts,
  { resources: reported }: Told,
  wallMs: number,
): RunOutcome["resources"] {
  const largest = reported?.peakMemoryMib ?? null;
  const isWhole = usage !== null && usage.peakMemoryMib >= (largest ?? 0);
  return {
    wallSeconds: Math.round(wallMs) / 1000,
    cpuSeconds: Math.max(
      ...[exit?.cpuSeconds, reported?.cpuSeconds, usage?.cpuSeconds].map((seconds) => seconds ?? 0),
    ),
    peakMemoryMib: isWhole ? usage.peakMemoryMib : largest,
    ...(isWhole || largest !== null ? { memoryOf: isWhole ? "tree" : "process" } : {}),
    peakVramMib: usage?.peakVramMib ?? null,
    sshBytes: usage?.sshBytes ?? null,
  };
}

/** Only a playbook can tell, and output counts only where nothing else says how it went. */
function secretTrouble(facts: OutcomeFacts, told: Told): SecretTrouble | null {
  if (facts.kind === "command" || facts.exit === null) return null;
  const failures = [...told.failures.values()];
  return findSecretTrouble(failures, told.counts === null ? (facts.lastLines ?? []) : []);
}

function resumeAfter(
  events: readonly RunEvent[],
  { counts }: Told,
  { expectedHosts = [] }: OutcomeFacts,
): RunOutcome["resume"] {
  return counts === null ? null : resumePoint(events, counts, expectedHosts);
}

function judge(facts: OutcomeFacts, told: Told): Judgement {
  const { exit } = facts;
  if (facts.timedOut || exit?.timedOut) {
    const after = exit
      ? ` after ${formatDuration((exit.endedAtMs - exit.startedAtMs) / 1000)}`
      : "";
    return { verdict: "timed_out", message: `The run took too long and was stopped${after}.` };
  }
  // A run that came to its end before the signal did was not cancelled.
  if (facts.cancelled && exit?.exitCode !== 0)
    return { verdict: "cancelled", message: "The run was cancelled." };
  if (!exit) return judgeVanished(facts.idempotent);
  return facts.kind === "command" ? judgeCommand(exit) : judgePlaybook(facts, exit, told);
}

function judgeVanished(idempotent: boolean): Judgement {
  return idempotent
    ? {
        verdict: "failed",
        message: "The run was killed before it could report. Starting it again is safe.",
      }
    : {
        verdict: "needs_review",
        message:
          "The run was killed before it could report, so nobody knows how far it came. Look at the host, then decide.",
      };
}

function judgeCommand({ exitCode }: ExitRecord): Judgement {
  if (exitCode === 0) return { verdict: "succeeded", message: "The command succeeded." };
  return { verdict: "failed", message: `The command ${endingOf(exitCode)}.` };
}

function endingOf(exitCode: number): string {
  return exitCode > 128
    ? `was ended by signal ${exitCode - 128}`
    : `ended with exit code ${exitCode}`;
}

function judgePlaybook(facts: OutcomeFacts, exit: ExitRecord, told: Told): Judgement {
  const { counts } = told;
  if (!counts) return { verdict: "failed", message: withoutStats(exit.exitCode) };
  const names = Object.keys(counts).sort();
  const unreachable = names.filter((host) => (counts[host]?.unreachable ?? 0) > 0);
  const failed = names.filter((host) => (counts[host]?.failed ?? 0) > 0);
  if (failed.length > 0 || unreachable.length > 0)
    return judgeFailedHosts(told, failed, unreachable);
  if (exit.exitCode !== 0) {
    const message = `Ansible ${endingOf(exit.exitCode)}, though no host reported a failure.`;
    return { verdict: "failed", message };
  }
  if (names.length === 0) return { verdict: "failed", message: nothingDone(told) };
  const missed = (facts.expectedHosts ?? []).filter(
    (host) => !(host in counts) && !told.addressed.has(host),
  );
  if (missed.length > 0) {
    const message = `The playbook left out ${listNames(missed)}: no play in it addresses that host.`;
    return { verdict: "failed", message };
  }
  const changes = names.reduce((sum, host) => sum + (counts[host]?.changed ?? 0), 0);
  const hosts = plural(names.length, "host");
  return { verdict: "succeeded", message: successMessage(facts.kind, hosts, changes) };
}

function successMessage(kind: OutcomeFacts["kind"], hosts: string, changes: number): string {
  const some = plural(changes, "change");
  if (kind === "preview")
    return `Looked at ${hosts}: ${changes === 0 ? "no change to be seen" : `${some} to be made`}.`;
  return `Done on ${hosts}: ${changes === 0 ? "nothing had to change" : some}.`;
}

function withoutStats(exitCode: number): string {
  if (exitCode === 0) return "Ansible ended without doing anything: it reported no result.";
  if (exitCode === 126 || exitCode === 127) {
    return "ansible-playbook could not be started: is Ansible installed on the agent's machine?";
  }
  return `Ansible stopped before the first result: it ${endingOf(exitCode)}. Its output says why.`;
}

function nothingDone({ warnings }: Told): string {
  return warnings.length > 0
    ? `Nothing was done. ${warnings.at(-1) ?? ""}`
    : "Nothing was done: no host of the playbook matched, or every play was empty.";
}

function judgeFailedHosts(told: Told, failed: string[], unreachable: string[]): Judgement {
  const first = [...failed, ...unreachable].find((host) => told.failures.has(host));
  const task = first === undefined ? null : (told.failures.get(first) ?? null);
  const parts: string[] = [];
  if (failed.length > 0) {
    const where =
      task && failed.includes(task.host) ? `"${task.name}" failed` : "An ansibleTask failed";
    parts.push(`${where} on ${listNames(failed)}.`);
  }
  if (unreachable.length > 0) parts.push(`${listNames(unreachable)} could not be reached.`);
  return { verdict: "failed", message: parts.join(" "), failed: task };
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}

function listen(events: Iterable<RunEvent>): Told {
  const paths = new Map<string, string>();
  const told = {
    counts: null as Told["counts"],
    addressed: new Set<string>(),
    failures: new Map<string, NonNullable<RunOutcome["failedAnsibleTask"]>>(),
    resources: null as Told["resources"],
    firstAt: null as string | null,
    lastAt: null as string | null,
    warnings: [] as string[],
  };
  for (const event of events) {
    told.firstAt ??= event.at;
    told.lastAt = event.at;
    switch (event.type) {
      case "play.started":
        for (const host of event.hosts ?? []) told.addressed.add(host);
        break;
      case "ansibleTask.started":
        if (event.path) paths.set(event.taskId, event.path);
        break;
      case "host.result":
        noteFailure(told.failures, event, paths);
        break;
      case "warning":
        told.warnings.push(event.message);
        break;
      case "checks.started":
      case "check.result":
        break;
      case "stats":
        told.counts = event.hosts;
        told.resources = event.resources;
        break;
    }
  }
  return told;
}

/** A rescued failure is overwritten by the one that was fatal: that comes last on each host. */
function noteFailure(
  failures: Told["failures"],
  event: Extract<RunEvent, { type: "host.result" }>,
  paths: ReadonlyMap<string, string>,
): void {
  const isFailure = event.status === "failed" || event.status === "unreachable";
  if (!isFailure || event.ignoreErrors) return;
  const path = event.taskId ? paths.get(event.taskId) : undefined;
  failures.set(event.host, {
    name: event.ansibleTask,
    host: event.host,
    message: event.message,
    ...(path ? { path } : {}),
  });
}

function summarize({ counts }: Told): HostSummary[] {
  return Object.entries(counts ?? {})
    .map(([host, count]) => ({ host, ...count }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
}

function wallMsOf({ exit }: OutcomeFacts, told: Told): number {
  return exit ? Math.max(0, exit.endedAtMs - exit.startedAtMs) : elapsedMs(told);
}

function elapsedMs({ firstAt, lastAt }: Told): number {
  return firstAt && lastAt ? Math.max(0, Date.parse(lastAt) - Date.parse(firstAt)) : 0;
}
