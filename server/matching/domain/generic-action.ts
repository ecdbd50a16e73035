import { stemOf } from "#server/ansible/repository-paths.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { verbInName } from "#server/language/verbs.ts";
import { compact, wordsOf } from "#server/language/words.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";

/** Words for "an app, whichever": what a playbook acts on that restarts or backs up any of them. */
const anyApp = new Set(
  `app apps application applications service services container containers stack stacks workload workloads unit units
  daemon daemons project projects`.split(/\s+/),
);
/** One app: "configure an app" is for any, "configure services" for some of its own. */
const oneApp = new Set(["app", "application", "service", "container", "stack"]);
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
  const own = nounsOf(entry.kind === "playbook" ? stemOf(entry.path) : entry.name);
  if (acts.every((verb) => verb === "deploy" || verb === "configure")) {
    return acts.includes("configure") && own.length > 0 && own.every((word) => oneApp.has(word));
  }
  const takesName = takesAppName(entry);
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
  lab homelab linux debian ubuntu adhoc nightly weekly daily monthly proxmox cluster clusters pi pis rpi raspberry fleet
  arch fedora alpine rhel centos rocky guest guests`.split(/\s+/),
);
/** What updating a whole machine may be called after. */
const systemParts: ReadonlySet<string> = new Set(
  "package packages apt dnf yum pacman patch patches patching kernel kernels release dist".split(
    " ",
  ),
);
/** Names of playbooks that set up all there is. */
const wholeNames: ReadonlySet<string> = new Set(
  "site main all full everything playbook setup install deploy provision run configure".split(" "),
);

/** True for an entry that acts on whole machines and has no other subject: "reboot", `update_hosts.yml`. */
export function actsOnMachines(entry: ActionSource): boolean {
  if (entry.kind === "page" || entry.kind === "tag") return false;
  if (entry.verbs.includes("deploy") || entry.verbs.includes("configure")) return false;
  if (actsOnAnyApp(entry)) return false;
  const own = nounsOf(entry.kind === "playbook" ? stemOf(entry.path) : entry.name);
  // `uptime-kuma/remove.yml` has no noun in its name, but one in its folder's.
  const subject = own.length === 0 ? nounsOf(entry.service ?? "") : own;
  const updates = entry.verbs.includes("update");
  return subject.every((word) => machineWords.has(word) || (updates && systemParts.has(word)));
}

/** True for a playbook that sets up all there is: `site.yml`, `install.yml` with no subject of its own. */
export function setsUpAll(entry: ActionSource): boolean {
  if (entry.kind !== "playbook") return false;
  if (!entry.verbs.includes("deploy") && !entry.verbs.includes("configure")) return false;
  const isWhole = (name: string): boolean =>
    wordsOf(name.replace(/[_.\d]/g, " ")).every(
      ({ text }) => wholeNames.has(text) || machineWords.has(text),
    );
  return isWhole(stemOf(entry.path)) && isWhole(entry.service ?? "");
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
