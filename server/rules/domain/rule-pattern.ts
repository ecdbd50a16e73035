import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { type RulePattern, type RuleRisk, ruleRiskSchema } from "#server/contracts/rule.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";

/**
 * What a rule must be about to approve a task; null for a task that no rule is about: one that keeps or puts back files,
 * starts in the middle, runs a command, or has no hosts that are known.
 */
export function patternOf(body: PlanBody, task: PlanTask): RulePattern | null {
  if (!isPlainRun(task)) return null;
  return {
    repositoryId: body.repositoryId,
    workType: task.workType,
    entryKind: task.entryKind,
    entryPath: task.entryPath,
    playbookPath: task.playbookPath ?? null,
    tags: [...task.tags].sort(),
    values: task.variables
      .filter(({ overridden }) => overridden)
      .map(({ name, value }) => ({ name, value }))
      .sort(byName),
    content: {
      files: task.files.map(({ path, blob }) => ({ path, blob })).sort(byPath),
      requirementsLock: body.requirementsLock,
      inventoryPath: body.inventoryPath,
      inventoryRepositoryId: body.inventorySource?.repositoryId ?? null,
      profile: task.profile,
      ...(task.onItself === undefined ? {} : { onItself: task.onItself.agentId }),
      isIdempotent: task.idempotent,
      secrets: [...new Set((task.secrets ?? []).map(({ name }) => name))].sort(),
    },
  };
}

/** The risk up to which a rule can be about a task at all; null: only people approve it. */
export function riskForRule({ risk, profile }: PlanTask): RuleRisk | null {
  const known = ruleRiskSchema.safeParse(risk).data ?? null;
  return profile === "isolated" || known === "low" ? known : null;
}

function isPlainRun(task: PlanTask): boolean {
  const isWhole = task.startAtTask == null && task.keptFiles === undefined && task.argv === null;
  return task.workType === "ansible.playbook" && isWhole && isLimitedToHosts(task);
}

/** The run touches the hosts that the plan names, and no others. */
function isLimitedToHosts({ hosts, limit }: PlanTask): boolean {
  return hosts.length > 0 && canonicalJson([...hosts].sort()) === canonicalJson([...limit].sort());
}

/** Whether two are about the same playbook, whatever its content and values. */
export function isSamePlaybook(one: RulePattern, other: RulePattern): boolean {
  return canonicalJson(playbookOf(one)) === canonicalJson(playbookOf(other));
}

function playbookOf({ content, values, ...playbook }: RulePattern) {
  return playbook;
}

export function hasSameValues(one: RulePattern, other: RulePattern): boolean {
  return canonicalJson(one.values) === canonicalJson(other.values);
}

export function hasSameContent(one: RulePattern, other: RulePattern): boolean {
  return canonicalJson(one.content) === canonicalJson(other.content);
}

/** Files that one has otherwise than the other, or not at all, by path. */
export function changedFiles(before: RulePattern, after: RulePattern): string[] {
  const blobs = (pattern: RulePattern) =>
    new Map(pattern.content.files.map(({ path, blob }) => [path, blob]));
  const [old, now] = [blobs(before), blobs(after)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths].filter((path) => old.get(path) !== now.get(path)).sort();
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : 1;
const byPath = (a: { readonly path: string }, b: { readonly path: string }) =>
  a.path < b.path ? -1 : 1;
