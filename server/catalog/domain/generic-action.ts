import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";
import { stemOf } from "./repository-paths.ts";
import { stopWords } from "./stop-words.ts";
import { verbInName } from "./verbs.ts";
import { compact, wordsOf } from "./words.ts";

/** Words for "an app, whichever": what a playbook acts on that restarts or backs up any of them. */
const anyApp = new Set(
  `app apps application applications service services container containers stack stacks workload workloads unit units
  daemon daemons project projects`.split(/\s+/),
);
/** Words beside those that do not narrow them down. */
const neutral = new Set(
  `docker compose podman systemd systemctl single one given specific selected named name any all running data volume
  volumes config configs files image images`.split(/\s+/),
);

/** What of an entry says whether it acts on any app. */
export interface ActionSource {
  readonly kind: string;
  readonly path: string;
  readonly name: string;
  readonly service: string | null;
  readonly verbs: readonly Verb[];
  readonly variables: readonly Pick<PlaybookVariable, "name">[];
}

/**
 * True for an entry that acts on whichever app it is told: "Restart a service", `update-containers.yml`,
 * `apps/restart.yml` with a variable `app_name`. Its name has only such words, or it takes an app's name and has none
 * of its own.
 */
export function actsOnAnyApp(entry: ActionSource): boolean {
  if (entry.kind === "page" || entry.kind === "tag") return false;
  const acts = [...entry.verbs, ...titleVerbs(entry)];
  if (!acts.some((verb) => verb !== "deploy" && verb !== "configure")) return false;
  const takesName = takesAppName(entry);
  const own = nounsOf(entry.kind === "playbook" ? stemOf(entry.path) : entry.name);
  const service = compact(entry.service ?? "");
  if (own.length === 0) {
    return (service === "" || anyApp.has(service)) && (takesName || isAnyApp(nounsOf(entry.name)));
  }
  return isAnyApp(own) || (takesName && own.every((word) => neutral.has(word)));
}

/** True for an entry with a variable that names an app. */
export function takesAppName({ variables }: Pick<ActionSource, "variables">): boolean {
  return variables.some(({ name }) => isAppVariable(name));
}

/** "Start, stop or restart a service" does three things. */
export function titleVerbs(entry: ActionSource): Verb[] {
  const words = wordsOf(entry.name).map((word) => word.text);
  const named = words.flatMap((word) => verbInName(word) ?? []);
  const distinct = [...new Set(named)];
  return distinct.length > 1 && words.some((word) => anyApp.has(word)) ? distinct : [];
}

/** Words for whole machines, and those that go with them in names. */
const machineWords: ReadonlySet<string> = new Set(
  `host hosts server servers machine machines node nodes vm vms system systems os all full maintenance ops everything box
  lab homelab linux debian ubuntu adhoc nightly weekly daily monthly proxmox`.split(/\s+/),
);

/** True for an entry that acts on whole machines and has no other subject: "reboot", `update_hosts.yml`. */
export function actsOnMachines(entry: ActionSource): boolean {
  if (entry.kind === "page" || entry.kind === "tag") return false;
  if (entry.verbs.includes("deploy") || entry.verbs.includes("configure")) return false;
  if (actsOnAnyApp(entry)) return false;
  const own = nounsOf(entry.kind === "playbook" ? stemOf(entry.path) : entry.name);
  return own.every((word) => machineWords.has(word));
}

function nounsOf(name: string): string[] {
  const words = wordsOf(name.replace(/[_.\d]/g, " ")).map((word) => word.text);
  return words.filter((word) => {
    if (anyApp.has(word)) return true;
    return verbInName(word) === null && !stopWords.has(word) && word !== "playbook";
  });
}

function isAnyApp(words: readonly string[]): boolean {
  const isNarrow = words.some((word) => !anyApp.has(word) && !neutral.has(word));
  return !isNarrow && words.some((word) => anyApp.has(word));
}
