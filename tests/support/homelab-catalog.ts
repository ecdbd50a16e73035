import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import { CatalogService } from "#server/catalog/catalog-service.ts";
import { DependenciesService } from "#server/catalog/dependencies-service.ts";
import { DoctorService } from "#server/catalog/doctor-service.ts";
import { runGit } from "#server/catalog/git-process.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Repository } from "#server/contracts/playbook.ts";
import { InventoryService } from "#server/inventory/inventory-service.ts";
import { required } from "#server/lib/assert.ts";
import { MatchingService } from "#server/matching/matching-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { SecretsService } from "#server/secrets/secrets-service.ts";
import { useDatabase } from "./postgres.ts";

/** Who does things in tests of the catalog. */
export const owner: Principal = {
  personId: "00000000-0000-4000-8000-000000000001",
  name: "owner",
  role: "admin",
  sessionId: "00000000-0000-4000-8000-000000000002",
};

/** The example homelab as a scanned repository in a new database, with what reads it. */
export interface HomelabCatalog {
  /** Folder that goes when the tests end. */
  readonly root: string;
  readonly homelab: string;
  readonly catalog: CatalogService;
  readonly secrets: SecretsService;
  readonly doctor: DoctorService;
  readonly matching: MatchingService;
  readonly inventory: InventoryService;
  /** What the service of kept hosts is made of. */
  readonly keptHosts: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly catalog: CatalogService;
  };
  readonly repository: () => Promise<Repository>;
  /** A catalog of the same database and folders, as another process has it; whoever asks for it closes it. */
  readonly anotherCatalog: () => CatalogService;
}

/** Gives a test file a homelab of its own; the getter works from `beforeAll` on. */
export function useHomelabCatalog(): () => HomelabCatalog {
  const database = useDatabase();
  const root = mkdtempSync(path.join(tmpdir(), "chiffon-catalog-"));
  let made: HomelabCatalog | null = null;
  let close: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    const db = openDatabase(database.url, 4);
    const log = createLogger("test", "silent");
    const clock = systemClock;
    const audit = new AuditService({ db, clock });
    const paths = {
      homelab: path.join(root, "homelab"),
      hosts: path.join(root, "hosts"),
      inventoryCopies: path.join(root, "inventory-copies"),
      apps: path.join(root, "apps"),
      clones: path.join(root, "repositories"),
      trees: path.join(root, "trees"),
      dependencies: path.join(root, "dependencies"),
      sshKey: path.join(root, "secrets/ssh/id_ed25519"),
      knownHosts: path.join(root, "known_hosts"),
      tokens: path.join(root, "secrets/git"),
    };
    const examplesDir = path.resolve("examples/homelab");
    const secrets = new SecretsService({ db, audit, clock, keyFile: path.join(root, "key") });
    const places = { ownPlaces: [], hiddenPaths: [root] };
    const anotherCatalog = () =>
      new CatalogService({ db, audit, clock, log, paths, secrets, examplesDir, ...places });
    const catalog = anotherCatalog();
    const dependencies = new DependenciesService({
      ...{ db, audit, clock, log, dataDir: root },
      paths: { dependencies: paths.dependencies, installLogs: path.join(root, "installs") },
      treePath: (treeId, repositoryId) => catalog.treePath(treeId, repositoryId),
      settings: { galaxyServer: null, stepSeconds: 60, maxMib: 100, home: root },
    });
    const matching = new MatchingService({ db, log, catalog });
    const inventory = new InventoryService({ db, audit, clock, catalog, secrets, paths });
    const repository = async () => {
      const { repositories } = await catalog.listRepositories();
      const found = repositories.find((each) => each.builtin);
      return required(found, "the homelab");
    };
    made = {
      root,
      homelab: paths.homelab,
      catalog,
      secrets,
      doctor: new DoctorService({ db, catalog, dependencies, secrets }),
      matching,
      inventory,
      keptHosts: { db, audit, catalog },
      repository,
      anotherCatalog,
    };
    close = async () => {
      await dependencies.close();
      await catalog.close();
      await matching.close();
      await db.$disconnect();
    };
    await catalog.seedHomelab();
  });
  afterAll(async () => {
    await close();
    rmSync(root, { recursive: true, force: true });
  });
  return () => required(made, "the homelab's catalog");
}

/** Commits everything in a repository. */
export async function commitAll(directory: string, message: string): Promise<void> {
  await runGit(directory, ["add", "--all"]);
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
  const options = ["--quiet", "--allow-empty", `--message=${message}`];
  await runGit(directory, [...identity, "commit", ...options]);
}
