import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { asciiJson } from "#server/lib/ascii-json.ts";

const module = fileURLToPath(new URL("../../ansible/library/chiffon_files.py", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "chiffon-files-module-"));
let room = "";
let store = "";
let names = 0;

beforeEach(() => {
  room = mkdtempSync(join(scratch, "room-"));
  store = (++names).toString(16).padStart(32, "f");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Said {
  readonly changed?: boolean;
  readonly failed?: boolean;
  readonly msg: string;
}

/** Runs the module as a user whose copies lie in the scratch folder: root's own place is left alone. */
function run(mode: "keep" | "restore", paths: readonly string[], withinSeconds = 0): Said {
  const home = join(scratch, "home");
  mkdirSync(home, { recursive: true });
  const spec = asciiJson({ store, paths, withinSeconds });
  const source = readFileSync(module, "utf8").replace(
    'folder = "/var/lib/chiffon-undo" if os.geteuid() == 0 else own',
    "folder = own",
  );
  expect(source).not.toContain("/var/lib/chiffon-undo");
  const copy = join(scratch, "chiffon_files.py");
  writeFileSync(copy, source);
  const { stdout } = spawnSync("/usr/bin/python3", [copy], {
    input: JSON.stringify({ ANSIBLE_MODULE_ARGS: { mode, spec } }),
    env: { PATH: "/usr/bin:/bin", HOME: home, LANG: "C.UTF-8" } as unknown as NodeJS.ProcessEnv, // the web framework's typings ask for more
    encoding: "utf8",
  });
  return JSON.parse(stdout) as Said;
}

const at = (name: string) => join(room, name);
const write = (name: string, text: string, mode = 0o644) => {
  writeFileSync(at(name), text);
  chmodSync(at(name), mode);
};
/** Names, kinds, modes and contents of everything in the room. */
const seen = () =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const facts = lstatSync(at(name));
      return [name, facts.mode, facts.uid, facts.isFile() ? readFileSync(at(name), "utf8") : ""];
    });

describe("files that a run changed", () => {
  it("are put back with their modes; what was not there goes, and folders that are gone come back", () => {
    write("conf", "one\n", 0o600);
    mkdirSync(at("old"));
    chmodSync(at("old"), 0o710);
    write("old/inside", "kept", 0o4755);
    const before = seen();
    const paths = ["conf", "old", "old/inside", "new", "new/file", "never"].map(at);
    expect(run("keep", paths)).toMatchObject({ changed: true });
    write("conf", "two\n", 0o666);
    rmSync(at("old"), { recursive: true });
    mkdirSync(at("new"));
    write("new/file", "x");
    expect(run("restore", paths, 5)).toMatchObject({ changed: true });
    expect(seen()).toEqual(before);
    // Once more, as after a run that was lost before it could say so.
    expect(run("restore", paths, 5)).toMatchObject({ changed: false });
    expect(seen()).toEqual(before);
  });

  it("stay as they are where one was changed since, which is named", async () => {
    write("a", "1");
    write("b", "1");
    run("keep", [at("a"), at("b")]);
    write("a", "2");
    write("b", "2");
    await delay(3_000);
    write("b", "by hand");
    const left = seen();
    expect(run("restore", [], 0)).toMatchObject({
      ...{ failed: true, msg: `changed since that run, so nothing was put back: ${at("b")}.` },
    });
    expect(seen()).toEqual(left);
    // Put back by hand to what it was: there is nothing left to lose.
    write("b", "1");
    expect(run("restore", [], 0)).toMatchObject({ changed: true });
    expect(readFileSync(at("a"), "utf8")).toBe("1");
  });

  it("stay as they are where their folder became a link to another", () => {
    mkdirSync(at("folder"));
    mkdirSync(at("elsewhere"));
    write("folder/conf", "1");
    run("keep", [at("folder/conf")]);
    rmSync(at("folder"), { recursive: true });
    symlinkSync(at("elsewhere"), at("folder"));
    expect(run("restore", [], 60)).toMatchObject({ failed: true });
    expect(readdirSync(at("elsewhere"))).toEqual([]);
  });

  it("keep a folder that holds something else by now", () => {
    run("keep", [at("new")]);
    mkdirSync(at("new"));
    write("new/precious", "mine");
    expect(run("restore", [], 60)).toMatchObject({
      ...{ failed: true, msg: expect.stringContaining(at("new")) },
    });
    expect(existsSync(at("new/precious"))).toBe(true);
  });
});

describe("what is not kept", () => {
  it.each([
    ["a link", () => symlinkSync("/etc/passwd", at("x")), "is a link, a device or a socket"],
    ["a pipe", () => execFileSync("mkfifo", [at("x")]), "is a link, a device or a socket"],
    ["a large file", () => write("x", "x".repeat(1024 * 1024 + 1)), "is larger than 1024 KiB"],
    [
      "a hard link",
      () => {
        write("y", "1");
        linkSync(at("y"), at("x"));
      },
      "is the same file as another one",
    ],
  ])("%s is named, and no copies are left", (_what, make, words) => {
    write("before", "1");
    make();
    const said = run("keep", [at("before"), at("x")]);
    expect(said).toMatchObject({
      failed: true,
      msg: expect.stringContaining(`${at("x")} ${words}`),
    });
    expect(existsSync(join(scratch, "home/.chiffon-undo", store))).toBe(false);
    expect(run("restore", [], 60).msg).toContain("nothing is kept of that run");
    if (existsSync(at("x"))) unlinkSync(at("x"));
  });

  it("lies nowhere that others can read", () => {
    write("conf", "secret");
    run("keep", [at("conf")]);
    const folder = join(scratch, "home/.chiffon-undo");
    expect(lstatSync(folder).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(folder, store, "0")).mode & 0o777).toBe(0o600);
    chmodSync(folder, 0o755);
    expect(run("keep", [at("conf")])).toMatchObject({
      ...{ failed: true, msg: expect.stringContaining("open to others") },
    });
    chmodSync(folder, 0o700);
  });
});
