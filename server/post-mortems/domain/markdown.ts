import type { Cause, Difference, PostMortemReport } from "#server/contracts/post-mortem.ts";
import { headlineOf } from "./causes.ts";
import { isWithoutDifferences } from "./differences.ts";
import { shortened } from "./shortened.ts";

const longestInline = 500;

/**
 * A report as Markdown for people and other programs. Everything that hosts, repositories or people said is escaped, so
 * that it can neither mark up nor link; equal reports give equal text.
 */
export function toMarkdown(report: PostMortemReport): string {
  const sections = [
    [`# What went wrong: ${inline(report.text)}`],
    [`**${inline(report.headline)}**`],
    [factsOf(report)],
    section("What it said", [fenced(report.cause.message)]),
    section("Other failures", others(report)),
    section("Suggestions", report.suggestions.map(item)),
    section("What differs from the last good run", comparisonLines(report)),
    section("What had changed by then", changeLines(report)),
    section("Similar earlier failures", similarLines(report)),
    section(
      "Timeline",
      report.timeline.map(({ at, text }) => item(`${at} ${text}`)),
    ),
    section("End of the output", outputLines(report)),
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

/** A heading with its lines as one block; nothing where there are none. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join("\n")];
}

function factsOf({ requestId, submittedBy, endedAt, cause }: PostMortemReport): string {
  const facts = [
    ["Request", requestId],
    ["Asked by", submittedBy],
    ["Ended", endedAt],
    ["Task", cause.taskName],
    ["Playbook", cause.playbook],
    ["Step", cause.ansibleTask],
    ["Module", cause.module],
    ["Place", cause.place],
    ["Host", cause.host],
    ["Failed at", cause.at],
  ] as const;
  return facts
    .flatMap(([name, value]) => (value === null ? [] : [item(`${name}: ${value}`)]))
    .join("\n");
}

function others({ otherFailures, otherFailuresOmitted }: PostMortemReport): string[] {
  return [
    ...otherFailures.map((cause: Cause) =>
      item(`${headlineOf(cause)} ${cause.message.split("\n", 1)[0] ?? ""}`),
    ),
    ...more(otherFailuresOmitted),
  ];
}

function comparisonLines({ comparison }: PostMortemReport): string[] {
  switch (comparison.kind) {
    case "nothing_ran":
      return [];
    case "never_ran_well":
      return ["This playbook never ran well before, so there is nothing to compare with."];
    case "compared":
      return [
        `Compared with request ${comparison.requestId}, which ended well at ${comparison.endedAt}.`,
        "",
        ...differenceLines(comparison.differences),
      ];
  }
}

type Differences = Extract<PostMortemReport["comparison"], { kind: "compared" }>["differences"];

function differenceLines(differences: Differences): string[] {
  if (isWithoutDifferences(differences) && differences.commits === null)
    return ["Nothing that Chiffon knows of."];
  const { commits, variables, versions, settings } = differences;
  return [
    ...(commits === null ? [] : [item(`Commit: ${short(commits.from)} → ${short(commits.to)}`)]),
    ...(commits?.touched ?? []).map(({ path, change }) => item(`File ${path}: ${change}`)),
    ...more(commits?.touchedOmitted ?? 0),
    ...(commits?.log ?? []).map(({ commit, author, subject }) =>
      item(`Commit ${short(commit)} by ${author}: ${subject}`),
    ),
    ...[...variables, ...versions, ...settings].map((one) => item(differenceText(one))),
    ...differences.hostsAdded.map((host) => item(`Host ${host}: was not among them`)),
    ...differences.hostsRemoved.map((host) => item(`Host ${host}: is not among them any more`)),
  ];
}

/** "kuma_port: 3001 → 3002". */
function differenceText({ name, before, after }: Difference): string {
  return `${name}: ${before ?? "not set"} → ${after ?? "not set"}`;
}

function changeLines({ changed }: PostMortemReport): string[] {
  const lines = changed.before.map(({ at, host, ansibleTask }) =>
    item(`${at} ${host}: ${ansibleTask}`),
  );
  const after = changed.after === 0 ? [] : [item(`${changed.after} more after the first failure`)];
  const all = [...lines, ...more(changed.beforeOmitted), ...after];
  return all.length === 0 ? ["Nothing."] : all;
}

function similarLines({ similar }: PostMortemReport): string[] {
  return similar.map(({ requestId, at, host, ended }) =>
    item(`${at}${host === null ? "" : ` on ${host}`}: ${ended} (request ${requestId})`),
  );
}

function outputLines({ output }: PostMortemReport): string[] {
  if (output.lines.length === 0) return output.note === null ? [] : [inline(output.note)];
  return [fenced(output.lines.join("\n"))];
}

function more(omitted: number): string[] {
  return omitted === 0 ? [] : [item(`and ${omitted} more`)];
}

function item(text: string): string {
  return `- ${inline(text)}`;
}

/** One line of plain text: no markup, link, HTML or line break of its own can come into being. */
function inline(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return shortened(line, longestInline)
    .replace(/[\\`*_{}[\]<>()#+!|~&@]/g, "\\$&")
    .replace(/:\/\//g, ":\\/\\/")
    .replace(/\b(www)\./gi, "$1\\.")
    .replace(/^[-=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

/** A block of code whose fence is longer than any within. */
function fenced(text: string): string {
  const clean = text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "\u{fffd}");
  const longest = Math.max(2, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${clean}\n${fence}`;
}

function short(commit: string): string {
  return commit.slice(0, 8);
}
