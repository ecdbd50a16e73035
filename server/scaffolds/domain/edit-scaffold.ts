import type { ScaffoldResult } from "#server/contracts/scaffold.ts";
import { AppError } from "#server/lib/app-error.ts";

/**
 * A scaffold with files as a person wants them. What only its owner could say and no file asks for any more is not asked
 * for; what was found about the files as they were is gone.
 *
 * @param edited whole files by their path; those left out stay
 * @throws invalid_input for a path that it does not have
 */
export function editScaffold(
  scaffold: ScaffoldResult,
  edited: readonly { readonly path: string; readonly content: string }[],
): ScaffoldResult {
  const contents = new Map(edited.map(({ path, content }) => [path, withLineEnd(content)]));
  const known = new Set(scaffold.files.map(({ path }) => path));
  const unknown = [...contents.keys()].find((path) => !known.has(path));
  if (unknown !== undefined)
    throw new AppError("invalid_input", {
      message: `There is no ${unknown} among its files. Only files that are there can be edited.`,
    });
  const files = scaffold.files.map(({ path, content }) => ({
    path,
    content: contents.get(path) ?? content,
  }));
  const gaps = scaffold.gaps.filter(({ variable }) =>
    files.some(({ content }) => content.includes(variable)),
  );
  return { ...scaffold, files, gaps, findings: [], syntaxFault: null, notes: [] };
}

/** Text of a browser's field as a file holds it: lines end alike, and so does the last. */
function withLineEnd(text: string): string {
  const lines = text.replaceAll("\r\n", "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
}
