import type { Place, PlacedFile } from "#server/ansible/placed-tasks.ts";
import type { Claim, OwnFinding, PlayCheck, TaskCheck } from "./checks/check.ts";
import {
  appendsEveryRun,
  commandAlwaysChanges,
  fixedWait,
  growingFile,
  pipedDownload,
} from "./checks/commands.ts";
import { unusedFacts } from "./checks/facts.ts";
import {
  ignoredFailure,
  ignoredPlay,
  neverFails,
  restartOutsideHandler,
  unverifiedDownload,
} from "./checks/failures.ts";
import { cacheRefresh, packageLatest, packageLoop } from "./checks/packages.ts";
import type { Finding } from "./finding.ts";

const taskChecks: readonly TaskCheck[] = [
  ...[commandAlwaysChanges, appendsEveryRun, pipedDownload, fixedWait, growingFile],
  ...[packageLoop, packageLatest, cacheRefresh],
  ...[ignoredFailure, neverFails, unverifiedDownload, restartOutsideHandler],
];

/** What else bears on the checks. */
export interface CheckSetting {
  /** Rules, or names without brackets, that the repository does not want to hear of. */
  readonly skipped: ReadonlySet<string>;
  /** The repository's `ansible.cfg` says itself when facts are gathered. */
  readonly setsGathering: boolean;
}

/** Chiffon's own checks of one file, beside ansible-lint: static, and only what they prove. */
export function checkFile(text: string, file: PlacedFile, setting: CheckSetting): OwnFinding[] {
  const lines = text.split("\n");
  const playChecks: readonly PlayCheck[] = setting.setsGathering
    ? [ignoredPlay]
    : [ignoredPlay, unusedFacts];
  const found = [
    ...file.plays.flatMap((play, index) =>
      playChecks.map((check) => ({ place: headOf(play, file), claim: check(play, file, index) })),
    ),
    ...file.tasks.flatMap((task) =>
      taskChecks.map((check) => {
        const isBlock = task.call === null;
        return { place: isBlock ? headOf(task, file) : task, claim: check(task, file) };
      }),
    ),
  ];
  return found.flatMap(({ place, claim }) =>
    claim === null || isSilenced(claim, place, lines, setting) ? [] : [placed(claim, place)],
  );
}

/** Own findings without those that ansible-lint has at the same task. */
export function withoutRepeats(own: readonly OwnFinding[], lint: readonly Finding[]): OwnFinding[] {
  return own.filter(
    ({ sameAs, line, endLine }) =>
      !lint.some(
        (other) =>
          sameAs.includes(other.rule.replace(/\[.*$/, "")) &&
          other.line >= line &&
          other.line <= endLine,
      ),
  );
}

/** A play or block without the ansibleTasks in it. */
function headOf(place: Place, file: PlacedFile): Place {
  const first = file.tasks.find(({ start }) => start > place.start && start < place.end);
  const endLine = first === undefined ? place.endLine : Math.max(place.line, first.line - 2);
  return { ...place, endLine };
}

function placed({ sameAs = [], ...claim }: Claim, place: Place): OwnFinding {
  const lineCount = place.endLine - place.line + 1;
  return { ...claim, sameAs, line: place.line, endLine: place.endLine, lineCount, details: "" };
}

/** By the repository's list, or by `# noqa` on a line of it, as ansible-lint reads that. */
function isSilenced(
  { rule, sameAs = [] }: Claim,
  { line, endLine }: Place,
  lines: readonly string[],
  { skipped }: CheckSetting,
): boolean {
  const names = [rule, ...sameAs];
  if (names.some((name) => skipped.has(name))) return true;
  return lines.slice(line - 1, endLine).some((text) => {
    const marked = /#\s*noqa(?::?\s*(.*))?$/i.exec(text);
    if (marked === null) return false;
    const listed = (marked[1] ?? "")
      .trim()
      .split(/[\s,]+/)
      .filter(Boolean);
    return listed.length === 0 || names.some((name) => listed.includes(name));
  });
}
