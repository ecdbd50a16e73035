import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { gitEnvironment } from "#server/platform/git/git-environment.ts";
import type { CatalogScan } from "./domain/scan-types.ts";
import { GitRepository } from "./git-reader.ts";
import { ScanThread } from "./scan-thread.ts";
import { TreeStore } from "./tree-store.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-nasty-"));
/** Whatever is executed anywhere leaves this behind. */
const canary = path.join(root, "canary");
const strike = `touch ${canary}`;
const thread = new ScanThread();

afterAll(async () => {
  await thread.close();
  execFileSync("chmod", ["-R", "u+w", root]);
  rmSync(root, { recursive: true, force: true });
});

const bait = `{{ lookup('pipe', '${strike}') }}{% for x in lookup('pipe', '${strike}') %}{% endfor %}`;
const play = (extra = "") =>
  `- name: "Deploy ${bait}"\n  hosts: all\n  vars: {app_name: "${bait}"}\n${extra}  tasks:\n    - command: "${strike}"\n`;

/** A file that may lie in a tree. */
interface Item {
  readonly file: string | Buffer;
  readonly content?: string | Buffer;
  readonly link?: string;
  readonly isExecutable?: boolean;
  /** It must be found as a playbook. */
  readonly isEntry?: boolean;
  /** It must be named as left out or faulty. */
  readonly isNamed?: boolean;
}

const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${[..."bcdefghi"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(",")}]`).join("\n")}`;

const items: readonly Item[] = [
  { file: "plays/crlf.yml", content: play().replaceAll("\n", "\r\n"), isEntry: true },
  { file: "plays/bom.yml", content: `\uFEFF${play()}`, isEntry: true },
  { file: "plays/--help.yml", content: play(), isEntry: true },
  { file: "-rf.yml", content: play(), isEntry: true },
  { file: "plays/$(touch x).yml", content: play(), isEntry: true },
  { file: "plays/a b'c\".yml", content: play(), isEntry: true },
  { file: "plays/{{ x }}.yml", content: play(), isEntry: true },
  { file: "plays/ünïcödé 日本.yml", content: play(), isEntry: true },
  {
    file: "plays/twice.yml",
    content: `- hosts: none\n  hosts: all\n  tasks: []\n  tasks: []\n`,
    isEntry: true,
  },
  {
    file: "plays/secret.yml",
    content: play("  vars_files: [vault.yml]\n")
      .replace("app_name", "pw: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      61\n    app_name")
      .replace("vars: {", "vars:\n    ")
      .replace('"}\n', '"\n'),
    isEntry: true,
  },
  { file: "vault.yml", content: "$ANSIBLE_VAULT;1.1;AES256\n6162\n", isNamed: true },
  {
    file: "plays/custom.yml",
    content: "- hosts: all\n  vars: {x: !custom 1, y: !unsafe '{{ z }}'}\n  tasks: []\n",
    isEntry: true,
    isNamed: true,
  },
  {
    file: "plays/python.yml",
    content: `- hosts: all\n  vars: {x: !!python/object/apply:os.system ['${strike}']}\n`,
    isNamed: true,
  },
  { file: "plays/broken.yml", content: "- hosts: [a\n  b: }\n", isNamed: true },
  { file: "plays/tabs.yml", content: "- hosts: all\n\ttasks: []\n", isNamed: true },
  { file: "plays/nul.yml", content: "a: \0", isNamed: true },
  { file: "plays/utf16.yml", content: Buffer.from(`\uFEFF${play()}`, "utf16le"), isNamed: true },
  { file: "plays/bomb.yml", content: bomb, isNamed: true },
  { file: "plays/deep.yml", content: "[".repeat(50_000), isNamed: true },
  {
    file: "plays/stairs.yml",
    content: Array.from({ length: 1_000 }, (_, at) => `${" ".repeat(at)}a:\n`).join(""),
    isNamed: true,
  },
  { file: "plays/wide.yml", content: `x: "${"y".repeat(1_100_000)}"\n`, isNamed: true },
  { file: "plays/merge.yml", content: "- &a\n  <<: *a\n  hosts: all\n", isNamed: true },
  { file: "plays/nothing.yml", content: "" },
  { file: "plays/scalar.yml", content: "42\n" },
  {
    file: "plays/proto.yml",
    content: "- hosts: all\n  __proto__: {polluted: yes}\n  constructor: x\n  tasks: []\n",
    isEntry: true,
  },
  { file: "loops/a", link: "b", isNamed: true },
  { file: "loops/b", link: "a", isNamed: true },
  { file: "loops/self", link: "self", isNamed: true },
  { file: "loops/up", link: "../../../..", isNamed: true },
  { file: "loops/root.yml", link: "/etc/passwd", isNamed: true },
  { file: "loops/here", link: "." },
  { file: "roles/knot/tasks", link: "../knot" },
  {
    file: "roles/odd/tasks/main.yml",
    content: `- include_tasks: "${bait}"\n- import_tasks: main.yml\n- include_role: {name: odd}\n`,
  },
  { file: "roles/odd/meta/main.yml", content: `dependencies: [odd, "${bait}"]\n` },
  {
    file: "plays/circle.yml",
    content: "- import_playbook: circle.yml\n- import_playbook: ../plays/circle.yml\n",
    isEntry: true,
  },
  { file: Buffer.from("plays/caf\xe9.yml", "latin1"), content: play(), isNamed: true },
  { file: "plays/line\nbreak.yml", content: play(), isNamed: true },
  { file: "plays/esc\u001b[31m.yml", content: play(), isNamed: true },
  { file: "inventory/dynamic.sh", content: `#!/bin/sh\n${strike}\n`, isExecutable: true },
  { file: "inventory/hosts", content: `#!/bin/sh\n${strike}\n`, isExecutable: true, isNamed: true },
  {
    file: "ansible.cfg",
    content: `[defaults]\ninventory = inventory/hosts\ncallback_plugins = plugins\nvault_password_file = plugins/pass.sh\nroles_path = ../../..:/etc:roles\n`,
  },
  { file: "plugins/evil.py", content: `import os\nos.system("${strike}")\n`, isExecutable: true },
  { file: "filter_plugins/evil.py", content: `import os\nos.system("${strike}")\n` },
  { file: "library/evil", content: `#!/bin/sh\n${strike}\n`, isExecutable: true },
  { file: ".gitattributes", content: "* filter=evil diff=evil merge=evil text eol=crlf ident\n" },
  {
    file: ".gitmodules",
    content: `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c '${strike}'\n\tupdate = !${strike}\n`,
  },
  {
    file: "docs/services/x.md",
    content: `# ${"[".repeat(9_000)}\n${"![".repeat(9_000)}\n<script>${bait}</script>\n`,
  },
  { file: "README.md", content: `${"---\n".repeat(4_000)}title: x\n` },
  { file: "roles/odd/README.md", content: `${"<a ".repeat(5_000)}${"<!--".repeat(2_000)}` },
];

/** Settings of a repository that make git start programs, of which none may be started. */
const evilSettings = {
  "core.fsmonitor": strike,
  "core.sshCommand": strike,
  "core.pager": strike,
  "core.editor": strike,
  "core.gitProxy": strike,
  "core.askPass": strike,
  "core.alternateRefsCommand": strike,
  "credential.helper": `!${strike}`,
  "diff.external": strike,
  "diff.evil.command": strike,
  "diff.evil.textconv": strike,
  "filter.evil.clean": strike,
  "filter.evil.smudge": strike,
  "filter.evil.process": strike,
  "filter.evil.required": "true",
  "filter.od=d name.clean": strike,
  "alias.ls-tree": `!${strike}`,
  "gpg.program": strike,
  "remote.origin.url": `ext::sh -c '${strike}'`,
  "remote.origin.promisor": "true",
  "extensions.partialClone": "origin",
};

const testSettings = ["user.name=t", "user.email=t@localhost", "gc.auto=0"].flatMap((setting) => [
  "-c",
  setting,
]);
let made = 0;

/** Writes and commits a tree, then makes its configuration hostile and its work tree different from the commit. */
function makeTree(wanted: readonly Item[], hasSubmodule: boolean): GitRepository {
  const directory = path.join(root, `tree-${++made}`);
  mkdirSync(directory);
  const git = (...args: string[]) =>
    execFileSync("git", [...testSettings, ...args], {
      cwd: directory,
      stdio: ["ignore", "pipe", "ignore"],
      env: gitEnvironment,
    })
      .toString("utf8")
      .trim();
  git("init", "--quiet", "--initial-branch=main");
  for (const item of wanted) place(directory, item);
  git("-c", "core.attributesFile=/dev/null", "add", "--all");
  if (hasSubmodule) {
    git("commit", "--quiet", "--message=inner");
    git("update-index", "--add", "--cacheinfo", `160000,${git("rev-parse", "HEAD")},vendored`);
  }
  git("commit", "--quiet", "--message=nasty");
  for (const [name, value] of Object.entries(evilSettings)) git("config", name, value);
  for (const hook of [
    "post-checkout",
    "pre-commit",
    "reference-transaction",
    "post-index-change",
  ]) {
    writeFileSync(path.join(directory, ".git/hooks", hook), `#!/bin/sh\n${strike}\n`, {
      mode: 0o755,
    });
  }
  // Same size, other content: only comparing contents, through its filter, would tell.
  writeFileSync(path.join(directory, "good.yml"), good.replace("Deploy", "deploY"));
  execFileSync("mkfifo", [path.join(directory, "pipe.yml")]);
  return new GitRepository(directory, "main");
}

const good = "- name: Deploy good\n  hosts: all\n  tasks: [{ping: }]\n";

/** Names are bytes: some of them are not UTF-8. */
function place(directory: string, { file, content, link, isExecutable }: Item): void {
  const full = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from(file)]);
  mkdirSync(full.subarray(0, full.lastIndexOf("/")), { recursive: true });
  if (link !== undefined) symlinkSync(link, full);
  else writeFileSync(full, content ?? "", { mode: isExecutable === true ? 0o755 : 0o644 });
}

function namesOf(scan: CatalogScan): Set<string> {
  const silent = [...scan.warnings, ...scan.skipped].filter((each) =>
    "reason" in each ? each.reason === "" : each.message === "",
  );
  expect(silent).toEqual([]);
  return new Set([...scan.warnings, ...scan.skipped].map((each) => each.path));
}

const pathOf = (item: Item) => Buffer.from(item.file).toString("utf8");

describe("any tree", () => {
  it("is read to its end: good playbooks found, the rest named, nothing of it executed", async () => {
    execFileSync("sh", ["-c", strike]);
    expect(existsSync(canary), "the canary shows what is executed").toBe(true);
    rmSync(canary);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...items], { minLength: 5 }),
        fc.boolean(),
        async (chosen, hasSubmodule) => {
          const repository = makeTree(
            [{ file: "good.yml", content: good }, ...chosen],
            hasSubmodule,
          );
          try {
            const { treeId } = await repository.head();
            const scan = await thread.scan(repository, "nasty", treeId);
            const store = new TreeStore(path.join(root, `trees-${made}`));
            await store.extract(repository, treeId);
            const { paths } = await repository.uncommitted();
            expect(paths).toContain("good.yml");
            const entries = new Map(scan.entries.map((entry) => [entry.path, entry]));
            expect(entries.get("good.yml")?.refusals).toEqual([]);
            const named = namesOf(scan);
            for (const item of chosen) {
              if (item.isEntry) expect([...entries.keys()]).toContain(pathOf(item));
              if (item.isNamed) expect([...named]).toContain(pathOf(item));
            }
            if (hasSubmodule) expect([...named]).toContain("vendored");
            expect(existsSync(canary)).toBe(false);
            expect(Reflect.get({}, "polluted")).toBeUndefined();
          } finally {
            repository.close();
          }
        },
      ),
      { numRuns: 25, examples: [[[...items], true]] },
    );
  });
});

describe("a tree that is too much", () => {
  it("gives up a file that takes too long, names it and reads the others, also the next time", async () => {
    const slow = "? ".repeat(300_000);
    const repository = makeTree(
      [
        { file: "good.yml", content: good },
        { file: "slow.yml", content: slow },
      ],
      false,
    );
    const { treeId } = await repository.head();
    const firstAt = performance.now();
    const first = await thread.scan(repository, "slow", treeId);
    const firstMs = performance.now() - firstAt;
    expect(first.entries.map((entry) => entry.path)).toEqual(["good.yml"]);
    expect(first.skipped).toContainEqual({
      path: "slow.yml",
      reason: "Takes longer than 2 s to read.",
    });
    const startedAt = performance.now();
    expect(await thread.scan(repository, "slow", treeId)).toEqual(first);
    // What is too slow is not tried again.
    expect(performance.now() - startedAt).toBeLessThan(firstMs / 2);
    repository.close();
  });

  it("reads 10,000 files beside one of 50 MB, and says what it did not read", async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      file: `data/${at % 100}/${at}.${at % 10 === 0 ? "yml" : "txt"}`,
      content: at % 10 === 0 ? `value: ${at}\n` : `${at}\n`,
    }));
    const huge = { file: "plays/huge.yml", content: `${good}${"# x\n".repeat(12_500_000)}` };
    const repository = makeTree([{ file: "good.yml", content: good }, huge, ...many], false);
    const scan = await thread.scan(repository, "many", (await repository.head()).treeId);
    expect(scan.fileCount).toBe(10_002);
    expect(scan.entries.map((entry) => entry.path)).toEqual(["good.yml"]);
    expect([...namesOf(scan)]).toEqual(["plays/huge.yml"]);
    repository.close();
  });
});
