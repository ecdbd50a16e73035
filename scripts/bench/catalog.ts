import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { applyMigrations } from "#scripts/migrate.mjs";
import { AuditService } from "#server/audit/audit-service.ts";
import { CatalogService } from "#server/catalog/catalog-service.ts";
import { MatchingService } from "#server/matching/matching-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { SecretsService } from "#server/secrets/secrets-service.ts";
import { benchMatching } from "./catalog-matching.ts";
import { commitAll, commitTree, largeServiceName, playbookOf, rolesTree } from "./catalog-tree.ts";
import { type Metric, metric, percentile } from "./report.ts";

const roles = 1_000;
const rounds = 20;
const lookEveryMs = 10;
const administrator = {
  personId: "00000000-0000-4000-8000-000000000001",
  name: "bench",
  role: "admin",
  sessionId: "00000000-0000-4000-8000-000000000002",
} as const;

/** Measures how fast Chiffon reads a repository of 1,000 roles, notices one changed file, and finds what is meant. */
export async function benchCatalog(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in Postgres does not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const repository = path.join(scratch, "repository");
  note(`generating a tree of ${roles} roles`);
  const files = rolesTree(roles);
  commitTree(repository, files);
  const postgres = await startPostgres({
    name: "chiffon",
    dataDir: path.join(scratch, "data"),
    log: () => undefined,
  });
  await applyMigrations(postgres.url);
  const db = openDatabase(postgres.appUrl, 4);
  const catalog = openCatalog(db, scratch);
  const log = createLogger("bench", "silent");
  const matching = new MatchingService({ db, log, catalog });
  try {
    return [
      ...(await benchScan({ catalog, matching }, repository, files.size, note)),
      ...(await benchMatching(note)),
    ];
  } finally {
    await catalog.close();
    await matching.close();
    await db.$disconnect();
    await postgres.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function openCatalog(db: Database, scratch: string): CatalogService {
  const place = (name: string) => path.join(scratch, "catalog", name);
  const clock = systemClock;
  const audit = new AuditService({ db, clock });
  return new CatalogService({
    db,
    audit,
    clock,
    secrets: new SecretsService({ db, audit, clock, keyFile: place("secrets.key") }),
    log: createLogger("bench", "silent"),
    paths: {
      homelab: place("homelab"),
      hosts: place("hosts"),
      inventoryCopies: place("inventory-copies"),
      apps: place("apps"),
      clones: place("clones"),
      trees: place("trees"),
      dependencies: place("dependencies"),
      sshKey: place("ssh/id_ed25519"),
      knownHosts: place("known_hosts"),
      tokens: place("tokens"),
    },
    ownPlaces: [],
    hiddenPaths: [],
    examplesDir: path.resolve("examples/homelab"),
  });
}

interface Searchable {
  readonly catalog: CatalogService;
  readonly matching: MatchingService;
}

async function benchScan(
  { catalog, matching }: Searchable,
  directory: string,
  fileCount: number,
  note: (line: string) => void,
): Promise<Metric[]> {
  note("first scan, from cold");
  const added = await catalog.addRepository(administrator, { name: "bench", location: directory });
  const startedAt = performance.now();
  await catalog.scan(added.id);
  const entries = (await matching.listPlaybooks()).length;
  const scanSeconds = (performance.now() - startedAt) / 1000;
  if (entries < roles) throw new Error(`only ${entries} entries were found`);
  const readSeconds = readEverything(directory) / 1000;
  note(`rescan after one changed file, ${rounds} commits`);
  const samples: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    floors.push(await changeOne({ catalog, matching }, directory, added.id, round, samples));
  }
  return [
    metric("scan_1000_roles_s", scanSeconds, "s", { better: "lower", limit: 10 }),
    metric("scan_1000_roles_files", fileCount, "files", { better: "higher", limit: null }),
    metric("scan_1000_roles_entries", entries, "entries", { better: "higher", limit: null }),
    metric("floor_read_all_blobs_s", readSeconds, "s", { better: "lower", limit: null }),
    metric("rescan_one_file_ms", percentile(samples, 0.95), "ms", { better: "lower", limit: 200 }),
    metric("rescan_one_file_ms_p50", percentile(samples, 0.5), "ms", {
      better: "lower",
      limit: null,
    }),
    metric("floor_git_diff_and_read_ms", percentile(floors, 0.5), "ms", {
      better: "lower",
      limit: null,
    }),
  ];
}

/** One commit that changes one playbook, timed until its new words are found. Returns what git alone takes, in ms. */
async function changeOne(
  { catalog, matching }: Searchable,
  directory: string,
  repositoryId: string,
  round: number,
  samples: number[],
): Promise<number> {
  const service = largeServiceName(round * 46);
  const word = `novelty${round}`;
  const file = `playbooks/${service}.yml`;
  const text = playbookOf(service, service.replaceAll("-", "_"), `Brings ${word} to the homelab`);
  writeFileSync(path.join(directory, file), text);
  commitAll(directory);
  const startedAt = performance.now();
  const scanning = catalog.scan(repositoryId);
  while ((await matching.listPlaybooks(word))[0]?.path !== file) {
    if (performance.now() - startedAt > 30_000) throw new Error(`${file} was not found`);
    await delay(lookEveryMs);
  }
  samples.push(performance.now() - startedAt);
  await scanning;
  const gitStartedAt = performance.now();
  execFileSync("git", ["diff-tree", "-r", "-z", "HEAD~1", "HEAD"], { cwd: directory });
  execFileSync("git", ["cat-file", "blob", `HEAD:${file}`], { cwd: directory });
  return performance.now() - gitStartedAt;
}

/** Reads every blob of the tree through one `git cat-file --batch`; milliseconds. */
function readEverything(directory: string): number {
  const startedAt = performance.now();
  const listed = execFileSync("git", ["ls-tree", "-r", "--format=%(objectname)", "HEAD"], {
    cwd: directory,
    maxBuffer: 2 ** 28,
  });
  const read = spawnSync("git", ["cat-file", "--batch"], {
    cwd: directory,
    input: listed,
    maxBuffer: 2 ** 30,
  });
  if (read.status !== 0) throw new Error("git cat-file failed");
  return performance.now() - startedAt;
}
