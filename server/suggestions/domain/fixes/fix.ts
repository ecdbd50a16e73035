import type { PlacedFile, PlacedTask } from "#server/ansible/placed-tasks.ts";
import type { Edit } from "../edit.ts";
import type { Finding } from "../finding.ts";

/** A file that is mended, with what else bears on it. */
export interface FixSource {
  readonly text: string;
  /** Lines without their ends. */
  readonly lines: readonly string[];
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
  readonly file: PlacedFile;
  /** Short names that the repository's own modules or action plugins take. */
  readonly shadowed: ReadonlySet<string>;
  /** Short names may mean modules of other collections (`collections:`). */
  readonly hasCollectionList: boolean;
}

/** What mends a finding. */
export interface Fix {
  readonly edits: readonly Edit[];
  /** The file must mean exactly the same to a YAML reader afterwards. */
  readonly keepsValues: boolean;
}

/** Proposes the edits for one finding; null where it is not mechanical here. */
export type Fixer = (finding: Finding, source: FixSource) => Fix | null;

/** Builds the source of a text. */
export function fixSource(
  text: string,
  file: PlacedFile,
  names: Pick<FixSource, "shadowed" | "hasCollectionList">,
): FixSource {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
    lineStarts.push(at + 1);
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  return { text, lines, lineStarts, file, ...names };
}

/** The innermost ansibleTask around a line. */
export function taskAt({ file }: Pick<FixSource, "file">, line: number): PlacedTask | null {
  const around = file.tasks.filter((task) => task.line <= line && line <= task.endLine);
  return around.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
}

/** One edit within a line, by columns from 0. */
export function editInLine(
  { lineStarts }: FixSource,
  line: number,
  change: { from: number; to: number; text: string },
): Edit {
  const start = lineStarts[line - 1] ?? 0;
  return { start: start + change.from, end: start + change.to, text: change.text };
}
