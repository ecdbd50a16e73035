import type { ScanWarning } from "#server/contracts/playbook.ts";
import { readAnsibleConfig } from "./ansible-config.ts";
import type { Closure } from "./closure.ts";
import { type EntryContext, playbookEntry, roleEntry } from "./entry-builder.ts";
import { scanInventory } from "./inventory.ts";
import { pageEntries } from "./page.ts";
import { isPlaybook } from "./play.ts";
import { leftOutReason, pathKind } from "./repository-paths.ts";
import { findRoleFolders, parseRole, type Role, RoleIndex } from "./role.ts";
import type { CatalogScan, ScannedEntry } from "./scan-types.ts";
import { tagEntries } from "./tag-entries.ts";
import { knownServices } from "./thesaurus/thesaurus.ts";
import { specialFileWarnings, type Tree } from "./tree.ts";
import { compact } from "./words.ts";

const maxWarnings = 500;
const maxSkipped = 2_000;

/**
 * Reads a whole tree into catalog entries, its inventory and what was left out. Pure: equal trees give equal scans.
 *
 * @param repositoryName names a role that is the whole repository
 * @param skippedFiles files that were not read, with the reason
 */
export function buildCatalog(
  tree: Tree,
  repositoryName: string,
  skippedFiles: readonly { path: string; reason: string }[] = [],
): CatalogScan {
  const warnings: ScanWarning[] = [...specialFileWarnings(tree)];
  const config = readAnsibleConfig(tree);
  const roles = findRoleFolders(tree).map((folder) => parseRole(tree, folder, repositoryName));
  const index = new RoleIndex(roles, config.rolesPaths);
  const { inventory, warnings: inventoryWarnings } = scanInventory(tree, config.inventory);
  const roleNames = new Set(roles.map((role) => compact(role.name)));
  const context: EntryContext = {
    tree,
    roles: index,
    inventoryFiles: inventory.files.map((file) => file.path),
    names: {
      isProduct: (name) => knownServices.has(name),
      isKnown: (name) => knownServices.has(name) || roleNames.has(name),
    },
  };
  const { paths, skipped, warnings: fileWarnings } = findPlaybooks(tree, roles);
  const playbooks = paths.map((path) => playbookEntry(context, path));
  const tags = playbooks.flatMap(({ entry, closure }) => tagEntries(context, entry, closure));
  const entries = [
    ...playbooks.map(({ entry }) => entry),
    ...tags,
    ...standaloneRoles(context, roles, playbooks),
  ];
  warnings.push(
    ...inventoryWarnings,
    ...fileWarnings,
    ...roles.flatMap((role) => role.warnings),
    ...playbooks.flatMap((playbook) => playbook.warnings),
  );
  return {
    entries: [...entries, ...pageEntries(tree, entries)],
    inventory,
    warnings: unique(warnings).slice(0, maxWarnings),
    skipped: [...skippedFiles, ...skipped].slice(0, maxSkipped),
    ignoredSettings: config.ignored,
    remoteUser: config.remoteUser,
    fileCount: tree.files.size,
  };
}

const rolePart =
  /(?:^|\/)(?:tasks|handlers|defaults|vars|meta|templates|files|group_vars|host_vars)\//;

interface FoundPlaybooks {
  readonly paths: string[];
  readonly skipped: { path: string; reason: string }[];
  readonly warnings: ScanWarning[];
}

function findPlaybooks(tree: Tree, roles: readonly Role[]): FoundPlaybooks {
  const inRoles = new Set(roles.filter((role) => role.folder !== "").flatMap((role) => role.paths));
  const found: FoundPlaybooks = { paths: [], skipped: [], warnings: [] };
  for (const path of tree.files.keys()) {
    if (pathKind(path) !== "yaml") continue;
    const reason = leftOutReason(path);
    if (reason !== null) found.skipped.push({ path, reason });
    else if (!inRoles.has(path) && !rolePart.test(path)) sortIn(tree, path, found);
  }
  found.paths.sort();
  return found;
}

function sortIn(tree: Tree, path: string, found: FoundPlaybooks): void {
  const yaml = tree.yaml(path);
  if (yaml === null) return;
  found.warnings.push(...yaml.warnings);
  if (isPlaybook(yaml.documents[0])) found.paths.push(path);
  else if (yaml.documents.length === 0 && yaml.warnings[0] !== undefined) {
    found.skipped.push({ path, reason: yaml.warnings[0].message });
  }
}

/** Roles that no dedicated playbook applies: those can only be reached as roles. */
function standaloneRoles(
  context: EntryContext,
  roles: readonly Role[],
  playbooks: readonly { entry: ScannedEntry; closure: Closure }[],
): ScannedEntry[] {
  const dedicated = new Set(
    playbooks
      .filter(({ closure }) => namedRoles(closure) <= 3)
      .flatMap(({ closure }) => [...closure.roles.keys()]),
  );
  return roles
    .filter((role) => !dedicated.has(role.folder) && role.tasks.size > 0)
    .map((role) => roleEntry(context, role));
}

/** Roles that plays name themselves; those that come along as dependencies do not make a playbook a collection. */
function namedRoles(closure: Closure): number {
  const plays = closure.playbooks.flatMap((playbook) => playbook.plays);
  return new Set(plays.flatMap((play) => play.roles.map((use) => use.name))).size;
}

function unique(warnings: readonly ScanWarning[]): ScanWarning[] {
  const seen = new Set<string>();
  return warnings.filter((warning) => {
    const key = `${warning.path}\0${warning.line}\0${warning.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
