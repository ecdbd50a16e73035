import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FolderFile } from "#server/contracts/link.ts";
import { gitBlobId } from "#server/runner/verify-files.ts";
import { type FolderSource, FolderStore } from "./folder-store.ts";

let directory: string;
let store: FolderStore;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "chiffon-folders-"));
  store = new FolderStore(path.join(directory, "files"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, "trees", name);
const file = (name: string, text: string, kind: FolderFile["kind"] = "file") => ({
  listed: { path: name, kind, blob: gitBlobId(Buffer.from(text)), size: text.length },
  text,
});

/** A source that counts what it is asked for, and gives a few files at a time. */
function source(files: readonly ReturnType<typeof file>[], change = (text: string) => text) {
  const asked: string[] = [];
  const byBlob = new Map(files.map(({ listed, text }) => [listed.blob, text]));
  const from: FolderSource = {
    list: async () => files.map(({ listed }) => listed),
    contents: async (blobs) => {
      const given = blobs.slice(0, 2);
      asked.push(...given);
      return given.map((blob) => Buffer.from(change(byBlob.get(blob) ?? "")));
    },
  };
  return { from, asked };
}

const tree = [
  file("site.yml", "- hosts: all\n"),
  file("roles/web/run.sh", "#!/bin/sh\n", "executable"),
  file("roles/web/again.sh", "#!/bin/sh\n"),
  file("roles/web/motto", "../../motto", "symlink"),
  file("motto", "steady\n"),
];

describe("a folder", () => {
  it("is put together as it was listed, each content asked for once", async () => {
    const { from, asked } = source(tree);
    await store.make(at("one"), from);
    expect(readFileSync(path.join(at("one"), "roles/web/run.sh"), "utf8")).toBe("#!/bin/sh\n");
    expect(statSync(path.join(at("one"), "roles/web/run.sh")).mode & 0o777).toBe(0o555);
    expect(statSync(path.join(at("one"), "roles/web/again.sh")).mode & 0o777).toBe(0o444);
    expect(readlinkSync(path.join(at("one"), "roles/web/motto"))).toBe("../../motto");
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(4);
  });

  it("asks for nothing that is here already", async () => {
    await store.make(at("one"), source(tree).from);
    const next = source([...tree, file("new.yml", "new\n")]);
    await store.make(at("two"), next.from);
    expect(next.asked).toEqual([gitBlobId(Buffer.from("new\n"))]);
    const again = source(tree);
    await store.make(at("two"), again.from);
    expect(again.asked).toEqual([]);
  });

  it("is not there at all when what comes is another content than was listed", async () => {
    const { from } = source(tree, (text) => `${text}!`);
    await expect(store.make(at("one"), from)).rejects.toThrow("another one than was asked for");
    expect(readdirSync(directory)).not.toContain("trees");
  });

  it.each([
    ["a link that leads out of it", [file("out", "../../../etc/passwd", "symlink")]],
    ["an absolute link", [file("out", "/etc/passwd", "symlink")]],
    ["a file in a link", [file("a", "b", "symlink"), file("a/x", "through\n"), file("b/y", "y\n")]],
    ["two files of one name", [file("a", "one\n"), file("a", "two\n")]],
  ])("with %s is refused, and nothing of it stays", async (_what, files) => {
    await expect(store.make(at("one"), source(files).from)).rejects.toThrow();
    expect(readdirSync(path.join(directory, "trees"))).toEqual([]);
  });
});
