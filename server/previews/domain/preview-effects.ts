import type { Risk } from "#server/contracts/common.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewEffects, PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { plural } from "#server/lib/units.ts";

const maxReasons = 6;
const maxNamed = 3;

/** Files that decide who gets in, whether the host starts, and whether it can be reached. */
const lifelines: readonly RegExp[] = [
  /^\/etc\/(?:ssh\/|sudoers|pam\.d\/|security\/|passwd$|shadow$|group$|nsswitch\.conf$)/,
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
  const found = [...lockOuts(changes), ...removals(changes), ...reboots(changes)];
  return {
    risk: worst([body.risk, ...found.map(({ risk }) => risk)]),
    reasons: [...new Set(found.map(({ reason }) => reason))].slice(0, maxReasons),
    effects: [
      ...filesChanged(changes),
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
      const isFolder = /^-\s*"state": "directory"/m.test(text);
      return [
        isFolder
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

/** "changes 2 files on nas1". */
function filesChanged(changes: readonly PreviewStep[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { host, diffs } of changes)
    for (const { path } of diffs)
      if (path?.startsWith("/")) places.set(host, (places.get(host) ?? new Set()).add(path));
  const count = [...places.values()].reduce((sum, paths) => sum + paths.size, 0);
  return count === 0 ? [] : [`changes ${plural(count, "file")} on ${named([...places.keys()])}`];
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
