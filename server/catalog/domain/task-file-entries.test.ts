import { describe, expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";

const inventory = { hosts: "nas\n" };

function scan(files: Record<string, string>) {
  return buildCatalog(treeOf({ ...inventory, ...files }), "lab");
}

const taskFiles = (files: Record<string, string>) =>
  scan(files).entries.filter(({ kind }) => kind === "task_file");

const install = "- name: Start it\n  ansible.builtin.service: {name: x, state: started}\n";

describe("a task file that a playbook includes", () => {
  it("runs by the tag that only its include has", () => {
    const main = `- hosts: media
  tasks:
    - import_tasks: tasks/plex.yml
      tags: [apps, plex]
    - import_tasks: tasks/sonarr.yml
      tags: [apps, sonarr]
`;
    expect(
      taskFiles({ "main.yml": main, "tasks/plex.yml": install, "tasks/sonarr.yml": install }),
    ).toMatchObject([
      {
        path: "tasks/plex.yml",
        service: "plex",
        tags: ["plex"],
        hostPatterns: ["media"],
        runBy: { playbook: "main.yml", gate: null },
      },
      { path: "tasks/sonarr.yml", tags: ["sonarr"] },
    ]);
  });

  it("runs by the variable that switches it on, and says that all of the playbook runs", () => {
    const main = `- hosts: media
  tasks:
    - include_tasks: plex.yml
      when: plex_enabled | default(false) | bool
`;
    const [entry] = taskFiles({ "main.yml": main, "tasks/plex.yml": install });
    expect(entry).toMatchObject({
      tags: [],
      runBy: { playbook: "main.yml", gate: "plex_enabled" },
      note: expect.stringContaining("Runs all of main.yml with plex_enabled switched on"),
    });
    expect(entry?.variables).toMatchObject([{ name: "plex_enabled", type: "boolean" }]);
  });

  it("that only runs with the others of a list is offered and says so", () => {
    const names = ["clock", "locale", "logging", "memory", "openssh"];
    const includes = (listed: readonly string[]) =>
      listed.map((name) => `- import_tasks: things/${name}.yml\n`).join("");
    const files = (listed: readonly string[]) => ({
      "local.yml": "- hosts: all\n  tags: base\n  roles: [base]\n",
      "roles/base/tasks/main.yml": includes(listed),
      ...Object.fromEntries(listed.map((name) => [`roles/base/tasks/things/${name}.yml`, install])),
    });
    const [first, ...others] = taskFiles(files([...names, "packages"]));
    expect(first).toMatchObject({
      path: "roles/base/tasks/things/clock.yml",
      tags: ["base"],
      runBy: { playbook: "local.yml", gate: null },
      note: "This file does not run alone: all of local.yml that is tagged base runs with it.",
    });
    // What is a step of anything is no thing of its own.
    expect(others.map(({ name }) => name)).toEqual(["Locale", "Logging", "Memory", "Openssh"]);
    expect(taskFiles(files(names.slice(0, 1)))).toEqual([]);
  });

  it("is one of a list from two on where nothing but the list is there, else from four on", () => {
    const files = (names: readonly string[], beside = "") => ({
      "site.yml": "- hosts: all\n  roles: [system, docker]\n",
      "roles/docker/tasks/main.yml": install,
      "roles/system/tasks/main.yml": `${names.map((name) => `- include_tasks: ${name}.yml\n`).join("")}${beside}`,
      ...Object.fromEntries(names.map((name) => [`roles/system/tasks/${name}.yml`, install])),
    });
    const found = (...read: Parameters<typeof files>) =>
      taskFiles(files(...read)).map(({ name }) => name);
    expect(found(["storage", "neovim"])).toEqual(["Storage", "Neovim"]);
    expect(found(["storage", "neovim"], install)).toEqual([]);
    expect(found(["storage", "neovim", "zsh", "tmux"], install)).toHaveLength(4);
    // Steps are no things, however many there are.
    expect(found(["storage", "present", "absent", "ensure-user"], install)).toEqual([]);
  });

  it("of a role is named as skipped with what includes it, at any depth and without a playbook too", () => {
    const { skipped } = scan({
      "roles/backup/tasks/main.yml": "- import_tasks: now.yml\n  tags: [never, backup-now]\n",
      "roles/backup/tasks/now.yml": "- import_tasks: steps/dump.yml\n",
      "roles/backup/tasks/steps/dump.yml": install,
    });
    expect(skipped).toEqual([
      {
        path: "roles/backup/tasks/now.yml",
        reason: "Included by roles/backup/tasks/main.yml: it runs as a part of it.",
      },
      {
        path: "roles/backup/tasks/steps/dump.yml",
        reason: "Included by roles/backup/tasks/now.yml: it runs as a part of it.",
      },
    ]);
  });

  it("is named as skipped at any depth outside of roles, and where its place is a template that is known", () => {
    const { skipped } = scan({
      "plays/site.yml":
        '- hosts: all\n  handlers:\n    - import_tasks: "{{ playbook_dir }}/steps/restart.yml"\n  tasks:\n    - include_tasks: ../tasks/backup.yml\n',
      "plays/steps/restart.yml": install,
      "tasks/backup.yml": "- include_tasks: dump.yml\n- include_tasks: tasks/notify.yml\n",
      "tasks/dump.yml": "- include_tasks: dump.yml\n",
      "tasks/notify.yml": install,
      "roles/web/tasks/main.yml": '- import_tasks:\n    file: "{{ role_path }}/tasks/port.yml"\n',
      "roles/web/tasks/port.yml": install,
      "roles/web/handlers/main.yml": "- import_tasks: restart.yml\n",
      "roles/web/handlers/restart.yml": install,
    });
    const part = (by: string) => `Included by ${by}: it runs as a part of it.`;
    const site = "Included by plays/site.yml without a tag or a variable of its own";
    expect([...skipped].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: "plays/steps/restart.yml", reason: expect.stringContaining(site) },
      { path: "roles/web/handlers/restart.yml", reason: part("roles/web/handlers/main.yml") },
      { path: "roles/web/tasks/port.yml", reason: part("roles/web/tasks/main.yml") },
      { path: "tasks/backup.yml", reason: expect.stringContaining(site) },
      { path: "tasks/dump.yml", reason: part("tasks/backup.yml") },
      { path: "tasks/notify.yml", reason: part("tasks/backup.yml") },
    ]);
  });

  it("belongs to a role that lies beside its playbook with tasks alone", () => {
    const files = {
      "site.yml": "- hosts: all\n  roles: [{role: common, tags: [common]}, docker]\n",
      "roles/docker/tasks/main.yml": install,
      "common/tasks/main.yml": "- include_tasks: dotfiles.yml\n- include_tasks: network.yml\n",
      "common/tasks/dotfiles.yml": install,
      "common/tasks/network.yml": install,
    };
    expect(taskFiles(files).map(({ path }) => path)).toEqual([
      "common/tasks/dotfiles.yml",
      "common/tasks/network.yml",
    ]);
    // What holds playbooks is no role.
    expect(taskFiles({ ...files, "common/play.yml": "- hosts: all\n" })).toEqual([]);
  });

  it("comes with the lines that set that variable", () => {
    const main = "- hosts: media\n  tasks:\n    - {include_tasks: plex.yml, when: plex_enabled}\n";
    const files = { "main.yml": main, "plex.yml": install };
    const [entry] = taskFiles({ ...files, "group_vars/all.yml": "plex_enabled: false\n" });
    expect(entry?.runBy?.switches).toMatchObject([{ path: "group_vars/all.yml", line: 1 }]);
  });

  it("has the tags and the condition of the block around it", () => {
    const main = `- hosts: all
  tasks:
    - when: plex_enabled
      block:
        - import_tasks: tasks/plex.yml
`;
    expect(taskFiles({ "main.yml": main, "tasks/plex.yml": install })).toMatchObject([
      { runBy: { gate: "plex_enabled" } },
    ]);
  });

  it("of a dynamic include needs the tag inside, or applied", () => {
    const main = (rest: string) => `- hosts: all
  tasks:
    - include_tasks: ${rest}
      tags: plex
`;
    const files = (rest: string, tasks = install) => ({
      "main.yml": main(rest),
      "tasks/plex.yml": tasks,
    });
    expect(taskFiles(files("tasks/plex.yml"))).toEqual([]);
    expect(taskFiles(files("{file: tasks/plex.yml, apply: {tags: plex}}"))).toHaveLength(1);
    expect(taskFiles(files("tasks/plex.yml", `${install}  tags: plex\n`))).toHaveLength(1);
  });

  it.each([
    ["without a tag or variable", ""],
    ["with a tag that another include has", "\n      tags: apps"],
    ["under a condition that says more", "\n      when: ansible_os_family == 'Debian'"],
    ["under a negated one", "\n      when: not plex_disabled"],
    ["that is only for when nobody asks", "\n      tags: never"],
  ])("%s is named as skipped", (_name, rest) => {
    const main = `- hosts: all
  tasks:
    - import_tasks: tasks/plex.yml${rest}
    - import_tasks: tasks/other.yml
      tags: apps
`;
    const { entries, skipped } = scan({
      "main.yml": main,
      "tasks/plex.yml": install,
      "tasks/other.yml": install,
    });
    expect(entries.map(({ path }) => path)).not.toContain("tasks/plex.yml");
    expect(skipped.find(({ path }) => path === "tasks/plex.yml")?.reason).toContain("main.yml");
  });

  it("of a role that collects services is one too", () => {
    const roleMain = ["plex", "sonarr", "radarr"]
      .map((name) => `- import_tasks: ${name}.yml\n  tags: ${name}\n`)
      .join("");
    const files = Object.fromEntries(
      ["plex", "sonarr", "radarr"].map((name) => [`roles/apps/tasks/${name}.yml`, install]),
    );
    expect(
      taskFiles({
        "site.yml": "- hosts: all\n  roles: [apps]\n",
        "roles/apps/tasks/main.yml": roleMain,
        ...files,
      }).map(({ path, tags }) => `${path} ${tags}`),
    ).toEqual([
      "roles/apps/tasks/plex.yml plex",
      "roles/apps/tasks/sonarr.yml sonarr",
      "roles/apps/tasks/radarr.yml radarr",
    ]);
  });
});
