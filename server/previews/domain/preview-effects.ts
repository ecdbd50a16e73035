import type { Risk } from "#server/contracts/common.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewEffects, PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { plural } from "#server/lib/units.ts";

const maxReasons = 6;
const maxNamed = 3;

/** Files that decide who gets in, whether the host starts, and whether it can be reached. */
const lifelines: readonly RegExp[] = [
  /^\/etc\/(?:ssh\/|sudoers|pam\.d\/|security\/access\.|passwd$|shadow$|group$|nsswitch\.conf$)/,
  /(?:^|\/)\.ssh\/authorized_keys2?$/,
  /^\/etc\/(?:fstab|crypttab|default\/grub|mdadm)|^\/boot\//,
  /^\/etc\/(?:network|netplan|NetworkManager|systemd\/network|sysconfig\/network-scripts|wireguard)(?:\/|$)/,
  /^\/etc\/(?:nftables|iptables|ufw|firewalld|default\/ufw|hosts\.(?:allow|deny))(?:[./]|$)/,
];

const modules = {
  packages: new Set([
    ...["apt", "apt_repository", "dnf", "yum", "package", "pacman", "apk", "zypper", "snap"],
    ...["pip", "npm", "gem", "homebrew", "flatpak"],
  ]),
  services: new Set([
    "service",
    "systemd",
    "systemd_service",
    "sysvinit",
    "openrc",
    "supervisorctl",
  ]),
} as const;

/**
 * What a preview says beyond what the playbook could: what would happen, in words, the risk that follows from it, and how
 * long it takes. It never makes a plan less risky: what check mode did not see is not proven harmless.
 *
 * @param tookSeconds how long the preview's runs took together
 */
export function effectsOf(
  report: PreviewReport,
  body: Pick<PlanBody, "tasks" | "estimatedSeconds" | "risk">,
  tookSeconds: number | null,
): PreviewEffects {
  const changes = report.steps.filter(({ kind }) => kind === "changes");
  const found = [...lockOuts(changes), ...reboots(changes), ...removals(changes)];
  const reasonsOf = (wanted: Risk) =>
    found.filter(({ risk }) => risk === wanted).map(({ reason }) => reason);
  const reasons = [...new Set([...reasonsOf("high"), ...reasonsOf("medium")])];
  return {
    risk: worst([body.risk, ...found.map(({ risk }) => risk)]),
    reasons: reasons.slice(0, maxReasons),
    effects: [
      ...placesChanged(changes),
      ...stepsOf(changes, modules.packages, "installs or updates packages"),
      ...stepsOf(changes, modules.services, "acts on services"),
      ...unseen(report),
    ],
    seconds: secondsOf(report, body, tookSeconds),
  };
}

function worst(risks: readonly Risk[]): Risk {
  return (["high", "medium"] as const).find((risk) => risks.includes(risk)) ?? "low";
}

interface Found {
  readonly risk: Risk;
  readonly reason: string;
}

function lockOuts(changes: readonly PreviewStep[]): Found[] {
  return changes.flatMap(({ host, diffs }) =>
    diffs.flatMap(({ path }): Found[] =>
      path !== null && lifelines.some((pattern) => pattern.test(path))
        ? [{ risk: "high", reason: `could lock you out of ${host}: changes ${path}` }]
        : [],
    ),
  );
}

/** Ansible shows a removal as a state that becomes "absent". */
function removals(changes: readonly PreviewStep[]): Found[] {
  return changes.flatMap(({ host, diffs }) =>
    diffs.flatMap(({ path, text }): Found[] => {
      if (path === null || !/^\+\s*"state": "absent"/m.test(text)) return [];
      return [
        isOfFolder(text)
          ? { risk: "high", reason: `removes the folder ${path} on ${host} with all in it` }
          : { risk: "medium", reason: `removes ${path} on ${host}` },
      ];
    }),
  );
}

function reboots(changes: readonly PreviewStep[]): Found[] {
  return changes
    .filter(({ action }) => moduleOf(action) === "reboot")
    .map(({ host }): Found => ({ risk: "high", reason: `reboots ${host}` }));
}

/** "changes 2 files and 1 folder on nas1". */
function placesChanged(changes: readonly PreviewStep[]): string[] {
  const places = new Map<string, { readonly host: string; readonly isFolder: boolean }>();
  for (const { host, diffs } of changes)
    for (const { path, text } of diffs) {
      if (!path?.startsWith("/")) continue;
      const key = `${host} ${path.replace(/(.)\/$/, "$1")}`;
      const isFolder = places.get(key)?.isFolder === true || isOfFolder(text);
      places.set(key, { host, isFolder });
    }
  if (places.size === 0) return [];
  const folders = [...places.values()].filter(({ isFolder }) => isFolder).length;
  const files = places.size - folders;
  const what = [
    ...(files > 0 ? [plural(files, "file")] : []),
    ...(folders > 0 ? [plural(folders, "folder")] : []),
  ];
  const hosts = new Set([...places.values()].map(({ host }) => host));
  return [`changes ${what.join(" and ")} on ${named([...hosts])}`];
}

/** Ansible tells a folder by its state, before or after. */
function isOfFolder(text: string): boolean {
  return /^[ +-]\s*"state": "directory"/m.test(text);
}

/** "acts on services on nas1 (“Restart nginx”)". */
function stepsOf(
  changes: readonly PreviewStep[],
  those: ReadonlySet<string>,
  what: string,
): string[] {
  const steps = changes.filter(({ action }) => those.has(moduleOf(action)));
  if (steps.length === 0) return [];
  const hosts = [...new Set(steps.map(({ host }) => host))];
  return [`${what} on ${named(hosts)} (${quoted(steps.map(({ ansibleTask }) => ansibleTask))})`];
}

/** What check mode does not do, and the handlers that it may set off. */
function unseen({ counts, steps }: PreviewReport): string[] {
  if (counts.unseen === 0) return [];
  const seen = new Set(steps.map(({ ansibleTask }) => ansibleTask));
  const names = steps.flatMap(({ notifies }) => notifies).filter((name) => !seen.has(name));
  const also = names.length === 0 ? "" : `, and may set off ${quoted(names)}`;
  return [`runs ${plural(counts.unseen, "step")} unseen${also}`];
}

/** Only where nothing better is known: an estimate from earlier runs stands. */
function secondsOf(
  { counts, hosts }: PreviewReport,
  { tasks, estimatedSeconds }: Pick<PlanBody, "tasks" | "estimatedSeconds">,
  tookSeconds: number | null,
): PreviewEffects["seconds"] {
  if (tookSeconds === null || tasks.every(({ estimateSource }) => estimateSource === "history"))
    return null;
  const isAllSeen = counts.unseen + counts.unknown === 0 && hosts.every((one) => one.isReached);
  if (isAllSeen && counts.changes + counts.fails === 0)
    return { value: tookSeconds, isLeast: false };
  return tookSeconds > estimatedSeconds ? { value: tookSeconds, isLeast: true } : null;
}

const moduleOf = (action: string) => action.split(".").at(-1) ?? "";

function named(hosts: readonly string[]): string {
  return hosts.length <= 2 ? [...hosts].sort().join(" and ") : `${hosts.length} hosts`;
}

function quoted(names: readonly string[]): string {
  const all = [...new Set(names)];
  const more = all.length - maxNamed;
  const shown = all.slice(0, maxNamed).map((name) => `“${name}”`);
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
