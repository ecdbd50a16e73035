import { once } from "node:events";
import { rmSync, symlinkSync } from "node:fs";
import { appendFile, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import {
  commitAll,
  type HomelabCatalog,
  owner,
  useHomelabCatalog,
} from "#tests/support/homelab-catalog.ts";
import type { CatalogService } from "./catalog-service.ts";
import { runGit } from "./git-process.ts";

const lab = useHomelabCatalog();
let catalog: CatalogService;
let matching: HomelabCatalog["matching"];
let root: string;
let homelab: string;
const homelabRepository = () => lab().repository();

beforeAll(() => {
  ({ catalog, matching, root, homelab } = lab());
  symlinkSync("/proc", path.join(root, "link-to-proc"));
});

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
  const { decision, intents } = await matching.match(
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
  const before = await matching.listPlaybooks();
  const repository = await homelabRepository();
  await appendFile(path.join(homelab, "playbooks/disk/report.yml"), "\n# changed\n");
  await catalog.scan(repository.id);
  expect((await homelabRepository()).commit).toBe(repository.commit);
  await commitAll(homelab, "change");
  await catalog.scan(repository.id);
  const after = await matching.listPlaybooks();
  expect((await homelabRepository()).commit).not.toBe(repository.commit);
  expect(after.map((entry) => entry.id).sort()).toEqual(before.map((entry) => entry.id).sort());
});

it("calls a plan stale for what it uses, and not for what it does not use", async () => {
  const { intents } = await matching.match("show disk space");
  const entryId = required(intents[0]?.candidates[0], "a candidate").entryId;
  const { files, source } = await catalog.planFacts(entryId);
  const check = () => catalog.headChange(source.repositoryId, source.commit, files);
  expect(await check()).toEqual({ kind: "same", head: source.commit });
  await writeFile(path.join(homelab, "NOTES.md"), "unrelated\n");
  await commitAll(homelab, "unrelated");
  expect((await check()).kind).toBe("same");
  await mkdir(path.join(homelab, "inventory/host_vars"), { recursive: true });
  await writeFile(path.join(homelab, "inventory/host_vars/homelab.yml"), "disk_warn_percent: 1\n");
  await commitAll(homelab, "host variables");
  expect(await check()).toMatchObject({
    kind: "changed",
    changedPaths: ["inventory/host_vars/homelab.yml"],
  });
});

it("reads what was just added before anybody's words are held against it", async () => {
  const added = path.join(root, "just-added");
  await mkdir(added);
  await writeFile(path.join(added, "wind.yml"), "- hosts: localhost\n  tasks: [{ping: }]\n");
  await runGit(added, ["init", "--quiet", "--initial-branch=main"]);
  await commitAll(added, "first");
  const { id } = await catalog.addRepository(owner, { name: "just added", location: added });
  const waitedFor: string[][] = [];
  // Too short a time names what is still being read, and it is read on.
  expect(await catalog.readNew((names) => waitedFor.push(names), 0)).toEqual(["just added"]);
  expect(await catalog.readNew((names) => waitedFor.push(names))).toEqual([]);
  expect(waitedFor).toEqual([["just added"], ["just added"]]);
  expect((await matching.listPlaybooks()).map((entry) => entry.path)).toContain("wind.yml");
  expect(await catalog.readNew((names) => waitedFor.push(names))).toEqual([]);
  expect(waitedFor).toHaveLength(2);
  await catalog.removeRepository(owner, id);
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
  expect((await matching.listPlaybooks("lamp"))[0]?.path).toBe("playbooks/lamp.yml");
  await writeFile(path.join(plain, "playbooks/new.yml"), "- hosts: all\n");
  const { warnings } = await catalog.scanRepository(owner, id);
  expect(warnings).toContainEqual({
    path: "playbooks/new.yml",
    line: null,
    message: "Not committed, so not used.",
  });
  await catalog.removeRepository(owner, id);
  expect(await readFile(path.join(plain, "playbooks/lamp.yml"), "utf8")).toContain("ping");
  const left = await matching.listPlaybooks();
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
  ["a folder that links to one", "./link-to-proc"],
  ["the folder that holds Chiffon's own keys", "."],
])("starts no repository in %s (E3)", async (_name, place) => {
  const location = place.startsWith(".") ? path.join(root, place) : place;
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
  await commitAll(gone, "start");
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

it("stores nothing about a repository whose scan is cut short by closing", async () => {
  const repository = await homelabRepository();
  await writeFile(path.join(homelab, "cut-short.yml"), "- hosts: all\n");
  await commitAll(homelab, "one more");
  const own = lab().anotherCatalog();
  const started = once(process, "worker");
  const scan = own.scan(repository.id);
  await started;
  await own.close();
  await scan;
  expect(await homelabRepository()).toEqual(repository);
});
