import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import type { TaskMark } from "./ansible-tasks.ts";
import type { Closure } from "./closure.ts";
import { imageName } from "./identity.ts";
import type { Play } from "./play.ts";
import { baseName, codeFolders, folderOf } from "./repository-paths.ts";
import { assessRisk } from "./risk.ts";
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

/** Without a verb in its name a playbook that runs modules deploys; one that only looks reports. */
export function inferVerbs(named: readonly Verb[], facts: EntryFacts): Verb[] {
  if (named.length > 0) return [...named];
  const { risk, riskReasons } = assessRisk({
    modules: facts.modules,
    marks: facts.marks,
    verbs: [],
    usesBecome: false,
    ownCode: false,
    dynamicIncludes: false,
  });
  const looks = risk === "low" && riskReasons[0]?.startsWith("only looks") === true;
  if (facts.modules.length > 0 && looks) return ["report"];
  return ["deploy"];
}

/** The risk of running a closure, with its reasons. */
export function riskOf(
  facts: EntryFacts,
  verbs: readonly Verb[],
  closure: Closure,
): Pick<ScannedEntry, "risk" | "riskReasons"> {
  const code = new Set(codeFolders.filter((name) => name !== "collections"));
  return assessRisk({
    modules: facts.modules,
    marks: facts.marks,
    verbs,
    usesBecome: facts.usesBecome,
    ownCode: [...closure.paths].some(
      (path) => /\.(py|ps1|sh)$/.test(path) && code.has(baseName(folderOf(path))),
    ),
    dynamicIncludes: closure.dynamic,
  });
}
