import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { appendFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import type { Principal } from "#server/contracts/people.ts";
import { required } from "#server/lib/assert.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { CatalogService } from "./catalog-service.ts";
import { runGit } from "./git-process.ts";

const database = useDatabase();
const root = mkdtempSync(path.join(tmpdir(), "chiffon-catalog-"));
const owner: Principal = {
  personId: "00000000-0000-4000-8000-000000000001",
  name: "owner",
  role: "admin",
  sessionId: "00000000-0000-4000-8000-000000000002",
};
const homelab = path.join(root, "homelab");
const linkToSystem = path.join(root, "link-to-proc");
symlinkSync("/proc", linkToSystem);
let catalog: CatalogService;
let db: Database;

async function commit(directory: string, message: string): Promise<void> {
  await runGit(directory, ["add", "--all"]);
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
  await runGit(directory, [
    ...identity,
    "commit",
    "--quiet",
    "--allow-empty",
    `--message=${message}`,
  ]);
}

beforeAll(async () => {
  db = openDatabase(database.url, 4);
  catalog = new CatalogService({
    db,
    audit: new AuditService({ db, clock: systemClock }),
    clock: systemClock,
    log: createLogger("test", "silent"),
    paths: {
      homelab,
      apps: path.join(root, "apps"),
      clones: path.join(root, "repositories"),
      trees: path.join(root, "trees"),
      sshKey: path.join(root, "secrets/ssh/id_ed25519"),
      knownHosts: path.join(root, "known_hosts"),
      tokens: path.join(root, "secrets/git"),
    },
    examplesDir: path.resolve("examples/homelab"),
  });
  await catalog.seedHomelab();
});

afterAll(async () => {
  await catalog.close();
  await db.$disconnect();
  rmSync(root, { recursive: true, force: true });
});

async function homelabRepository() {
  const { repositories } = await catalog.listRepositories();
  return required(
    repositories.find((repository) => repository.builtin),
    "the homelab",
  );
}

it("makes the homelab, its key and its entries once, however often it starts", async () => {
  await catalog.seedHomelab();
  const repository = await homelabRepository();
  expect(repository).toMatchObject({ name: "Homelab", error: null, branch: "main" });
  expect(repository.entryCount).toBeGreaterThan(15);
  const place = await readFile(path.join(homelab, "inventory/group_vars/all/place.yml"), "utf8");
  expect(place).toContain(`homelab_dir: "${path.join(root, "apps")}"`);
  expect((await stat(path.join(root, "secrets/ssh/id_ed25519"))).mode & 0o777).toBe(0o600);
});

it("turns a request into facts that name commit, tree, hosts and files", async () => {
  const { decision, intents } = await catalog.match(
    "Deploy Kuma Uptime to homelab and add existing portals to config",
  );
  expect(decision).toBe("match");
  const entryIds = intents.map((intent) => required(intent.candidates[0], "a candidate").entryId);
  const [deploy, configure] = await Promise.all(
    entryIds.map((entryId) => catalog.planFacts(entryId)),
  );
  expect(deploy?.entry.path).toBe("playbooks/uptime-kuma/deploy.yml");
  expect(configure?.entry.path).toBe("playbooks/uptime-kuma/add-portals.yml");
  expect(deploy?.playHosts).toEqual(["homelab"]);
  const paths = deploy?.files.map((file) => file.path) ?? [];
  expect(paths).toContain("inventory/group_vars/all/place.yml");
  expect(paths).toContain("inventory/hosts.yml");
  expect(configure?.files.map((file) => file.path)).toContain("portals.yml");
  const tree = required(deploy, "facts").source.treePath;
  expect(await readFile(path.join(tree, "playbooks/uptime-kuma/deploy.yml"), "utf8")).toContain(
    "uptime_kuma",
  );
});

it("keeps ids of unchanged entries and notices what changed, only after a commit", async () => {
  const before = await catalog.listPlaybooks();
  const repository = await homelabRepository();
  await appendFile(path.join(homelab, "playbooks/disk/report.yml"), "\n# changed\n");
  await catalog.scan(repository.id);
  expect((await homelabRepository()).commit).toBe(repository.commit);
  await commit(homelab, "change");
  await catalog.scan(repository.id);
  const after = await catalog.listPlaybooks();
  expect((await homelabRepository()).commit).not.toBe(repository.commit);
  expect(after.map((entry) => entry.id).sort()).toEqual(before.map((entry) => entry.id).sort());
});

it("calls a plan stale for what it uses, and not for what it does not use", async () => {
  const { intents } = await catalog.match("show disk space");
  const entryId = required(intents[0]?.candidates[0], "a candidate").entryId;
  const { files, source } = await catalog.planFacts(entryId);
  const check = () => catalog.headChange(source.repositoryId, source.commit, files);
  expect(await check()).toEqual({ kind: "same", head: source.commit });
  await writeFile(path.join(homelab, "NOTES.md"), "unrelated\n");
  await commit(homelab, "unrelated");
  expect((await check()).kind).toBe("same");
  await mkdir(path.join(homelab, "inventory/host_vars"), { recursive: true });
  await writeFile(path.join(homelab, "inventory/host_vars/homelab.yml"), "disk_warn_percent: 1\n");
  await commit(homelab, "host variables");
  expect(await check()).toMatchObject({
    kind: "changed",
    changedPaths: ["inventory/host_vars/homelab.yml"],
  });
});

it("remembers a choice until the chosen entry changes", async () => {
  const entries = await catalog.listPlaybooks();
  const disk = required(
    entries.find((entry) => entry.path === "playbooks/disk/report.yml"),
    "disk report",
  );
  await catalog.remember("frobnicate the thing", disk.id);
  const first = await catalog.match("Frobnicate the thing!");
  expect(first).toMatchObject({
    decision: "match",
    intents: [{ candidates: [{ entryId: disk.id }] }],
  });
  await appendFile(path.join(homelab, "playbooks/disk/report.yml"), "# changed again\n");
  await commit(homelab, "change again");
  await catalog.scan((await homelabRepository()).id);
  expect((await catalog.match("Frobnicate the thing!")).decision).toBe("none");
});

it("refuses places that are no repository, with what to do", async () => {
  const plain = path.join(root, "plain");
  await mkdir(plain);
  await expect(catalog.addRepository(owner, { name: "p", location: plain })).rejects.toMatchObject({
    code: "repository_unreadable",
    message: expect.stringContaining("git init"),
  });
  for (const location of [
    "ext::sh -c id",
    "--upload-pack=x",
    "file:///etc",
    "http://x/y",
    "git@-oProxyCommand=x:y",
  ]) {
    await expect(catalog.addRepository(owner, { name: "q", location })).rejects.toMatchObject({
      code: "repository_unreadable",
    });
  }
  await expect(
    catalog.addRepository(owner, { name: "again", location: homelab }),
  ).rejects.toMatchObject({ code: "name_taken" });
});

it("makes a plain folder a repository only when asked to, and removes it without touching the folder", async () => {
  const plain = path.join(root, "plain-folder");
  await mkdir(path.join(plain, "playbooks"), { recursive: true });
  await writeFile(path.join(plain, "playbooks/lamp.yml"), "- hosts: all\n  tasks: [{ping: }]\n");
  await expect(
    catalog.addRepository(owner, { name: "plain", location: plain }),
  ).rejects.toMatchObject({ code: "repository_unreadable", details: { offer: "git_init" } });
  const { id } = await catalog.addRepository(owner, {
    name: "plain",
    location: plain,
    initGit: true,
  });
  await catalog.scan(id);
  expect((await catalog.listPlaybooks("lamp"))[0]?.path).toBe("playbooks/lamp.yml");
  await writeFile(path.join(plain, "playbooks/new.yml"), "- hosts: all\n");
  const { warnings } = await catalog.scanRepository(owner, id);
  expect(warnings).toContainEqual({
    path: "playbooks/new.yml",
    line: null,
    message: "Not committed, so not used.",
  });
  await catalog.removeRepository(owner, id);
  expect(await readFile(path.join(plain, "playbooks/lamp.yml"), "utf8")).toContain("ping");
  const left = await catalog.listPlaybooks();
  expect(left.map((entry) => entry.path)).not.toContain("playbooks/lamp.yml");
});

it.each([
  ["a system folder", { location: "/etc", initGit: true }],
  ["what is no folder", { location: "/etc/passwd", initGit: true }],
  ["an address", { location: "https://example.invalid/x.git", initGit: true }],
  ["a token for ssh", { location: "git@example.invalid:x.git", token: "secret" }],
  ["a token for a folder", { location: "/srv/x", token: "secret" }],
])("refuses %s", async (_name, body) => {
  await expect(catalog.addRepository(owner, { name: "refused", ...body })).rejects.toMatchObject({
    code: "repository_unreadable",
  });
});

it.each([
  // One that nothing can be written to: should the refusal fail, the test harms no machine.
  ["a system folder by a way round", "/tmp/../proc"],
  ["a system folder by slashes", "//proc"],
  ["a folder that links to one", linkToSystem],
  ["the folder that holds Chiffon's own keys", root],
])("starts no repository in %s (E3)", async (_name, location) => {
  const added = catalog.addRepository(owner, { name: "refused", location, initGit: true });
  await expect(added).rejects.toMatchObject({
    code: "repository_unreadable",
    message: expect.stringMatching(/^Only a folder of yours/),
  });
});

it("keeps the last good entries when a repository goes away, and says why", async () => {
  const gone = path.join(root, "gone");
  await mkdir(gone);
  await runGit(gone, ["init", "--quiet", "--initial-branch=main"]);
  await writeFile(path.join(gone, "jellyfin.yml"), "- hosts: all\n  tasks:\n    - debug: {}\n");
  await commit(gone, "start");
  const { id } = await catalog.addRepository(owner, { name: "gone", location: gone });
  await catalog.scan(id);
  rmSync(gone, { recursive: true });
  await catalog.scan(id);
  const { repositories } = await catalog.listRepositories();
  const repository = required(
    repositories.find((each) => each.id === id),
    "it",
  );
  expect(repository.entryCount).toBe(1);
  expect(repository.error).not.toBeNull();
  await catalog.removeRepository(owner, id);
});

it("answers for a local host at once and names what is wrong with an unknown one", async () => {
  const { id } = await homelabRepository();
  expect(await catalog.testHost(owner, { repositoryId: id, host: "homelab" })).toMatchObject({
    ok: true,
  });
  await expect(catalog.testHost(owner, { repositoryId: id, host: "nas" })).rejects.toMatchObject({
    code: "host_not_found",
  });
  expect((await catalog.listHosts()).find((host) => host.name === "homelab")?.reachable).toBe(true);
});
