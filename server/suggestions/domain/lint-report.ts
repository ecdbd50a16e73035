import { asList, asStrings, asText, isMapping, type Mapping } from "#server/ansible/values.ts";
import { categoryOf } from "./categories.ts";
import { type Finding, type Severity, severities } from "./finding.ts";

/** A finding of ansible-lint and the file it names. */
export interface LintFinding extends Finding {
  readonly path: string;
}

const maxFindings = 20_000;
const maxText = 1_000;

/**
 * Reads what `ansible-lint -f json` prints (a Code Climate report, in old versions and new ones). What is no finding
 * is passed over: a repository could have had its hand in the report.
 *
 * @returns null for anything but a report
 */
export function readLintReport(text: string): LintFinding[] | null {
  const report = parse(text);
  return Array.isArray(report) ? report.slice(0, maxFindings).flatMap(readIssue) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readIssue(issue: unknown): LintFinding[] {
  if (!isMapping(issue) || !isMapping(issue["location"])) return [];
  const rule = asText(issue["check_name"])?.slice(0, 100);
  const path = asText(issue["location"]["path"]);
  if (rule === undefined || path === null) return [];
  const content = isMapping(issue["content"]) ? issue["content"] : {};
  return [
    {
      rule,
      path,
      category: categoryOf(rule, asStrings(asList(issue["categories"]))),
      severity: severityOf(issue["severity"], rule),
      reason: plain(asText(issue["description"]) ?? rule),
      line: lineOf(issue["location"]),
      lineCount: 1,
      details: plain(asText(content["body"]) ?? ""),
    },
  ];
}

/** Matters of taste, which ansible-lint calls medium, next to commands that run every time. */
const mild =
  /^(?:yaml(?!\[(?:key-duplicates|octal-values)\])|name|fqcn|key-order|jinja\[spacing\])/;

function severityOf(value: unknown, rule: string): Severity {
  const said = severities.find((severity) => severity === value) ?? "info";
  return mild.test(rule) && said !== "info" ? "minor" : said;
}

function lineOf(location: Mapping): number {
  const positions = isMapping(location["positions"]) ? location["positions"] : {};
  const lines = isMapping(location["lines"]) ? location["lines"] : {};
  const begin = positions["begin"] ?? lines["begin"];
  const line = isMapping(begin) ? begin["line"] : begin;
  return typeof line === "number" && Number.isInteger(line) && line > 0 ? line : 1;
}

/** The report marks brackets for a terminal's sake. */
function plain(text: string): string {
  return text.replaceAll("\\[", "[").slice(0, maxText).trim();
}
