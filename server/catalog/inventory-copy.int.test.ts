import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ownBranch, ownHead } from "#server/platform/git/own-git.ts";
import { GitRepository } from "./git-reader.ts";
import { syncCopy } from "./inventory-copy.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-copy-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let original = "";
let copy = "";
let count = 0;
beforeEach(() => {
  count += 1;
  original = path.join(root, `from ${count}`);
  copy = path.join(root, `copy-${count}.git`);
  write("hosts", "nas ansible_host=192.0.2.7\n");
  write("group_vars/all.yml", "a: 1\n");
  write("host_vars/nas/secret.yml", "b: 2\n");
  write("other/unrelated.txt", "x");
});

function write(name: string, content: string): string {
  const file = path.join(original, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function fifo(): string {
  const place = path.join(original, "fifo");
  execFileSync("mkfifo", [place]);
  return place;
}

async function copied(): Promise<Record<string, string>> {
  const repository = new GitRepository(copy, ownBranch);
  try {
    const files = await repository.listTree((await repository.head()).treeId);
    const texts = await Promise.all(files.map(({ blob }) => repository.readBlob(blob)));
    return Object.fromEntries(
      files.map(({ path: at, kind }, i) => [`${at} ${kind}`, `${texts[i]}`]),
    );
  } finally {
    repository.close();
  }
}

describe("the copy of an inventory", () => {
  it("of a file holds it and the variables beside it, and nothing else", async () => {
    await syncCopy(path.join(original, "hosts"), copy, []);
    expect(await copied()).toEqual({
      "ansible.cfg file": "[defaults]\ninventory = inventory/hosts\n",
      "inventory/hosts file": "nas ansible_host=192.0.2.7\n",
      "inventory/group_vars/all.yml file": "a: 1\n",
      "inventory/host_vars/nas/secret.yml file": "b: 2\n",
    });
  });

  it("of a folder holds all of it but links and git's own", async () => {
    write(".git/config", "x");
    chmodSync(write("dynamic", "#!/bin/sh\n"), 0o755);
    symlinkSync("/etc/passwd", path.join(original, "passwd"));
    write('odd "name" \\ here', "y");
    await syncCopy(original, copy, []);
    expect(Object.keys(await copied()).sort()).toEqual([
      "ansible.cfg file",
      "inventory/dynamic executable",
      "inventory/group_vars/all.yml file",
      "inventory/host_vars/nas/secret.yml file",
      "inventory/hosts file",
      'inventory/odd "name" \\ here file',
      "inventory/other/unrelated.txt file",
    ]);
  });

  it("follows the original, and only its changes", async () => {
    await syncCopy(original, copy, []);
    const first = await ownHead(copy);
    await syncCopy(original, copy, []);
    expect(await ownHead(copy)).toBe(first);
    rmSync(path.join(original, "other"), { recursive: true });
    write("hosts", "pi\n");
    await Promise.all([1, 2, 3, 4].map(() => syncCopy(original, copy, [])));
    expect(await ownHead(copy)).not.toBe(first);
    expect(await copied()).toMatchObject({ "inventory/hosts file": "pi\n" });
    expect(Object.keys(await copied())).not.toContain("inventory/other/unrelated.txt file");
  });

  it.each([
    ["is missing", () => path.join(original, "nowhere"), "is not there any more"],
    ["is no file", () => fifo(), "neither a file nor a folder"],
    ["the kernel makes up", () => "/proc/self/environ", "no file of yours"],
    [
      "is too large",
      () => {
        truncateSync(write("big", ""), 2_000_000);
        return path.join(original, "big");
      },
      "larger than a megabyte",
    ],
  ])("is not made of what %s", async (_what, place, words) => {
    await expect(syncCopy(place(), copy, [])).rejects.toThrow(words);
  });

  it("is not made of what is Chiffon's own, not even where a link is turned to it later", async () => {
    const own = path.join(root, `own ${count}`);
    mkdirSync(own);
    writeFileSync(path.join(own, "secrets.key"), "the key");
    const link = path.join(root, `link ${count}`);
    symlinkSync(path.join(original, "hosts"), link);
    await syncCopy(link, copy, [own]);
    const before = await ownHead(copy);
    rmSync(link);
    symlinkSync(path.join(own, "secrets.key"), link);
    for (const place of [link, own, root, path.join(own, "secrets.key")])
      await expect(syncCopy(place, copy, [own])).rejects.toThrow(
        "Chiffon keeps its own files there",
      );
    expect(await ownHead(copy)).toBe(before);
  });
});
