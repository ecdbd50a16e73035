import { applyPatch, createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/**
 * The unified diff of two versions of a file, as `git apply` and `patch` take it; "" for equal ones. Null stands for no
 * file.
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  return createTwoFilesPatch(
    before === null ? "/dev/null" : `a/${path}`,
    after === null ? "/dev/null" : `b/${path}`,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
}

/** The text with a diff of it applied, every line of its surroundings as it was; null where they are not. */
export function withDiff(text: string, diff: string): string | null {
  const after = applyPatch(text, diff, { fuzzFactor: 0, autoConvertLineEndings: false });
  return after === false ? null : after;
}
