import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { runGit } from "./git-process.ts";
import { GitRepository, isSafeBranch, parseLocation } from "./git-reader.ts";
import { compareHead } from "./head-change.ts";
import { RepositoryAccess } from "./repository-access.ts";
import { ScanThread } from "./scan-thread.ts";
import { TreeStore } from "./tree-store.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-git-"));
const opened: GitRepository[] = [];
const thread = new ScanThread();
let made = 0;

afterAll(async () => {
  for (const repository of opened) repository.close();
  await thread.close();
  execFileSync("chmod", ["-R", "u+w", root]);
  rmSync(root, { recursive: true, force: true });
});

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

async function commit(directory: string, message = "change"): Promise<string> {
  await runGit(directory, ["add", "--all"], { timeoutMs: 60_000 });
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
  await runGit(directory, [
    ...identity,
    "commit",
    "--quiet",
    "--allow-empty",
    `--message=${message}`,
  ]);
  return (await runGit(directory, ["rev-parse", "HEAD"])).toString("utf8").trim();
}

async function makeRepository(files: Readonly<Record<string, string>>): Promise<GitRepository> {
  const directory = path.join(root, `r${++made}`);
  await mkdir(directory);
  await runGit(directory, ["init", "--quiet", "--initial-branch=main"]);
  await write(directory, files);
  await commit(directory, "start");
  const repository = new GitRepository(directory, "main");
  opened.push(repository);
  return repository;
}

const playbook = "- name: Install it\n  hosts: all\n  roles: [web]\n";
const role = { "roles/web/tasks/main.yml": "- ping:\n" };

describe("reading a repository", () => {
  it("sees a branch that moved at once, in under 2 ms", async () => {
    const repository = await makeRepository({ "a.yml": playbook });
    const first = await repository.resolveHead();
    const next = await commit(repository.directory);
    expect(await repository.resolveHead()).toBe(next);
    await runGit(repository.directory, ["reset", "--quiet", "--hard", first]);
    await runGit(repository.directory, ["pack-refs", "--all"]);
    expect(await repository.resolveHead()).toBe(first);
    const pace = measurePace();
    const times: number[] = [];
    for (let round = 0; round < 50; round++) {
      const startedAt = performance.now();
      await repository.resolveHead();
      times.push(performance.now() - startedAt);
    }
    const median = required(times.sort((a, b) => a - b)[25], "a median");
    expect(median).toBeLessThan(2 * Math.max(pace, measurePace()));
  });

  it("follows a repository that was deleted and made again at its place", async () => {
    const repository = await makeRepository({ "a.yml": playbook });
    const before = await repository.resolveHead();
    await rm(repository.directory, { recursive: true });
    await expect(repository.resolveHead()).rejects.toThrow();
    const again = await makeRepository({ "b.yml": playbook });
    await rename(again.directory, repository.directory);
    const { commit: head } = await repository.head();
    expect(head).not.toBe(before);
    const [file] = await repository.listTree(head);
    expect(file?.path).toBe("b.yml");
    expect(String(await repository.readBlob(file?.blob ?? ""))).toBe(playbook);
  });

  it("reads blobs byte for byte, in the order asked, and answers null for what is not there", async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
    const repository = await makeRepository({ "a.yml": playbook });
    await writeFile(path.join(repository.directory, "bytes"), bytes);
    const files = await repository.listTree(await commit(repository.directory));
    const blob = required(
      files.find((file) => file.path === "bytes"),
      "bytes",
    ).blob;
    const missing = `${"0".repeat(39)}1`;
    const read: (Buffer | null)[] = [];
    for await (const [, content] of repository.readBlobs([blob, missing, blob])) read.push(content);
    expect(read[0]?.equals(bytes)).toBe(true);
    expect(read[1]).toBeNull();
    expect(read[2]?.equals(bytes)).toBe(true);
  });

  it("goes on after its git process was killed", async () => {
    const repository = await makeRepository({ "a.yml": playbook });
    const head = await repository.resolveHead();
    repository.close();
    expect(await repository.resolveHead()).toBe(head);
  });

  it("names files that are not committed", async () => {
    const repository = await makeRepository({ "a.yml": playbook });
    await write(repository.directory, { "a.yml": "changed", "new.yml": "x" });
    expect(await repository.uncommitted()).toEqual({ count: 2, paths: ["a.yml", "new.yml"] });
  });

  it("runs nothing that the repository configures", async () => {
    const repository = await makeRepository({
      "a.yml": playbook,
      ".gitattributes": "* filter=evil\n",
    });
    const mark = path.join(root, "executed");
    const evil = `touch ${mark}`;
    for (const key of ["core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"]) {
      await runGit(repository.directory, ["config", key, evil]);
    }
    await writeFile(
      path.join(repository.directory, ".git/hooks/post-checkout"),
      `#!/bin/sh\n${evil}\n`,
    );
    await chmod(path.join(repository.directory, ".git/hooks/post-checkout"), 0o755);
    const { commit: head, treeId } = await repository.head();
    await repository.uncommitted();
    await repository.changedPaths(head, head);
    await new TreeStore(path.join(root, "evil-trees")).extract(repository, treeId);
    await expect(stat(mark)).rejects.toThrow();
  });
});

describe("the commits between two", () => {
  it("are those that touched a path, newest first, at most as many as asked for", async () => {
    const repository = await makeRepository({ "site.yml": playbook, "other.md": "a" });
    const { directory } = repository;
    const from = await repository.resolveHead();
    await write(directory, { "site.yml": "---\n" });
    const one = await commit(directory, "One");
    await write(directory, { "other.md": "b" });
    await commit(directory, "Elsewhere");
    await write(directory, { "site.yml": "--- \n" });
    const two = await commit(directory, `Two ${"x".repeat(5_000)}`);
    const found = await repository.commitsBetween(from, two, { paths: ["site.yml"], limit: 20 });
    expect(found.map((line) => line.commit)).toEqual([two, one]);
    expect(found[0]?.subject.length).toBeLessThanOrEqual(300);
    expect(found[1]).toMatchObject({ subject: "One", author: "t" });
    const asked = { paths: ["site.yml", "--help", ":(glob)**"], limit: 1 };
    expect(await repository.commitsBetween(from, two, asked)).toHaveLength(1);
  });

  it("start nothing that the repository names, and bear any date", async () => {
    const repository = await makeRepository({ "site.yml": playbook });
    const { directory } = repository;
    const from = await repository.resolveHead();
    const trace = path.join(directory, "../ran");
    await writeFile(path.join(directory, "gpg"), `#!/bin/sh\necho >${trace}\n`, { mode: 0o755 });
    for (const [name, value] of [
      ["log.showSignature", "true"],
      ["gpg.program", path.join(directory, "gpg")],
      ["format.pretty", "raw"],
    ] as const)
      await runGit(directory, ["config", name, value]);
    await write(directory, { "site.yml": "---\n" });
    await commit(directory);
    const raw = (await runGit(directory, ["cat-file", "commit", "HEAD"])).toString("utf8");
    const odd = raw
      .replace(/^committer .*$/m, "committer t <t@localhost> 99999999999999 +0000")
      .replace(
        "\n\n",
        "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n",
      );
    const to = execFileSync(
      "git",
      ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
      {
        ...{ cwd: directory, input: odd, encoding: "utf8" },
      },
    ).trim();
    const [found] = await repository.commitsBetween(from, to, { paths: ["site.yml"], limit: 20 });
    expect(found).toMatchObject({ commit: to, at: expect.stringMatching(/^\d{4}-/) });
    await expect(stat(trace)).rejects.toThrow("ENOENT");
  });
});

describe("the stale check", () => {
  const uses = async (repository: GitRepository) => {
    const scan = await thread.scan(repository, "r", (await repository.head()).treeId);
    return [...required(scan.entries[0], "an entry").files, ...(scan.inventories[0]?.files ?? [])];
  };

  it.each([
    ["the playbook", { "a.yml": `${playbook}# x\n` }],
    ["a role", { "roles/web/tasks/main.yml": "- debug:\n" }],
    ["a new file of the role", { "roles/web/templates/x.j2": "x" }],
    ["the inventory", { "inventory/hosts.yml": "all:\n  hosts:\n    b:\n" }],
    ["new group variables", { "inventory/group_vars/all.yml": "a: 1\n" }],
    ["new code beside the playbook", { "library/evil.py": "x" }],
  ])("says changed for %s", async (_name, change) => {
    const repository = await makeRepository({
      "a.yml": playbook,
      "inventory/hosts.yml": "all:\n  hosts:\n    a:\n",
      ...role,
    });
    const files = await uses(repository);
    const planned = await repository.resolveHead();
    await write(repository.directory, change);
    await commit(repository.directory);
    const outcome = await compareHead(repository, planned, files);
    expect(outcome).toMatchObject({ kind: "changed", changedPaths: Object.keys(change) });
  });

  it("says same for twenty unrelated commits", async () => {
    const repository = await makeRepository({ "a.yml": playbook, ...role });
    const files = await uses(repository);
    const planned = await repository.resolveHead();
    for (let round = 0; round < 20; round++) {
      await write(repository.directory, {
        [`docs/${round}.md`]: "x",
        "b.yml": `- hosts: all\n# ${round}\n`,
      });
      const head = await commit(repository.directory);
      expect(await compareHead(repository, planned, files)).toEqual({ kind: "same", head });
    }
  });

  it("compares files after a force push that threw the planned commit away", async () => {
    const repository = await makeRepository({ "a.yml": playbook, ...role });
    const files = await uses(repository);
    const planned = await repository.resolveHead();
    const rewrite = async (text: string) => {
      await runGit(repository.directory, ["checkout", "--quiet", "--orphan", "fresh"]);
      await write(repository.directory, { "a.yml": text });
      const head = await commit(repository.directory, "rewritten");
      await runGit(repository.directory, ["branch", "--force", "main", head]);
      await runGit(repository.directory, ["checkout", "--quiet", "main"]);
      await runGit(repository.directory, ["branch", "-D", "fresh"]);
      await runGit(repository.directory, ["reflog", "expire", "--expire=now", "--all"]);
      await runGit(repository.directory, ["gc", "--quiet", "--prune=now"]);
    };
    await rewrite(playbook);
    expect((await compareHead(repository, planned, files)).kind).toBe("same");
    await rewrite(`${playbook}# other\n`);
    expect((await compareHead(repository, planned, files)).kind).toBe("changed");
  });
});

describe("extracting a tree", () => {
  it("writes exactly git's bytes, read-only, whatever attributes say, and only once", async () => {
    const repository = await makeRepository({
      "a.yml": "line\n$Format:%H$\n",
      "hidden.yml": "x",
      ".gitattributes": "*.yml text eol=crlf export-subst\nhidden.yml export-ignore\n",
    });
    await chmod(path.join(repository.directory, "a.yml"), 0o755);
    const head = await commit(repository.directory);
    const treeId = await repository.treeOf(head);
    const store = new TreeStore(path.join(root, "trees"));
    await Promise.all([store.extract(repository, treeId), store.extract(repository, treeId)]);
    const at = store.pathOf(treeId);
    const [listed] = (await repository.listTree(head)).filter((file) => file.path === "a.yml");
    const content = await readFile(path.join(at, "a.yml"));
    expect(
      content.equals(required(await repository.readBlob(required(listed, "a").blob), "blob")),
    ).toBe(true);
    expect((await stat(path.join(at, "a.yml"))).mode & 0o777).toBe(0o555);
    expect(await readFile(path.join(at, "hidden.yml"), "utf8")).toBe("x");
    expect(
      (await readdir(path.join(root, "trees"))).filter((name) => name.startsWith(".")),
    ).toEqual([]);
  });

  it("leaves out links that lead outside and submodules, and says so", async () => {
    const repository = await makeRepository({ "real/a.yml": "- x\n" });
    const link = (target: string, name: string) =>
      symlink(target, path.join(repository.directory, name));
    await link("real/a.yml", "good");
    await link("../real", "real/up");
    await link("/etc/passwd", "absolute");
    await link("../../etc/passwd", "outside");
    await link("real/../../outside", "sneaky");
    const inner = await makeRepository({ "x.yml": "x" });
    const innerHead = await inner.resolveHead();
    await runGit(repository.directory, ["add", "--all"]);
    await runGit(repository.directory, [
      "update-index",
      "--add",
      "--cacheinfo",
      `160000,${innerHead},module`,
    ]);
    const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
    await runGit(repository.directory, [...identity, "commit", "--quiet", "--message=links"]);
    const { treeId } = await repository.head();
    const store = new TreeStore(path.join(root, "link-trees"));
    await store.extract(repository, treeId);
    const { warnings } = await thread.scan(repository, "links", treeId);
    expect(warnings.map((warning) => warning.path).sort()).toEqual([
      "absolute",
      "module",
      "outside",
      "sneaky",
    ]);
    expect((await lstat(path.join(store.pathOf(treeId), "good"))).isSymbolicLink()).toBe(true);
    await expect(lstat(path.join(store.pathOf(treeId), "outside"))).rejects.toThrow();
  });
});

describe("scanning nasty repositories", () => {
  it("finds the good playbook among vault files, broken YAML, bombs, link circles and binary", async () => {
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${[..."bcdefghi"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(",")}]`).join("\n")}`;
    const repository = await makeRepository({
      "good.yml": playbook,
      ...role,
      "vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
      "broken.yml": "- hosts: [a\n  b: }",
      "bomb.yml": bomb,
      "big.yml": "x".repeat(1_200_000),
      "deep.yml": "[".repeat(50_000),
      "nul.yml": "a: \0",
    });
    await symlink("loop-b.yml", path.join(repository.directory, "loop-a.yml"));
    await symlink("loop-a.yml", path.join(repository.directory, "loop-b.yml"));
    await symlink("self", path.join(repository.directory, "self"));
    await commit(repository.directory);
    const scan = await thread.scan(repository, "r", (await repository.head()).treeId);
    const runnable = scan.entries.filter((entry) => entry.refusals.length === 0);
    expect(runnable.map((entry) => entry.path)).toEqual(["good.yml"]);
    const named = new Set([...scan.skipped, ...scan.warnings].map((item) => item.path));
    for (const name of [
      "vault.yml",
      "broken.yml",
      "bomb.yml",
      "big.yml",
      "deep.yml",
      "nul.yml",
      "loop-a.yml",
      "self",
    ]) {
      expect(named, name).toContain(name);
    }
  });

  it("survives 10,000 files, and reads only what changed the second time", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [
        at % 10 === 0 ? `play-${at}.yml` : `notes/${at % 100}/${at}.txt`,
        at % 10 === 0 ? `- hosts: all\n  tasks:\n    - ping:\n# ${at}\n` : "x",
      ]),
    );
    const repository = await makeRepository(files);
    const firstAt = performance.now();
    const first = await thread.scan(repository, "r", (await repository.head()).treeId);
    const firstMs = performance.now() - firstAt;
    expect(first.entries).toHaveLength(1_000);
    expect(first.fileCount).toBe(10_000);
    await write(repository.directory, { "play-0.yml": "- hosts: web\n" });
    await commit(repository.directory);
    const startedAt = performance.now();
    const second = await thread.scan(repository, "r", (await repository.head()).treeId);
    expect(second.entries.find((entry) => entry.path === "play-0.yml")?.hostPatterns).toEqual([
      "web",
    ]);
    expect(performance.now() - startedAt).toBeLessThan(firstMs / 2);
  });
});

describe("places of repositories", () => {
  it.each([
    "https://example.org/x.git",
    "ssh://git@example.org/x",
    "git@example.org:team/x.git",
    "/srv/homelab",
  ])("takes %s", (text) => {
    expect(() => parseLocation(text)).not.toThrow();
  });

  it.each([
    "ext::sh -c id",
    "file:///etc",
    "http://example.org/x",
    "git://example.org/x",
    "--upload-pack=id",
    "ssh://-oProxyCommand=id/x",
    "git@-oProxyCommand=id:x",
    "https://user:secret@example.org/x",
    "https://example.org/x\n--foo",
    "relative/path",
    "git@host:-x",
  ])("refuses %s", (text) => {
    expect(() => parseLocation(text)).toThrow();
  });

  it("tells branch names from options and tricks", () => {
    for (const name of ["main", "feature/x-1", "release@2"])
      expect(isSafeBranch(name), name).toBe(true);
    for (const name of [
      "-x",
      "a..b",
      "a b",
      "a~1",
      "a^",
      "x.lock",
      "a//b",
      "a@{1}",
      "",
      ".x",
      "a/",
      "a\nb",
    ]) {
      expect(isSafeBranch(name), name).toBe(false);
    }
  });

  it("does not take a folder inside a repository for one", async () => {
    const repository = await makeRepository({ "inner/a.yml": playbook });
    const access = new RepositoryAccess({
      clones: root,
      keyFile: "/x",
      knownHosts: "/x",
      tokens: "/x",
      ownPlaces: [],
    });
    await expect(
      access.inspect(path.join(repository.directory, "inner"), undefined),
    ).rejects.toMatchObject({
      code: "repository_unreadable",
    });
  });
});
