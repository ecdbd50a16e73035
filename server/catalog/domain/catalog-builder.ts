import type { ScanWarning } from "#server/contracts/playbook.ts";
import { readAnsibleConfig } from "./ansible-config.ts";
import type { Closure } from "./closure.ts";
import {
  type BuiltPlaybook,
  type EntryContext,
  playbookEntry,
  roleEntry,
} from "./entry-builder.ts";
import type { KnownNames } from "./identity.ts";
import { scanInventory } from "./inventory.ts";
import { findPages, pageEntry, uncoveredPages, withPage } from "./page.ts";
import { isPlaybook } from "./play.ts";
import { leftOutReason, pathKind, stemOf } from "./repository-paths.ts";
import { findRoleFolders, ownCollections, parseRole, type Role, RoleIndex } from "./role.ts";
import { sameValue } from "./same-value.ts";
import { MemoTable, ScanMemo } from "./scan-memo.ts";
import type { CatalogScan, ScannedEntry, SkippedFile } from "./scan-types.ts";
import { specialFileWarnings } from "./special-files.ts";
import { isDedicated, tagEntries } from "./tag-entries.ts";
import { knownServices } from "./thesaurus/thesaurus.ts";
import type { Tree, TreeShape } from "./tree.ts";
import { compact } from "./words.ts";

const maxWarnings = 500;
const maxSkipped = 20_000;

/**
 * Reads a whole tree into catalog entries, its inventory and what was left out. Pure: equal trees give equal scans.
 *
 * @param repositoryName names a role that is the whole repository
 * @param skippedFiles files that were not read, with the reason
 */
export function buildCatalog(
  tree: Tree,
  repositoryName: string,
  skippedFiles: readonly SkippedFile[] = [],
): CatalogScan {
  return new CatalogBuilder(repositoryName).build(tree, null, skippedFiles);
}

/** What the names of a tree alone tell. */
interface Places {
  readonly shape: TreeShape;
  readonly roleFolders: readonly string[];
  readonly collections: ReadonlySet<string>;
  /** YAML files outside roles that may be playbooks. */
  readonly candidates: readonly string[];
  readonly pages: readonly string[];
  readonly leftOut: readonly SkippedFile[];
}

/**
 * Builds the catalog of one repository again and again. What a commit did not touch is taken from the build before:
 * the result is that of a fresh `buildCatalog`, and entries that came out equal are the same objects.
 */
export class CatalogBuilder {
  private readonly repositoryName: string;
  private readonly memo = new ScanMemo();
  private readonly roles = new MemoTable<Role>(this.memo);
  private readonly playbooks = new MemoTable<BuiltPlaybook>(this.memo);
  private readonly roleEntries = new MemoTable<ScannedEntry>(this.memo);
  private readonly pages = new MemoTable<ScannedEntry | null>(this.memo);
  private places: Places | null = null;
  private entries = new Map<string, ScannedEntry>();

  constructor(repositoryName: string) {
    this.repositoryName = repositoryName;
  }

  /**
   * Builds the catalog of the repository as it is now.
   *
   * @param changedPaths files with another content than in the build before, when no name, mode or link changed;
   *   null when anything may have changed
   */
  build(
    tree: Tree,
    changedPaths: ReadonlySet<string> | null,
    skippedFiles: readonly SkippedFile[] = [],
  ): CatalogScan {
    this.memo.begin(tree, changedPaths);
    const places = this.placesOf(tree);
    const config = readAnsibleConfig(tree);
    const roles = places.roleFolders.map((folder) =>
      this.roles.get(folder, () => parseRole(this.memo.reader, folder, this.repositoryName)),
    );
    const index = new RoleIndex(roles, config.rolesPaths, places.collections);
    const roleNames = new Set(roles.map((role) => compact(role.name)));
    this.memo.surround({
      findRole: (name, folder) => index.find(name, folder),
      isKnownName: (name) => knownServices.has(name) || roleNames.has(name),
    });
    const { inventory, warnings: inventoryWarnings } = scanInventory(tree, config.inventory);
    const found = findPlaybooks(tree, places.candidates);
    const context = this.context();
    const playbooks = found.paths.map((path) =>
      this.playbooks.get(path, () => playbookEntry(context, path)),
    );
    const entries = this.keepEqual(this.assemble(context, roles, playbooks));
    const warnings = [
      ...specialFileWarnings(tree),
      ...inventoryWarnings,
      ...found.warnings,
      ...roles.flatMap((role) => role.warnings),
      ...playbooks.flatMap((playbook) => playbook.warnings),
    ];
    for (const table of [this.roles, this.playbooks, this.roleEntries, this.pages]) table.sweep();
    return {
      entries,
      inventory,
      warnings: unique(warnings).slice(0, maxWarnings),
      skipped: [...skippedFiles, ...places.leftOut, ...found.skipped].slice(0, maxSkipped),
      ignoredSettings: config.ignored,
      remoteUser: config.remoteUser,
      fileCount: tree.files.size,
    };
  }

  private context(): EntryContext {
    const { reader, around } = this.memo;
    const names: KnownNames = {
      isProduct: (name) => knownServices.has(name),
      isKnown: (name) => around.isKnownName(name),
    };
    return { tree: reader, around, names };
  }

  private placesOf(tree: Tree): Places {
    if (this.places?.shape === tree.shape) return this.places;
    const { paths } = tree.shape;
    const roleFolders = findRoleFolders(paths);
    this.places = {
      shape: tree.shape,
      roleFolders,
      collections: ownCollections(paths),
      pages: findPages(paths),
      ...sortYamlFiles(paths, roleFolders),
    };
    return this.places;
  }

  private assemble(
    context: EntryContext,
    roles: readonly Role[],
    playbooks: readonly BuiltPlaybook[],
  ): ScannedEntry[] {
    const tags = tagEntries(context.names, playbooks);
    const standalone = standaloneRoles(roles, playbooks).map((role) =>
      // Its role is given and not asked for, so the key tells it apart.
      this.roleEntries.get(`${this.memo.versionOf(role)}`, () => roleEntry(context, role)),
    );
    const entries = [...playbooks.map(({ entry }) => entry), ...tags, ...standalone];
    const pages = (this.places?.pages ?? []).flatMap(
      (path) => this.pages.get(path, () => pageEntry(context.tree, path)) ?? [],
    );
    const byService = new Map(pages.map((page) => [compact(page.service ?? ""), page]));
    const described = entries.map((entry) =>
      withPage(entry, byService.get(compact(entry.service ?? ""))),
    );
    return [...described, ...uncoveredPages(pages, entries)];
  }

  private keepEqual(entries: readonly ScannedEntry[]): ScannedEntry[] {
    const kept = new Map<string, ScannedEntry>();
    for (const entry of entries) {
      const key = `${entry.kind}\0${entry.path}\0${entry.name}`;
      const before = this.entries.get(key);
      kept.set(key, before !== undefined && sameValue(before, entry) ? before : entry);
    }
    this.entries = kept;
    return [...kept.values()];
  }
}

const rolePart =
  /(?:^|\/)(?:tasks|handlers|defaults|vars|meta|templates|files|group_vars|host_vars)\//;

function sortYamlFiles(
  paths: readonly string[],
  roleFolders: readonly string[],
): { candidates: string[]; leftOut: SkippedFile[] } {
  const inRole = insideAny(roleFolders.filter((folder) => folder !== ""));
  const candidates: string[] = [];
  const leftOut: SkippedFile[] = [];
  for (const path of paths) {
    if (pathKind(path) !== "yaml") continue;
    const reason = leftOutReason(path);
    if (reason !== null) leftOut.push({ path, reason });
    else if (!inRole(path) && !rolePart.test(path)) candidates.push(path);
  }
  return { candidates, leftOut };
}

function insideAny(folders: readonly string[]): (path: string) => boolean {
  const known = new Set(folders);
  return (path) => {
    for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
      if (known.has(path.slice(0, cut))) return true;
    }
    return false;
  };
}

interface FoundPlaybooks {
  readonly paths: string[];
  readonly skipped: SkippedFile[];
  readonly warnings: ScanWarning[];
}

function findPlaybooks(tree: Tree, candidates: readonly string[]): FoundPlaybooks {
  const found: FoundPlaybooks = { paths: [], skipped: [], warnings: [] };
  for (const path of candidates) {
    const yaml = tree.yaml(path);
    if (yaml === null) continue;
    found.warnings.push(...yaml.warnings);
    if (isPlaybook(yaml.documents[0])) found.paths.push(path);
    else if (yaml.documents.length === 0 && yaml.warnings[0] !== undefined) {
      found.skipped.push({ path, reason: yaml.warnings[0].message });
    }
  }
  return found;
}

/** Roles that no dedicated playbook applies: those can only be reached as roles. */
function standaloneRoles(roles: readonly Role[], playbooks: readonly BuiltPlaybook[]): Role[] {
  const reached = new Set(playbooks.flatMap(rolesOfDedicated));
  return roles.filter((role) => !reached.has(role.folder) && role.tasks.size > 0);
}

/** Folders of the roles that a playbook is about: all of a small one, the namesake of a larger one. */
function rolesOfDedicated(playbook: BuiltPlaybook): string[] {
  const { entry, closure } = playbook;
  // `site.yml` with three services is about none of them.
  if (entry.service !== null && namedRoles(closure) <= 3) return [...closure.roles.keys()];
  if (!isDedicated(playbook)) return [];
  const own = [entry.service ?? "", stemOf(entry.path)].map(compact);
  return [...closure.roles].flatMap(([folder, { role }]) =>
    own.includes(compact(role.name)) ? [folder] : [],
  );
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
