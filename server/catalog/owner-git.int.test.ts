import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { FetchProgress } from "#server/contracts/playbook.ts";
import { gitEnvironment } from "#server/platform/git/git-environment.ts";
import {
  changedFiles,
  commitEverything,
  currentBranch,
  fetchBranch,
  initBare,
  initWorkTree,
  listRemote,
  pushRef,
} from "./owner-git.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-owner-git-"));
/** Whatever is executed anywhere leaves this behind. */
const canary = path.join(root, "canary");
const strike = `touch ${canary}`;
const limits = { silenceMs: 10_000, totalMs: 20_000 };
let made = 0;

beforeEach(() => rmSync(canary, { force: true }));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function place(): string {
  const directory = path.join(root, `place-${++made}`);
  mkdirSync(directory);
  return directory;
}

/** Enough for git to say more than once how far it is. */
function largeFiles(): Record<string, string> {
  const file = () => randomBytes(20_000).toString("hex");
  return Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`file-${at}.txt`, file()]));
}

function git(directory: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Owner", "-c", "user.email=o@localhost"];
  const env = { ...gitEnvironment };
  return execFileSync("git", [...identity, ...args], { cwd: directory, env, stdio: "pipe" })
    .toString("utf8")
    .trim();
}

/** A repository of an owner with one commit. */
async function ownerRepository(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const directory = place();
  for (const [name, content] of Object.entries({ "site.yml": "- hosts: all\n", ...files }))
    writeFileSync(path.join(directory, name), content);
  await initWorkTree(directory, "main");
  await commitEverything(directory, "Start");
  return directory;
}

/** Stands in for the ssh program: carries the connection to a program of this machine, after `before`. */
function reach(before = ""): { sshCommand: string } {
  const script = path.join(place(), "carry");
  const lines = [
    "#!/bin/sh",
    '[ "$1" = -G ] && exit 0',
    before,
    'for last; do :; done; eval "$last"',
  ];
  writeFileSync(script, `${lines.join("\n")}\n`, { mode: 0o755 });
  return { sshCommand: script };
}

const addressOf = (directory: string) => `ssh://git@house.lan${directory}`;

async function emptyClone(): Promise<string> {
  const clone = place();
  await initBare(clone, "main");
  return clone;
}

describe("an address", () => {
  it("is asked for its branch, fetched with the word how far that is, and pushed to (INFRA-01)", async () => {
    const owner = await ownerRepository(largeFiles());
    const url = addressOf(owner);
    expect(await listRemote(url, "HEAD", reach())).toMatch(/^ref: refs\/heads\/main\s+HEAD$/m);
    const clone = await emptyClone();
    const heard: FetchProgress[] = [];
    const onProgress = (progress: FetchProgress) => heard.push(progress);
    await fetchBranch(clone, { url, branch: "main" }, { reach: reach(), limits, onProgress });
    expect(git(clone, "rev-parse", "main")).toBe(git(owner, "rev-parse", "main"));
    const received = heard.filter(({ stage }) => stage === "receiving");
    expect(received.length).toBeGreaterThan(1);
    const percents = received.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((one, other) => one - other));
    const head = git(clone, "rev-parse", "main");
    const order = { url, refspec: `${head}:refs/heads/chiffon/change` };
    await pushRef(clone, order, { reach: reach(), limits });
    expect(git(owner, "rev-parse", "chiffon/change")).toBe(head);
  });

  it("that refuses a push is quoted", async () => {
    const owner = await ownerRepository();
    const hook = path.join(owner, ".git/hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const order = { url: addressOf(owner), refspec: "HEAD:refs/heads/other" };
    const push = pushRef(await ownerRepository(), order, { reach: reach(), limits });
    await expect(push).rejects.toMatchObject({
      code: "repository_unreadable",
      message: expect.stringContaining("failed to push"),
    });
  });

  it.each([
    ["says nothing", "sleep 30", { silenceMs: 300, totalMs: 20_000 }, /said nothing for too long/],
    [
      "never stops talking",
      "while :; do echo waiting >&2; sleep 0.05; done",
      { silenceMs: 5_000, totalMs: 600 },
      /longer than 1 s/,
    ],
    [
      "floods",
      "head -c 200000000 /dev/zero | tr '\\0' 'a\\n' >&2; sleep 30",
      { silenceMs: 20_000, totalMs: 20_000 },
      /said too much/,
    ],
  ])("that %s is waited for no longer than it may take", async (_what, before, most, words) => {
    const url = addressOf(await ownerRepository());
    const clone = await emptyClone();
    const startedAt = performance.now();
    const call = { reach: reach(before), limits: most };
    await expect(fetchBranch(clone, { url, branch: "main" }, call)).rejects.toThrow(words);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  it("is not taken for fetched when git was killed", async () => {
    const url = addressOf(await ownerRepository());
    const call = { reach: reach("kill -9 $PPID"), limits };
    const fetching = fetchBranch(await emptyClone(), { url, branch: "main" }, call);
    await expect(fetching).rejects.toThrow(/Git says: it ended without a word/);
  });

  it("is left alone when Chiffon stops", async () => {
    const url = addressOf(await ownerRepository());
    const stop = new AbortController();
    const call = { reach: reach("sleep 30"), limits, signal: stop.signal };
    const fetching = fetchBranch(await emptyClone(), { url, branch: "main" }, call);
    setImmediate(() => stop.abort());
    await expect(fetching).rejects.toThrow(/was stopped/);
  });

  it("cannot keep Chiffon busy with a long line", async () => {
    const url = addressOf(await ownerRepository());
    const clone = await emptyClone();
    const before = "head -c 300000 /dev/zero | tr '\\0' a >&2";
    const startedAt = performance.now();
    await fetchBranch(clone, { url, branch: "main" }, { reach: reach(before), limits });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

/** Settings that make git start programs. */
const evilSettings = {
  "core.fsmonitor": strike,
  "core.sshCommand": strike,
  "core.pager": strike,
  "core.editor": strike,
  "core.askPass": strike,
  "core.alternateRefsCommand": strike,
  "credential.helper": `!${strike}`,
  "diff.external": strike,
  "filter.evil.clean": strike,
  "filter.core.editor.clean": strike,
  "filter.evil.process": strike,
  "alias.status": `!${strike}`,
  "alias.fetch": `!${strike}`,
  "gpg.program": strike,
  "commit.gpgSign": "true",
  "push.gpgSign": "if-asked",
  "url.ext::sh -c touch% CANARY% .insteadOf": "ssh://git@rewritten.lan",
  "remote.origin.url": `ext::sh -c '${strike}'`,
  "remote.origin.promisor": "true",
} as const;
const hooks = [
  "reference-transaction",
  "pre-push",
  "post-index-change",
  "pre-commit",
  "post-commit",
];

/** Sets traps in a repository: every one that git would run from its own configuration. */
function makeHostile(directory: string, gitFolder: string): void {
  for (const [name, value] of Object.entries(evilSettings))
    git(directory, "config", name.replace("CANARY", canary), value);
  for (const hook of hooks)
    writeFileSync(path.join(gitFolder, "hooks", hook), `#!/bin/sh\n${strike}\n`, { mode: 0o755 });
}

it("has no branch where none is checked out, although git says nothing of it", async () => {
  const owner = await ownerRepository();
  git(owner, "checkout", "--quiet", "--detach");
  await expect(currentBranch(owner)).rejects.toMatchObject({ code: "repository_unreadable" });
});

describe("a hostile repository", () => {
  it("executes nothing, whatever its settings and hooks name", async () => {
    const attributes = "*.yml filter=evil\n*.cfg filter=core.editor\n";
    const owner = await ownerRepository({ ".gitattributes": attributes, "a.cfg": "x" });
    const gitFolder = path.join(owner, ".git");
    makeHostile(owner, gitFolder);
    git(owner, "-c", "core.fsmonitor=false", "update-ref", "refs/heads/trap", "HEAD");
    expect(existsSync(canary), "the trap works where nothing is switched off").toBe(true);
    rmSync(canary);

    writeFileSync(path.join(owner, "site.yml"), "- hosts: any\n");
    writeFileSync(path.join(owner, " two words "), "");
    expect(await currentBranch(owner)).toBe("main");
    expect((await changedFiles(owner)).sort()).toEqual([" two words ", "site.yml"]);
    await pushRef(
      owner,
      { url: addressOf(await ownerRepository()), refspec: "HEAD:refs/heads/other" },
      { reach: reach(), limits },
    );
    const clone = await emptyClone();
    mkdirSync(path.join(clone, "hooks"), { recursive: true });
    makeHostile(clone, clone);
    const source = { url: addressOf(await ownerRepository()), branch: "main" };
    await fetchBranch(clone, source, { reach: reach(), limits });
    const rewritten = { url: "ssh://git@rewritten.lan/x", branch: "main" };
    await expect(fetchBranch(clone, rewritten, { reach: reach(), limits })).rejects.toThrow(/ext/);
    expect(existsSync(canary)).toBe(false);
  });

  it.each([
    `ext::sh -c touch% ${canary}`,
    `--upload-pack=touch ${canary}`,
    `-u touch ${canary}`,
    `fd::17/${canary}`,
    `file:///${canary}`,
  ])("is not reached by %s", async (url) => {
    const clone = await emptyClone();
    const call = { reach: reach(), limits };
    const refspec = "HEAD:refs/heads/x";
    await expect(fetchBranch(clone, { url, branch: "main" }, call)).rejects.toThrow(/Git says/);
    await expect(pushRef(clone, { url, refspec }, call)).rejects.toThrow(/Git says/);
    await expect(listRemote(url, "HEAD", reach())).rejects.toThrow(/Git says/);
    expect(existsSync(canary)).toBe(false);
  });
});
