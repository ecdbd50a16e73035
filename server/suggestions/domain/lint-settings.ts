import { foldersUp } from "#server/ansible/repository-paths.ts";
import { asList, asText, isMapping } from "#server/ansible/values.ts";

/** What a repository's own lint settings may decide: what it does not want to hear of. */
export interface LintSettings {
  readonly skipped: readonly string[];
  /** Patterns of paths, as they are written. */
  readonly excluded: readonly string[];
  readonly profile: string | null;
  /** Settings without effect here, by name. */
  readonly ignored: readonly string[];
}

const rulePattern = /^[a-z][a-z0-9_-]*(?:\[[\w .-]+\])?$/;
const profiles = new Set(["min", "basic", "moderate", "safety", "shared", "production"]);
/** ansible-lint refuses to leave these out. */
const unskippable =
  /^(?:syntax-check|load-failure|parser-error|internal-error|core|unskippable)(?:\[|$)/;
/** Heeded, or without meaning here; what is missing gets a stand-in in any case. */
const known = new Set(
  "skip_list exclude_paths profile mock_modules mock_roles offline quiet parseable verbosity strict use_default_rules".split(
    " ",
  ),
);
const maxItems = 500;

/** Reads a repository's `.ansible-lint`. Only what narrows counts; nothing in it can make code run. */
export function readLintSettings(document: unknown): LintSettings {
  const settings = isMapping(document) ? document : {};
  const listed = (name: string, pattern: RegExp) =>
    asList(settings[name])
      .slice(0, maxItems)
      .flatMap((item) => {
        const text = asText(item)?.trim() ?? "";
        return pattern.test(text) ? [text] : [];
      });
  const profile = asText(settings["profile"]);
  return {
    skipped: listed("skip_list", rulePattern).filter((rule) => !unskippable.test(rule)),
    excluded: listed("exclude_paths", /^[^\0\n]{1,300}$/),
    profile: profile !== null && profiles.has(profile) ? profile : null,
    ignored: Object.keys(settings).filter((name) => !known.has(name)),
  };
}

/** True where the settings leave a path of the tree out; patterns name a folder or a file, with `*` for any text. */
export function isExcluded(path: string, excluded: readonly string[]): boolean {
  const folders = foldersUp(path).filter((folder) => folder !== "");
  return excluded.some((pattern) => {
    const plain = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
    return plain !== "" && folders.some((folder) => matches(folder, plain.split(/\*+/)));
  });
}

/** The parts in their order, the first at the start and the last at the end: no backtracking. */
function matches(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
