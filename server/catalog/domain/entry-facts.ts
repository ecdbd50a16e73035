import type { TaskMark } from "#server/ansible/ansible-tasks.ts";
import { type Doubt, doubtsOf } from "#server/ansible/doubts.ts";
import type { Play } from "#server/ansible/play.ts";
import { codeFolders } from "#server/ansible/repository-paths.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import type { Closure } from "./closure.ts";
import { imageName } from "./identity.ts";
import { assessRisk, doubted, looksLikeReport } from "./risk.ts";
import type { ScannedEntry } from "./scan-types.ts";

/** What all ansibleTasks of a closure do, taken together. */
export interface EntryFacts {
  readonly names: string[];
  readonly modules: string[];
  readonly images: string[];
  readonly imageNames: string[];
  readonly tags: string[];
  readonly marks: Set<TaskMark>;
  readonly usesBecome: boolean;
}

/** Gathers the facts of a closure; `plays` are none for a role by itself. */
export function collectFacts(closure: Closure, plays: readonly Play[]): EntryFacts {
  const images = new Set(closure.facts.flatMap((facts) => facts.images));
  for (const variable of closureVariables(closure)) {
    if (
      /(?:^|_)image(?:_name)?$/.test(variable.name) &&
      typeof variable.defaultValue === "string"
    ) {
      images.add(variable.defaultValue);
    }
  }
  const tags = new Set([
    ...closure.facts.flatMap((facts) => facts.tags),
    ...plays.flatMap((play) => [...play.tags, ...play.roles.flatMap((role) => role.tags)]),
  ]);
  return {
    names: closure.facts.flatMap((facts) => facts.names),
    modules: [...new Set(closure.facts.flatMap((facts) => facts.modules))].sort(),
    images: [...images].slice(0, 50),
    imageNames: [...images].flatMap((image) => imageName(image) ?? []).slice(0, 5),
    tags: [...tags].filter((tag) => !["always", "never"].includes(tag)).slice(0, 200),
    marks: new Set(closure.facts.flatMap((facts) => facts.marks)),
    usesBecome:
      plays.some((play) => play.usesBecome) || closure.facts.some((facts) => facts.usesBecome),
  };
}

/** Variables of all roles in a closure. */
export function closureVariables(closure: Closure): PlaybookVariable[] {
  return [...closure.roles.values()].flatMap(({ role }) => role.variables);
}

/** Without a verb in its name a playbook that runs modules deploys; one that looks like a report reports. */
export function inferVerbs(named: readonly Verb[], facts: EntryFacts): Verb[] {
  if (named.length > 0) return [...named];
  if (facts.modules.length > 0 && looksLikeReport(facts.modules, facts.marks)) return ["report"];
  return ["deploy"];
}

/** The risk of running a closure, with its reasons. */
export function riskOf(
  facts: EntryFacts,
  { verbs, closure, tree }: { verbs: readonly Verb[]; closure: Closure; tree: TreeReader },
): Pick<ScannedEntry, "risk" | "riskReasons"> {
  const assessed = assessRisk({
    modules: facts.modules,
    marks: facts.marks,
    verbs,
    usesBecome: facts.usesBecome,
    ownCode: [...closure.paths].some(isCode),
    dynamicIncludes: closure.dynamic,
  });
  // Reading every file once more is only worth it where the answer may still be "low".
  if (assessed.risk !== "low") return assessed;
  const doubts = fileDoubts(tree, closure.evaluated);
  if (closure.isOpen || isIncomplete(closure)) doubts.add("incomplete");
  return doubted(assessed, doubts);
}

/** It names files, roles or collections' content that could not be read. */
function isIncomplete({ missing, missingRoles, foreignCollections }: Closure): boolean {
  return missing.length + missingRoles.size + foreignCollections.size > 0;
}

/** All doubts about the files that Ansible evaluates. What cannot be read is in doubt. */
export function fileDoubts(tree: TreeReader, paths: Iterable<string>): Set<Doubt> {
  const doubts = new Set<Doubt>();
  for (const path of paths) {
    const file = tree.yaml(path);
    const isUnread = file === null || file.brokenAt !== null || file.warnings.length > 0;
    if (isUnread) doubts.add("unread");
    for (const document of file?.documents ?? []) {
      for (const doubt of doubtsOf(document)) doubts.add(doubt);
    }
  }
  return doubts;
}

const codeFolderNames = new Set(codeFolders.filter((name) => name !== "collections"));

/** A file that Ansible would load and run: in a code folder, whatever its ending, but for texts and data beside code. */
function isCode(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  if (folders.some((name) => name === "files" || name === "templates")) return false;
  const isInside = folders.some((name) => codeFolderNames.has(name));
  const isText = /(?:^|\/)(?:\.git\w*|README|LICENSE|[^/]*\.(?:md|txt|rst|ya?ml|json|j2))$/i.test(
    path,
  );
  return isInside && !isText;
}
