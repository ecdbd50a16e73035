import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findPreviewObstacles } from "./preview-obstacles.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-obstacles-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let trees = 0;
/** What is found in files by path, named as they would be in a refusal. */
async function found(files: Readonly<Record<string, string>>, isOpen = false, used?: string[]) {
  const treePath = path.join(root, `${++trees}`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(treePath, file)), { recursive: true });
    writeFileSync(path.join(treePath, file), text);
  }
  const paths = used ?? Object.keys(files);
  const obstacles = await findPreviewObstacles({ treePath, contentDir: null, paths, isOpen });
  return obstacles.map(({ kind, path: file, name }) => `${kind}: ${name ?? file}`);
}

const task = (mode: string) => `- name: Do it\n  raw: x\n  check_mode: ${mode}\n`;

describe("what a preview would run for real (INFRA-03)", () => {
  it.each(["false", "no", "'{{ it }}'", '"off"', "null"])("check_mode: %s", async (mode) => {
    expect(await found({ "tasks/main.yml": task(mode) })).toEqual(["check_mode: Do it"]);
  });

  it.each(["true", "yes"])("not check_mode: %s", async (mode) => {
    expect(await found({ "tasks/main.yml": task(mode) })).toEqual([]);
  });

  it("is found in plays, blocks, roles in use and applied keywords, and in files of any name", async () => {
    const inBlock =
      "- block:\n    - name: Inner\n      raw: x\n  check_mode: false\n  name: Outer\n";
    expect(await found({ "tasks/extra": inBlock })).toEqual(["check_mode: Outer"]);
    const play = "- hosts: all\n  roles:\n    - {role: base, check_mode: false}\n";
    expect(await found({ "site.yml": play, "roles/base/tasks/main.yml": "[]\n" })).toEqual([
      "check_mode: site.yml",
    ]);
    const applied = "- include_tasks: {file: a.yml, apply: {check_mode: false}}\n";
    expect(await found({ "tasks/main.json": applied })).toEqual(["check_mode: tasks/main.json"]);
    const anchored = "- &base {raw: x, check_mode: no, name: Base}\n- {<<: *base, name: Next}\n";
    expect(await found({ "tasks/main.yml": anchored })).toContain("check_mode: Base");
  });

  it("is looked for everywhere where an include is only known at run time", async () => {
    const files = { "site.yml": "- hosts: all\n", "other/tasks/linux.yml": task("false") };
    expect(await found(files, false, ["site.yml"])).toEqual([]);
    expect(await found(files, true, ["site.yml"])).toEqual(["check_mode: Do it"]);
  });

  it("may stand in roles that are not among the files, however they are named", async () => {
    const uses =
      "- hosts: all\n  roles: [own, geerlingguy.docker]\n  tasks:\n    - ansible.builtin.include_role: {name: a.b.web}\n    - import_role: {name: '{{ any }}'}\n";
    const meta = "dependencies:\n  - role: far\n";
    const files = { "site.yml": uses, "roles/own/meta/main.yml": meta };
    expect(await found(files)).toEqual([
      "outside: geerlingguy.docker",
      "outside: a.b.web",
      "outside: far",
    ]);
    const held = {
      ...{ "site.yml": "- hosts: all\n  roles: [geerlingguy.docker, a.b.web]\n" },
      ...{ "roles/geerlingguy.docker/tasks/main.yml": "[]\n" },
      ...{ "collections/ansible_collections/a/b/roles/web/tasks/main.yml": "[]\n" },
    };
    expect(await found(held)).toEqual([]);
  });

  it("is found behind a link, and not ruled out among more files than are read", async () => {
    const treePath = path.join(root, "linked");
    mkdirSync(path.join(treePath, "tasks"), { recursive: true });
    writeFileSync(path.join(treePath, "elsewhere.txt"), task("false"));
    symlinkSync("../elsewhere.txt", path.join(treePath, "tasks/main.yml"));
    const files = { treePath, contentDir: null, paths: ["tasks/main.yml"] };
    expect(await findPreviewObstacles({ ...files, isOpen: false })).toHaveLength(1);
    expect(await findPreviewObstacles({ ...files, paths: [], isOpen: true })).toHaveLength(1);
    const many = Array.from({ length: 5_001 }, (_, index) => `tasks/${index}.yml`);
    const unread = await findPreviewObstacles({ ...files, paths: many, isOpen: false });
    expect(unread.map(({ kind }) => kind)).toEqual(["unread"]);
  });

  it("may stand where nobody can read", async () => {
    expect(await found({ "roles/a/tasks/main.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n" })).toEqual([
      "unread: roles/a/tasks/main.yml",
    ]);
    const broken = "- name: [\n  check_mode: false\n";
    expect(await found({ "tasks/main.yml": broken })).toEqual(["unread: tasks/main.yml"]);
    expect(await found({ "group_vars/all.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n" })).toEqual([]);
  });
});
