import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findChangedContent, lockHash } from "#server/runner/content-lock.ts";
import { detectSandbox } from "#server/runner/sandbox.ts";
import { GalaxyServer } from "#tests/support/galaxy-server.ts";
import { GitServer } from "#tests/support/git-server.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { FetchLab, requirement } from "./fetch-lab.ts";
import { preparePlace, runGalaxy } from "./run-galaxy.ts";

const roleFiles = (text: string, dependencies = "[]") => ({
  "tasks/main.yml": `- ansible.builtin.debug:\n    msg: ${text}\n`,
  "meta/main.yml": `galaxy_info: {author: acme}\ndependencies: ${dependencies}\n`,
});

// Every call starts Ansible, which takes its time on a busy machine; none of these tests is about speed.
vi.setConfig({ testTimeout: 300_000 });

let galaxy: GalaxyServer;
let git: GitServer;
let lab: FetchLab;

beforeAll(async () => {
  galaxy = await new GalaxyServer().start();
  git = await new GitServer().start();
  lab = new FetchLab(() => galaxy.url);
  for (const version of ["1.0.0", "1.1.0", "2.0.0"])
    galaxy.addRole("acme.web", version, roleFiles(`web ${version}`, "[acme.base]"));
  galaxy.addRole("acme.base", "0.1.0", roleFiles("base"));
  galaxy.addCollection("acme.kit", "1.0.0", { "roles/hello/tasks/main.yml": "[]\n" });
  galaxy.addCollection("acme.kit", "1.2.0", { "roles/hello/tasks/main.yml": "[]\n" });
  galaxy.addCollection("acme.kit", "2.0.0", { "roles/hello/tasks/main.yml": "[]\n" });
  galaxy.addCollection("acme.tools", "1.0.0", {}, { "acme.kit": ">=1.0.0,<2.0.0" });
  git.commit("lamp", roleFiles("lamp one"), "v1");
  git.commit("bulbs", {
    "galaxy.yml":
      "namespace: acme\nname: bulbs\nversion: 3.0.0\nreadme: README.md\nauthors: [me]\n",
    "README.md": "# it\n",
    "roles/glow/tasks/main.yml": "[]\n",
  });
});
beforeEach(() => {
  galaxy.mood = "honest";
});
afterAll(async () => {
  await galaxy.close();
  await git.close();
  lab.close();
});

const lamp = () =>
  requirement({ name: "lamp", type: "git", source: git.urlOf("lamp"), version: "v1" });
const kit = (version: string | null = null) =>
  requirement({ kind: "collection", name: "acme.kit", version });
const listed = (
  items: readonly { kind: string; name: string; version: string; source: string }[],
) => items.map(({ kind, name, version, source }) => `${kind} ${name} ${version} ${source}`);

describe("fetching requirements (INFRA-07)", () => {
  it("gets roles from Galaxy and git, what they depend on, and collections that fit together", async () => {
    const { items, problems, progress, text, hash } = await lab.install([
      requirement({ name: "acme.web", version: "1.1.0", line: 2 }),
      lamp(),
      kit(),
      requirement({ kind: "collection", name: "acme.tools" }),
      requirement({ kind: "collection", name: "bulbs", type: "git", source: git.urlOf("bulbs") }),
    ]);
    expect(problems).toEqual([]);
    expect(listed(items)).toEqual([
      `collection acme.bulbs 3.0.0 git ${git.urlOf("bulbs")}`,
      "collection acme.kit 1.2.0 galaxy",
      "collection acme.tools 1.0.0 galaxy",
      "role acme.base 0.1.0 dependency of acme.web",
      "role acme.web 1.1.0 galaxy",
      `role lamp v1 git ${git.urlOf("lamp")}`,
    ]);
    expect(progress.at(0)).toBe("0/5 role acme.web (requirements.yml:2)");
    expect(progress.at(-1)).toBe("5/5");
    expect(text).toContain("acme.web (1.1.0) was installed successfully");
    const folder = lab.store.pathOf(hash ?? "");
    expect(readdirSync(folder).sort()).toEqual(["collections", "lock.json", "roles"]);
    expect(readdirSync(path.join(folder, "collections/ansible_collections"))).toEqual(["acme"]);
    expect(await findChangedContent(folder)).toEqual([]);
    // The scan knows that a collection is there, whatever it holds.
    expect((await lab.store.files(hash ?? "")).files.map((file) => file.path)).toContain(
      ".chiffon-dependencies/collections/acme/tools/MANIFEST.json",
    );
  });

  it("gives one folder for two installs at once, and the same lock whenever it is fetched", async () => {
    const both = await Promise.all([lab.install([lamp()]), lab.install([lamp()])]);
    const again = await lab.install([lamp()]);
    expect(new Set([...both, again].map(({ hash }) => hash)).size).toBe(1);
    const hash = again.hash ?? "";
    expect(readdirSync(lab.store.directory).filter((name) => name === hash)).toEqual([hash]);
    expect(await findChangedContent(lab.store.pathOf(hash))).toEqual([]);
  });

  it("gives another lock for a changed role behind the same requirement", async () => {
    git.commit("moving", roleFiles("one"), "v1");
    const moving = requirement({
      name: "moving",
      type: "git",
      source: git.urlOf("moving"),
      version: "v1",
    });
    const before = await lab.install([moving]);
    git.commit("moving", roleFiles("two"), "v1");
    const kept = await lab.install([moving], { current: before.items });
    expect(kept.hash).toBe(before.hash);
    const after = await lab.install([moving], { kind: "update", current: before.items });
    expect(after.hash).not.toBe(before.hash);
    expect(listed(after.items)).toEqual(listed(before.items));
  });

  it("fetches only what is missing or asked for in another version, and keeps the rest as it is", async () => {
    const before = await lab.install([lamp(), kit("1.0.0")]);
    galaxy.asked.length = 0;
    const same = await lab.install([lamp(), kit("1.0.0")], { current: before.items });
    expect([same.hash, galaxy.asked]).toEqual([before.hash, []]);
    const after = await lab.install([lamp(), kit(">=2.0.0")], { current: before.items });
    expect(listed(after.items)).toEqual([
      "collection acme.kit 2.0.0 galaxy",
      `role lamp v1 git ${git.urlOf("lamp")}`,
    ]);
  });

  it("copies what lies on this machine, without any network", async () => {
    const folder = path.join(lab.root, "home/.ansible/roles/acme.local");
    mkdirSync(path.join(folder, "tasks"), { recursive: true });
    writeFileSync(path.join(folder, "tasks/main.yml"), "[]\n");
    galaxy.mood = "hanging";
    const found = {
      kind: "role",
      name: "acme.local",
      version: "4.0",
      where: "machine",
      folder,
    } as const;
    const wanted = requirement({ name: "acme.local" });
    const { items } = await lab.install([wanted], { machine: [found] });
    expect(listed(items)).toEqual(["role acme.local 4.0 this machine"]);
  });

  it("takes a tarball and a folder that lie in the repository", async () => {
    const local = path.join(lab.tree, "local/things");
    mkdirSync(local, { recursive: true });
    writeFileSync(
      path.join(local, "galaxy.yml"),
      "namespace: acme\nname: things\nversion: 0.9.0\nreadme: README.md\nauthors: [me]\n",
    );
    writeFileSync(path.join(local, "README.md"), "# it\n");
    const { items, problems } = await lab.install([
      requirement({ kind: "collection", name: "things", type: "dir", source: "local/things" }),
    ]);
    expect(problems).toEqual([]);
    expect(listed(items)).toEqual(["collection acme.things 0.9.0 dir local/things"]);
  });
});

describe("a source that fails is named, with what to try, and keeps nothing else back", () => {
  /** Long enough here for what answers at once, short enough to wait for what never does. */
  const quick = () => ({ limits: { stepSeconds: Math.ceil(Math.min(30, 5 * measurePace())) } });
  const other = () => requirement({ name: "acme.web", line: 7 });
  const moods = [
    ["hanging", /nothing came of it within \d+ s|does not answer in time/],
    ["redirecting", /redirects in a circle/],
    ["closed", /asks for a password/],
    ["web_page", /does not speak Galaxy's language|was not found|can't be reached/],
  ] as const;

  it.each(moods)("a Galaxy server that is %s", async (mood, said) => {
    galaxy.mood = mood;
    const { items, problems } = await lab.install([other(), kit(), lamp()], quick());
    expect(listed(items)).toEqual([`role lamp v1 git ${git.urlOf("lamp")}`]);
    expect(problems.map(({ requirement: name }) => name)).toEqual([
      "role acme.web (requirements.yml:7)",
      "collection acme.kit (requirements.yml:1)",
    ]);
    for (const { message, fix } of problems) {
      expect(message).toMatch(said);
      expect(fix).not.toBe("");
    }
  });

  it("a Galaxy server that sends another archive than it promised", async () => {
    galaxy.mood = "lying";
    const { items, problems } = await lab.install([kit()]);
    expect(items).toEqual([]);
    expect(problems[0]?.message).toMatch(/something else than it promised/);
  });

  it("a collection that never ends is cut off at the size that is taken", async () => {
    galaxy.mood = "endless";
    const { items, problems } = await lab.install([kit()], { limits: { maxMib: 3 } });
    expect(items).toEqual([]);
    expect(problems[0]).toMatchObject({
      requirement: "collection acme.kit (requirements.yml:1)",
      message: expect.stringMatching(/larger than/),
    });
  });

  it("a git server that asks for a password, or says nothing", async () => {
    git.commit("locked", roleFiles("x"));
    git.commit("silent", roleFiles("x"));
    git.locked.add("locked");
    git.hanging.add("silent");
    const ask = (name: string) => requirement({ name, type: "git", source: git.urlOf(name) });
    const { problems } = await lab.install([ask("locked"), ask("silent")], quick());
    expect(problems.map(({ message }) => message)).toEqual([
      "its source asks for a password or key.",
      expect.stringMatching(/^nothing came of it within \d+ s\.$/),
    ]);
  });

  it("names that do not exist, versions that do not, servers that are away, and addresses that are refused", async () => {
    const { items, problems } = await lab.install([
      requirement({ name: "acme.nothing" }),
      requirement({ name: "acme.web", version: "9.9.9" }),
      requirement({ name: "lamp", type: "git", source: git.urlOf("lamp"), version: "v9" }),
      requirement({ name: "away", type: "git", source: "http://127.0.0.1:9/away.git" }),
      requirement({ name: "files", type: "git", source: "file:///etc" }),
      requirement({ name: "out", type: "file", source: "../../etc/passwd" }),
      requirement({ name: "tricky", type: "git", source: "--upload-pack=touch /tmp/x" }),
      requirement({ kind: "collection", name: "acme.nothing" }),
      requirement({ kind: "collection", name: "acme.kit", version: ">=7" }),
    ]);
    expect(items).toEqual([]);
    const by = Object.fromEntries(problems.map((one) => [one.requirement, one.message]));
    expect(Object.values(by)).toHaveLength(9);
    const said = problems.map(({ requirement: name, message }) => `${name}: ${message}`).join("\n");
    expect(said).toMatch(/acme\.nothing .*it is not there/);
    expect(said).toMatch(/acme\.web .*the version asked for is not there/);
    expect(said).toMatch(/lamp .*the version asked for is not there/);
    expect(said).toMatch(/away .*can't be reached/);
    expect(said).toMatch(/files .*local path/);
    expect(said).toMatch(/out .*outside the repository/);
    expect(said).toMatch(/tricky .*not plain/);
    expect(said).toMatch(/acme\.kit .*no version of it fits/);
  });

  it("keeps in use what is in use when an update finds the server away", async () => {
    const before = await lab.install([kit("1.0.0"), lamp()]);
    galaxy.mood = "closed";
    const after = await lab.install([kit("1.0.0"), lamp()], {
      kind: "update",
      current: before.items,
    });
    expect(after.hash).toBe(before.hash);
    expect(after.problems).toHaveLength(1);
  });
});

describe("what an archive must not bring", () => {
  it("leaves out links that lead out of a role, and what no lock names", async () => {
    git.commit("sly", roleFiles("x"));
    const sly = requirement({ name: "sly", type: "git", source: git.urlOf("sly") });
    const work = await lab.store.openWork("sly");
    const content = path.join(work, "box/content");
    const { hash } = await lab.install([sly]);
    cpSync(lab.store.pathOf(hash ?? ""), content, { recursive: true });
    symlinkSync("/etc/passwd", path.join(content, "roles/sly/tasks/leak.yml"));
    symlinkSync("/etc", path.join(content, "roles/stray"));
    const items = [{ kind: "role" as const, name: "sly", version: "", source: "x" }];
    const locked = await lab.store.seal(content, items);
    const folder = lab.store.pathOf(lockHash(locked));
    expect(readdirSync(path.join(folder, "roles"))).toEqual(["sly"]);
    expect(readdirSync(path.join(folder, "roles/sly/tasks"))).toEqual(["main.yml"]);
  });

  it("notices every change of installed content", async () => {
    const { hash } = await lab.install([lamp()]);
    const folder = lab.store.pathOf(hash ?? "");
    const file = path.join(folder, "roles/lamp/tasks/main.yml");
    const text = readFileSync(file, "utf8");
    chmodSync(file, 0o644);
    writeFileSync(file, `${text}# more\n`);
    expect(await findChangedContent(folder)).toEqual([".chiffon-dependencies/roles/lamp"]);
    rmSync(file);
    writeFileSync(file, text, { mode: 0o444 });
    expect(await findChangedContent(folder)).toEqual([]);
  });
});

it("what runs inside sees no file of Chiffon, no key of its owner and no variable of the process", async () => {
  const programs = path.join(lab.root, "programs");
  const home = path.join(lab.root, "home");
  mkdirSync(programs, { recursive: true });
  mkdirSync(path.join(home, ".ssh"), { recursive: true });
  writeFileSync(path.join(home, ".ssh/id_ed25519"), "key-canary");
  writeFileSync(path.join(lab.root, "database"), "data-canary");
  const hostile = `#!/bin/sh
cat ${lab.root}/database ${home}/.ssh/id_ed25519 /proc/*/environ 2>&1
env
touch ${lab.root}/written /etc/chiffon-written 2>&1
exit 1
`;
  writeFileSync(path.join(programs, "ansible-galaxy"), hostile, { mode: 0o755 });
  const place = await preparePlace(await lab.store.openWork("hostile"));
  let text = "";
  vi.stubEnv("DATABASE_URL", "environment-canary");
  const failure = await runGalaxy(
    place,
    {
      kind: "role",
      requirements: [],
      readable: [programs],
      onOutput: (chunk) => {
        text += chunk.toString("utf8");
      },
      signal: new AbortController().signal,
    },
    {
      searchPath: `${programs}:/usr/bin:/bin`,
      support: await detectSandbox(),
      galaxyServer: null,
      hiddenPaths: [lab.root],
      limits: { stepSeconds: 60, maxMib: 10 },
    },
  );
  vi.unstubAllEnvs();
  expect(failure?.cause).toBe("exit");
  expect(text).toContain("GIT_TERMINAL_PROMPT=0");
  expect(text).not.toMatch(/canary/);
  expect(existsSync(path.join(lab.root, "written"))).toBe(false);
  expect(existsSync("/etc/chiffon-written")).toBe(false);
});
