import type { Category } from "./finding.ts";

/** ansible-lint's rules by what they are about. */
const rules: Readonly<Record<Category, string>> = {
  idempotency: `no-changed-when package-latest latest command-instead-of-module deprecated-command-syntax no-handler
    no-same-owner`,
  error_handling: `ignore-errors risky-shell-pipe no-prompting avoid-implicit partial-become no-jinja-when
    deprecated-bare-vars args syntax-check load-failure parser-error internal-error`,
  performance: "command-instead-of-shell run-once",
  best_practices: `fqcn no-free-form risky-file-permissions risky-octal no-log-password loop-var-prefix
    no-relative-paths deprecated-local-action deprecated-module only-builtins literal-compare empty-string-compare
    inline-env-var role-name`,
  standards: `name yaml jinja key-order var-naming schema galaxy meta-incorrect meta-no-info meta-no-tags meta-runtime
    meta-video-links playbook-extension no-tabs warning`,
};

const categoryOfRule = new Map(
  Object.entries(rules).flatMap(([category, names]) =>
    names.split(/\s+/).map((name) => [name, category as Category] as const),
  ),
);

/** Tags by which ansible-lint sorts its rules, for rules that are newer than the table. */
const categoryOfTag: ReadonlyMap<string, Category> = new Map([
  ["idempotency", "idempotency"],
  ["unpredictability", "error_handling"],
  ["core", "error_handling"],
  ["formatting", "standards"],
  ["metadata", "standards"],
  ["syntax", "standards"],
]);

/**
 * The category of one of ansible-lint's rules: that of its name without the part in brackets, else by its tags, else
 * best practices.
 */
export function categoryOf(rule: string, tags: readonly string[] = []): Category {
  const name = rule.replace(/\[.*$/, "");
  const byTag = tags.flatMap((tag) => categoryOfTag.get(tag) ?? [])[0];
  return categoryOfRule.get(name) ?? byTag ?? "best_practices";
}
