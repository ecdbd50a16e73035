import { type PlacedFile, placeTasks } from "#server/ansible/placed-tasks.ts";
import { applyEdits, mergeEdits } from "./edit.ts";
import type { Finding } from "./finding.ts";
import type { Fix, Fixer, FixSource } from "./fixes/fix.ts";
import {
  fixBlankLines,
  fixComment,
  fixDocumentStart,
  fixLastLineEnd,
  fixSpacing,
  fixTrailingSpaces,
  fixTruthy,
} from "./fixes/fix-layout.ts";
import {
  fixCollectionName,
  fixFreeForm,
  fixModuleName,
  fixNameCasing,
  fixOctalMode,
  fixTemplateSpacing,
} from "./fixes/fix-tasks.ts";

const fixers: ReadonlyMap<string, Fixer> = new Map([
  ["fqcn[action-core]", fixModuleName],
  ["fqcn[action]", fixCollectionName],
  ["fqcn-builtins", fixModuleName],
  ["name[casing]", fixNameCasing],
  ["no-free-form", fixFreeForm],
  ["jinja[spacing]", fixTemplateSpacing],
  ["yaml[octal-values]", fixOctalMode],
  ["yaml[truthy]", fixTruthy],
  ["yaml[trailing-spaces]", fixTrailingSpaces],
  ["yaml[new-line-at-end-of-file]", fixLastLineEnd],
  ["yaml[empty-lines]", fixBlankLines],
  ["yaml[document-start]", fixDocumentStart],
  ["yaml[comments]", fixComment],
  ["yaml[braces]", fixSpacing],
  ["yaml[brackets]", fixSpacing],
  ["yaml[colons]", fixSpacing],
  ["yaml[commas]", fixSpacing],
]);

/** Longer ones are nobody's handwriting, and patterns take long over them. */
const longestLine = 1_000;

/** The edits that mend a finding, where it is mechanical and means the same to a YAML reader; null otherwise. */
export function fixFor(finding: Finding, source: FixSource): Fix | null {
  if ((source.lines[finding.line - 1] ?? "").length > longestLine) return null;
  const fix = fixers.get(finding.rule)?.(finding, source) ?? null;
  return fix !== null && textAfter([fix], source) !== null ? fix : null;
}

/** The text with fixes made; null where they collide, change nothing or change a value that they must keep. */
export function textAfter(fixes: readonly Fix[], source: FixSource): string | null {
  const edits = mergeEdits(fixes.flatMap((fix) => fix.edits));
  const text = edits === null ? source.text : applyEdits(source.text, edits);
  if (text === source.text) return null;
  const placed = placeTasks(text);
  if ("refusal" in placed) return null;
  const mustKeep = fixes.every(({ keepsValues }) => keepsValues);
  return mustKeep && valuesOf(placed) !== valuesOf(source.file) ? null : text;
}

/** Keys keep their order, so equal values are equal text. */
function valuesOf({ documents }: PlacedFile): string {
  return JSON.stringify(documents);
}
