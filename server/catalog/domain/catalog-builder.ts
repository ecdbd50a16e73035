import { becomesByConfig, readProjects } from "#server/ansible/ansible-config.ts";
import { variablesInChecks } from "#server/ansible/check-target.ts";
import type { Doubt } from "#server/ansible/doubts.ts";
import { type ScannedInventory, scanInventories } from "#server/ansible/inventory.ts";
import { collectionSources, isGalaxyFile } from "#server/ansible/own-collections.ts";
import type { Play } from "#server/ansible/play.ts";
import { isPlaybook } from "#server/ansible/play.ts";
import { folderOf, leftOutReason, pathKind, stemOf } from "#server/ansible/repository-paths.ts";
import {
  findRoleFolders,
  ownCollections,
  parseRole,
  type Role,
  RoleIndex,
} from "#server/ansible/role.ts";
import type { Tree, TreeShape } from "#server/ansible/tree.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { compact } from "#server/language/words.ts";
import { installedItemPath, isInstalledPath } from "#server/lib/installed-path.ts";
import type { Closure } from "./closure.ts";
import {
  type BuiltPlaybook,
  type EntryContext,
  playbookEntry,
  roleEntry,
} from "./entry-builder.ts";
import { type EntrySurroundings, withSurroundings } from "./entry-needs.ts";
import type { KnownNames } from "./identity.ts";
import { inventoryDoubts } from "./inventory-doubts.ts";
import { withOwnerWords } from "./owner-words.ts";
import { findPages, pageEntry, uncoveredPages, withPage } from "./page.ts";
import { findDependencies } from "./repository-dependencies.ts";
import { doubted } from "./risk.ts";
import { sameValue } from "./same-value.ts";
import { MemoTable, ScanMemo } from "./scan-memo.ts";
import type { CatalogScan, ScannedEntry, SkippedFile } from "./scan-types.ts";
import { specialFileWarnings } from "./special-files.ts";
import { tagEntries } from "./tag-entries.ts";
import { taskFileEntries } from "./task-file-entries.ts";
import { VaultPasswords } from "./vault-passwords.ts";

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
  /** Files of the repository itself, without what was installed for it. */
  readonly ownCount: number;
  readonly roleFolders: readonly string[];
  readonly collections: ReadonlySet<string>;
  /** Files that say which collection their folder is. */
  readonly galaxyFiles: readonly string[];
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
  private readonly vault = new VaultPasswords();
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
    const { projects, roles, collections } = this.lookAround(tree, places);
    const found = findPlaybooks(tree, places.candidates);
    const context = this.context();
    const playbooks = found.paths.map((path) =>
      this.playbooks.get(path, () => playbookEntry(context, path)),
    );
    const taskFiles = taskFileEntries(context, playbooks, { roles, others: found.others });
    const { entries: assembled, warnings: wordWarnings } = withOwnerWords(tree, [
      ...this.assemble(context, roles, playbooks),
      ...taskFiles.entries,
    ]);
    const { inventories, warnings: inventoryWarnings } = scanInventories(
      tree,
      projects,
      variablesInChecks(assembled.flatMap((entry) => entry.checks)),
    );
    const { warnings: dependencyWarnings, ...dependencies } = findDependencies(
      tree,
      { roles, collections },
      { playbooks, inventories },
    );
    const own = dependencies.ownCollections;
    const surroundings = this.surroundings(tree, { inventories, playbooks, collections: own });
    const judge = judgeIn(tree, inventories);
    const entries = this.keepEqual(
      assembled.map((entry) => withSurroundings(judge(entry), surroundings)),
    );
    const warnings = [
      ...dependencyWarnings,
      ...specialFileWarnings(tree),
      ...wordWarnings,
      ...inventoryWarnings,
      ...found.warnings,
      ...roles.flatMap((role) => role.warnings),
      ...playbooks.flatMap((playbook) => playbook.warnings),
      // Of what was installed its authors are told, not the owner.
    ].filter(({ path }) => !isInstalledPath(path));
    for (const table of [this.roles, this.playbooks, this.roleEntries, this.pages]) table.sweep();
    return {
      entries,
      inventories,
      projects,
      dependencies,
      warnings: unique(warnings).slice(0, maxWarnings),
      skipped: [...skippedFiles, ...places.leftOut, ...found.skipped, ...taskFiles.skipped].slice(
        0,
        maxSkipped,
      ),
      fileCount: places.ownCount,
    };
  }

  /** Projects, roles and collections, as playbooks will ask for them. */
  private lookAround(tree: Tree, places: Places) {
    const projects = readProjects(tree);
    const roles = places.roleFolders.map((folder) =>
      this.roles.get(folder, () => parseRole(this.memo.reader, folder, this.repositoryName)),
    );
    const sources = collectionSources(tree, places.galaxyFiles);
    const own = new Set([...places.collections, ...sources.keys()]);
    const index = new RoleIndex(roles, projects, own);
    const roleNames = new Set(roles.map((role) => compact(role.name)));
    this.memo.surround({
      findRole: (name, folder) => index.find(name, folder),
      collections: () => sources,
      isKnownName: (name) => knownServices.has(name) || roleNames.has(name),
    });
    return { projects, roles, collections: [...sources.keys()] };
  }

  private surroundings(
    tree: Tree,
    found: {
      readonly inventories: readonly ScannedInventory[];
      readonly playbooks: readonly BuiltPlaybook[];
      readonly collections: readonly string[];
    },
  ): EntrySurroundings {
    const { inventories, playbooks, collections } = found;
    const entries = playbooks.map(({ entry }) => entry);
    return {
      hasCollection: (name) =>
        collections.includes(name) ||
        tree.isFolder(installedItemPath({ kind: "collection", name })),
      hasInventory: inventories.some(
        ({ kind, hosts }) => kind === "dynamic" || (kind === "static" && hosts.length > 0),
      ),
      vaultPasswords: this.vault.needsIn(tree, inventories, entries),
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
    const paths = tree.shape.paths.filter((path) => !isInstalledPath(path));
    const roleFolders = findRoleFolders(tree.shape.paths);
    this.places = {
      shape: tree.shape,
      ownCount: paths.length,
      roleFolders,
      collections: ownCollections(paths),
      galaxyFiles: paths.filter(isGalaxyFile),
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

/** Folders whose files are no playbooks, whatever they hold: values, and what is copied to hosts. */
const noPlays = /(?:^|\/)(?:defaults|vars|meta|templates|files|group_vars|host_vars)\//;
/** Of a role, its parts; what lies beside them may be a playbook that tries or applies it. */
const rolePart = /^(?:tasks|handlers|defaults|vars|meta|templates|files|library|\w*plugins)\//;

function sortYamlFiles(
  paths: readonly string[],
  roleFolders: readonly string[],
): { candidates: string[]; leftOut: SkippedFile[] } {
  const roleOf = nearestOf(roleFolders.filter((folder) => folder !== ""));
  const isPartOfRole = (path: string) => {
    const role = roleOf(path);
    return role !== "" && rolePart.test(path.slice(role.length));
  };
  const candidates: string[] = [];
  const leftOut: SkippedFile[] = [];
  for (const path of paths) {
    if (pathKind(path) !== "yaml") continue;
    const reason = leftOutReason(path);
    if (reason !== null) leftOut.push({ path, reason });
    else if (!noPlays.test(path) && !isPartOfRole(path)) candidates.push(path);
  }
  return { candidates, leftOut };
}

/** The deepest of the folders that holds a path, with a slash behind it; "" where none does. */
function nearestOf(folders: readonly string[]): (path: string) => string {
  const known = new Set(folders);
  return (path) => {
    for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
      if (known.has(path.slice(0, cut))) return path.slice(0, cut + 1);
    }
    return "";
  };
}

interface FoundPlaybooks {
  readonly paths: string[];
  /** YAML that can be read and is no playbook. */
  readonly others: string[];
  readonly skipped: SkippedFile[];
  readonly warnings: ScanWarning[];
}

function findPlaybooks(tree: Tree, candidates: readonly string[]): FoundPlaybooks {
  const found: FoundPlaybooks = { paths: [], others: [], skipped: [], warnings: [] };
  for (const path of candidates) {
    const yaml = tree.yaml(path);
    if (yaml === null) continue;
    found.warnings.push(...yaml.warnings);
    if (isPlaybook(yaml.documents[0])) found.paths.push(path);
    else if (yaml.documents.length === 0 && yaml.warnings[0] !== undefined) {
      found.skipped.push({ path, reason: yaml.warnings[0].message });
    } else found.others.push(path);
  }
  return found;
}

/** Roles that no dedicated playbook applies: those can only be reached as roles. */
function standaloneRoles(roles: readonly Role[], playbooks: readonly BuiltPlaybook[]): Role[] {
  const reached = new Set(playbooks.flatMap(rolesOfDedicated));
  return roles.filter(
    ({ folder, tasks }) => !reached.has(folder) && tasks.size > 0 && !isInstalledPath(folder),
  );
}

/** Folders of the roles that a playbook is about: the only one that it names, and the one that is called as it is. */
function rolesOfDedicated(playbook: BuiltPlaybook): string[] {
  const { entry, closure } = playbook;
  const named = namedRoles(closure);
  const isForOne = entry.service !== null && named.size === 1;
  const own = [entry.service ?? "", stemOf(entry.path)].map(compact);
  return [...closure.roles].flatMap(([folder, { role, uses }]) =>
    own.includes(compact(role.name)) || (isForOne && uses.some(({ name }) => named.has(name)))
      ? [folder]
      : [],
  );
}

/** Roles that plays name themselves; those that come along as dependencies do not make a playbook a collection. */
function namedRoles(closure: Closure): ReadonlySet<string> {
  const plays = closure.playbooks.flatMap((playbook) => playbook.plays);
  const included = ({ tasks }: Play) =>
    tasks.includes.flatMap(({ kind, name }) => (kind === "role" ? [name] : []));
  return new Set(
    plays.flatMap((play) => [...play.roles.map((use) => use.name), ...included(play)]),
  );
}

/** What the `ansible.cfg` files and the inventories of a tree make of an entry. A page is not run: nothing of it changes. */
function judgeIn(
  tree: Tree,
  inventories: readonly ScannedInventory[],
): (entry: ScannedEntry) => ScannedEntry {
  const doubts = new Set<Doubt>(
    inventories.flatMap((inventory) => [...inventoryDoubts(tree, inventory)]),
  );
  const becomes = becomesIn(tree);
  return (entry) => (entry.kind === "page" ? entry : doubted(asConfigured(entry, becomes), doubts));
}

/** Whether the nearest `ansible.cfg` of a folder says `become`, read once for each folder. */
function becomesIn(tree: Tree): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (folder) => {
    const answer = known.get(folder) ?? becomesByConfig(tree, folder);
    known.set(folder, answer);
    return answer;
  };
}

/** What the nearest `ansible.cfg` makes of an entry: with `become`, all of it acts as root. */
function asConfigured(entry: ScannedEntry, becomes: (folder: string) => boolean): ScannedEntry {
  const folder = entry.kind === "role" ? "" : folderOf(entry.runBy?.playbook ?? entry.path);
  if (entry.usesBecome || !becomes(folder)) return entry;
  const reasons = entry.risk === "low" ? [] : entry.riskReasons;
  return {
    ...entry,
    usesBecome: true,
    risk: entry.risk === "high" ? "high" : "medium",
    riskReasons: [...reasons, "acts as root on the host"].slice(-6),
  };
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
