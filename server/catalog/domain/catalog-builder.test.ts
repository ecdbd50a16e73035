import { describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";

const scan = (files: Record<string, string>) => buildCatalog(treeOf(files), "repo");
const entryAt = (files: Record<string, string>, path: string) =>
  required(
    scan(files).entries.find((entry) => entry.path === path),
    path,
  );
const paths = (entry: { files: readonly { path: string }[] }) =>
  entry.files.map((file) => file.path);

describe("playbooks", () => {
  it("reads metadata, variables with comments and types, tags, images and risk", () => {
    const entry = entryAt(
      {
        "playbooks/media/jellyfin.yml": `# chiffon:service=jellyfin
# chiffon:action=deploy
# chiffon:aliases=media server, films
# chiffon:idempotent=true
# chiffon:description=Runs Jellyfin.
# chiffon:seconds=90
# chiffon:check=http://127.0.0.1:{{ jellyfin_port }}/
# chiffon:check=tcp://{{ host }}:8096 timeout=20s
# chiffon:note=Mind the disk.
---
- name: Deploy Jellyfin
  hosts: servers
  become: true
  vars:
    # Port of its page.
    jellyfin_port: 8096
    jellyfin_lan: yes
    jellyfin_password: hunter2
    jellyfin_dirs: [films, series]
    jellyfin_url: "http://{{ inventory_hostname }}"
    ansible_user: root
  tasks:
    - name: Start it
      community.docker.docker_container:
        image: "docker.io/jellyfin/jellyfin:10"
      tags: container
`,
      },
      "playbooks/media/jellyfin.yml",
    );
    expect(entry).toMatchObject({
      service: "jellyfin",
      verbs: ["deploy"],
      description: "Runs Jellyfin.",
      idempotent: true,
      estimatedSeconds: 90,
      note: "Mind the disk.",
      checks: [
        { kind: "http", target: "http://127.0.0.1:{{ jellyfin_port }}/", timeoutSeconds: 60 },
        { kind: "tcp", target: "{{ host }}:8096", timeoutSeconds: 20 },
      ],
      images: ["docker.io/jellyfin/jellyfin:10"],
      tags: ["container"],
      usesBecome: true,
      risk: "medium",
    });
    expect(entry.variables).toMatchObject([
      {
        name: "jellyfin_port",
        type: "number",
        defaultValue: 8096,
        description: "Port of its page.",
      },
      { name: "jellyfin_lan", type: "boolean", defaultValue: true },
      { name: "jellyfin_password", secret: true, defaultValue: null },
      { name: "jellyfin_dirs", type: "list" },
      { name: "jellyfin_url", templated: true },
    ]);
  });

  it("lists the closure: roles, dependencies, includes, variables, templates and code", () => {
    const entry = entryAt(
      {
        "site/web.yml": `- hosts: web
  vars_files: [../shared/ports.yml]
  pre_tasks:
    - import_tasks: tasks/before.yml
  roles: [web]
  tasks:
    - template: {src: page.j2, dest: /x}
    - copy: {src: "{{ playbook_dir }}/../shared/logo.svg", dest: /x}
    - debug: msg="{{ lookup('file', 'motd.txt') }}"
- import_playbook: other.yml
`,
        "site/other.yml": "- hosts: web\n  tasks:\n    - include_role: {name: extra}\n",
        "site/tasks/before.yml": "- include_tasks: deeper.yml\n",
        "site/tasks/deeper.yml": "- ping:\n",
        "site/templates/page.j2": "x",
        "site/files/motd.txt": "x",
        "site/filter_plugins/mine.py": "x",
        "site/group_vars/web.yml": "a: 1\n",
        "shared/ports.yml": "# Port.\nport: 1\n",
        "shared/logo.svg": "x",
        "shared/unrelated.txt": "x",
        "roles/web/tasks/main.yml": "- ping:\n",
        "roles/web/meta/main.yml": "dependencies: [base]\n",
        "roles/web/molecule/default/converge.yml": "- hosts: all\n",
        "roles/base/tasks/main.yml": "- ping:\n",
        "roles/base/templates/b.j2": "x",
        "roles/extra/tasks/main.yml": "- ping:\n",
        "roles/unused/tasks/main.yml": "- ping:\n",
        "inventory/hosts.yml": "web:\n  hosts:\n    w1:\n",
        "inventory/host_vars/w1.yml": "b: 2\n",
        "ansible.cfg": "[defaults]\nroles_path = roles\n",
      },
      "site/web.yml",
    );
    expect(paths(entry)).toEqual([
      "ansible.cfg",
      "roles/base/tasks/main.yml",
      "roles/base/templates/b.j2",
      "roles/extra/tasks/main.yml",
      "roles/web/meta/main.yml",
      "roles/web/tasks/main.yml",
      "shared/logo.svg",
      "shared/ports.yml",
      "site/files/motd.txt",
      "site/filter_plugins/mine.py",
      "site/group_vars/web.yml",
      "site/other.yml",
      "site/tasks/before.yml",
      "site/tasks/deeper.yml",
      "site/templates/page.j2",
      "site/web.yml",
    ]);
    expect(entry.dynamicIncludes).toBe(false);
    expect(entry.riskReasons.join()).toContain("code that the repository carries");
    expect(entry.variables).toMatchObject([{ name: "port", description: "Port." }]);
  });

  it.each([
    ["include_tasks", "- include_tasks: '{{ x }}.yml'"],
    ["include_role", "- include_role: {name: '{{ x }}'}"],
    ["include_vars", "- include_vars: '{{ x }}.yml'"],
    ["a lookup", "- debug: msg=\"{{ lookup('file', x) }}\""],
  ])("calls %s of an unknown name dynamic", (_name, task) => {
    const entry = entryAt({ "a.yml": `- hosts: all\n  tasks:\n    ${task}\n` }, "a.yml");
    expect(entry.dynamicIncludes).toBe(true);
  });

  it.each([
    [
      "a prompt that hashes what is typed",
      "- hosts: all\n  vars_prompt: [{name: who, encrypt: sha512_crypt}]\n",
      'hashes what is typed for "who"',
    ],
    ["a foreign connection", "- hosts: all\n  connection: community.docker.docker\n", "docker"],
    ["a play without hosts", "- hosts:\n  tasks: []\n- hosts: all\n", "names no hosts"],
    ["no play at all", "- import_playbook: nowhere.yml\n", "no play"],
  ])("refuses %s in words", (_name, text, words) => {
    expect(entryAt({ "a.yml": text }, "a.yml").refusals.join()).toContain(words);
  });

  it.each([
    ["hosts: all\n  roles: [geerlingguy.docker]", [{ kind: "role", name: "geerlingguy.docker" }]],
    ["hosts: all\n  roles: [a.b.web]", [{ kind: "collection", name: "a.b" }]],
    [
      "hosts: all\n  tasks:\n    - community.docker.docker_container: {name: x}\n    - ansible.builtin.ping:",
      [{ kind: "collection", name: "community.docker" }],
    ],
    ["hosts: '{{ where }}'", [{ kind: "target", name: "where" }]],
    ["hosts: '{{ where | default(\"all\") }}'", []],
    ["hosts: '{{ where }}'\n  vars: {where: web}", []],
    [
      "hosts: \"{{ groups['web'] | first }}\"",
      [{ kind: "target", name: "{{ groups['web'] | first }}" }],
    ],
    ["hosts: all\n  vars_prompt: [{name: who, private: no}]", [{ kind: "answer", name: "who" }]],
    ["hosts: all\n  vars_prompt: [{name: where}]", [{ kind: "answer", name: "where" }]],
    ["hosts: all\n  vars_prompt: [{name: db_password}]", [{ kind: "secret", name: "db_password" }]],
    ["hosts: all\n  vars_prompt: [{name: pin, private: yes}]", [{ kind: "secret", name: "pin" }]],
    ["hosts: all\n  vars_prompt: [{name: who, default: me}]", []],
  ])("says what %s needs", (play, needs) => {
    const entry = entryAt({ "a.yml": `- ${play}\n`, hosts: "nas\n" }, "a.yml");
    expect(entry.needs).toEqual(needs);
    expect(entry.refusals).toEqual([]);
  });

  it("needs the collection of a playbook that another one brings", () => {
    const files = { "a.yml": "- import_playbook: debops.debops.site\n", hosts: "nas\n" };
    const entry = entryAt(files, "a.yml");
    expect(entry).toMatchObject({
      needs: [{ kind: "collection", name: "debops.debops" }],
      refusals: [],
    });
  });

  it("needs an inventory where the repository has none or only a sample, unless it acts here alone", () => {
    const needs = (hosts: string, files = {}) =>
      entryAt({ "a.yml": `- hosts: ${hosts}\n`, ...files }, "a.yml").needs;
    expect(needs("all")).toEqual([{ kind: "inventory", name: "" }]);
    expect(needs("all", { "hosts.sample": "nas\n" })).toEqual([{ kind: "inventory", name: "" }]);
    expect(needs("all", { hosts: "nas\n" })).toEqual([]);
    expect(needs("localhost")).toEqual([]);
  });

  it("declares a prompt and the variable of templated hosts as fields", () => {
    const text = `- hosts: "{{ where | default('web') }}"
  vars_prompt: [{name: who, prompt: Whom to greet, default: world, private: no}]
`;
    expect(entryAt({ "a.yml": text }, "a.yml").variables).toMatchObject([
      { name: "who", description: "Whom to greet", defaultValue: "world", required: false },
      { name: "where", defaultValue: "web", required: false },
    ]);
  });

  it("leaves variables out that the play fixes for a role", () => {
    const entry = entryAt(
      {
        "a.yml": "- hosts: all\n  roles:\n    - {role: app, vars: {app_name: kuma}}\n",
        "roles/app/tasks/main.yml": "- ping:\n",
        "roles/app/defaults/main.yml": "app_name: ''\nkeep: 7\n",
      },
      "a.yml",
    );
    expect(entry.variables.map((variable) => variable.name)).toEqual(["keep"]);
  });

  it("leaves test scaffolding out and says why", () => {
    const result = scan({
      "molecule/default/converge.yml": "- hosts: all\n",
      "tests/test.yml": "- hosts: all\n",
      "a.yml": "- hosts: all\n  tasks: []\n",
    });
    expect(result.entries.map((entry) => entry.path)).toEqual(["a.yml"]);
    expect(result.skipped).toHaveLength(2);
  });
});

describe("what is derived from names", () => {
  it.each([
    ["jellyfin.yml", "jellyfin", "deploy"],
    ["playbooks/restart-vaultwarden.yml", "vaultwarden", "restart"],
    ["playbooks/vaultwarden_backup.yml", "vaultwarden", "backup"],
    ["uptime-kuma/add-portals.yml", "uptime-kuma", "configure"],
    ["services/drupal/provisioning/playbook.yml", "drupal", "deploy"],
    ["plays/01_update_packages.yml", "packages", "update"],
    ["codex_update_check.yml", "codex", "report"],
    ["docker/main.yml", "docker", "deploy"],
  ])("reads %s", (path, service, verb) => {
    const text = "- hosts: all\n  tasks:\n    - apt: {name: x}\n";
    expect(entryAt({ [path]: text }, path)).toMatchObject({ service, verbs: [verb] });
  });

  it("offers the roles of a collecting playbook by tag, and roles that no playbook applies", () => {
    const roles = ["sonarr", "radarr", "jellyfin", "alone"];
    const { entries } = scan({
      "nas.yml": `- hosts: nas\n  roles:\n${["sonarr", "radarr", "jellyfin"].map((name) => `    - {role: ${name}, tags: ${name}}`).join("\n")}\n    - other\n`,
      ...Object.fromEntries(roles.map((name) => [`roles/${name}/tasks/main.yml`, "- ping:\n"])),
      "roles/other/tasks/main.yml": "- ping:\n",
    });
    const named = (kind: string) =>
      entries
        .filter((entry) => entry.kind === kind)
        .map((entry) => entry.name)
        .sort();
    expect(named("tag")).toEqual(["jellyfin", "radarr", "sonarr"]);
    expect(named("role")).toContain("alone");
  });

  it("offers service pages only for what nothing else names", () => {
    const { entries } = scan({
      "docs/services/jellyfin.md": "# Jellyfin\n\nStreams films.\n",
      "docs/services/plex.md": "# Plex\n",
      "docs/installing.md": "# Installing\n",
      "plex.yml": "- hosts: all\n  tasks: []\n",
    });
    expect(entries.filter((entry) => entry.kind === "page")).toMatchObject([
      { path: "docs/services/jellyfin.md", service: "jellyfin" },
    ]);
  });
});

describe("risk", () => {
  const risk = (task: string) =>
    entryAt(
      { "thing.yml": `- name: Run the thing\n  hosts: all\n  tasks:\n    - ${task}\n` },
      "thing.yml",
    );
  it.each([
    ["debug: {msg: x}", "low"],
    ["shell: uptime", "low"],
    ["shell: app-cli status", "medium"],
    ["{command: app-cli status, changed_when: false}", "medium"],
    ["shell: rm -rf /data", "high"],
    ["ufw: {rule: allow}", "high"],
    ["reboot:", "high"],
    ["my_own_module: {}", "high"],
    ["copy: {src: a, dest: b}", "medium"],
    ["apt: {name: x}", "medium"],
  ])("of %s is %s", (task, level) => {
    expect(risk(task).risk).toBe(level);
    expect(risk(task).riskReasons.length).toBeGreaterThan(0);
  });
});

it("reads which Ansible roles and collections need", () => {
  const entry = entryAt(
    {
      "site.yml": "- hosts: all\n  roles: [docker, old, odd]\n",
      "roles/docker/tasks/main.yml": "- ping:\n",
      "roles/docker/meta/main.yml": "galaxy_info: {min_ansible_version: '2.12'}\n",
      "roles/old/tasks/main.yml": "- ping:\n",
      "roles/old/meta/main.yml": "galaxy_info: {min_ansible_version: 2.9}\n",
      "roles/odd/tasks/main.yml": "- ping:\n",
      "roles/odd/meta/main.yml": "galaxy_info: {min_ansible_version: '{{ x }}'}\n",
      "meta/runtime.yml": "requires_ansible: '>=2.14.0, <2.19'\n",
    },
    "site.yml",
  );
  expect(entry.requiresAnsible).toEqual([
    { by: "role docker", range: ">=2.12" },
    { by: "role old", range: ">=2.9" },
    { by: "collection in this repository", range: ">=2.14.0,<2.19" },
  ]);
});

describe("odd trees", () => {
  it("survives circles of links and links out of the tree, and names them", () => {
    const { warnings, entries } = scan({
      "a.yml": "->b.yml",
      "b.yml": "->a.yml",
      "out.yml": "->../../etc/passwd",
      "folder-link": "->real",
      "real/x.yml": "- hosts: all\n  tasks: []\n",
      "through.yml": "->folder-link/x.yml",
    });
    expect(warnings.map((warning) => warning.path).sort()).toEqual(["a.yml", "b.yml", "out.yml"]);
    expect(entries.map((entry) => entry.path)).toContain("real/x.yml");
  });

  it("gives equal scans for equal trees", () => {
    const files = {
      "a.yml": "- hosts: all\n  roles: [r]\n",
      "roles/r/tasks/main.yml": "- ping:\n",
    };
    expect(scan(files)).toEqual(scan(files));
  });
});

describe("a role", () => {
  const role = "- ping:\n";
  const rolesIn = (files: Record<string, string>) =>
    buildCatalog(treeOf({ hosts: "nas\n", ...files }), "lab").entries.filter(
      ({ kind }) => kind === "role" || kind === "tag",
    );

  it("that a small playbook only brings along is one to ask for", () => {
    const found = rolesIn({
      "plex.yml": "- hosts: nas\n  roles: [plex]\n",
      "roles/plex/tasks/main.yml": role,
      "roles/plex/meta/main.yml": "dependencies: [podman]\n",
      "roles/podman/tasks/main.yml": role,
    });
    expect(found.map(({ path }) => path)).toEqual(["roles/podman"]);
  });

  it.each(["roles_all", "galaxy-roles", "my_roles"])("lies in %s too", (folder) => {
    const names = ["motd", "sshd", "sysctl"];
    const uses = names.map((name) => `{role: ${folder}/${name}, tags: ${name}}`).join(", ");
    const found = rolesIn({
      "site.yml": `- hosts: nas\n  roles: [${uses}]\n`,
      ...Object.fromEntries(names.map((name) => [`${folder}/${name}/tasks/main.yml`, role])),
    });
    const tags = found.filter(({ kind }) => kind === "tag");
    expect(tags.map(({ roleFolder }) => roleFolder)).toEqual(
      names.map((name) => `${folder}/${name}`),
    );
    expect(found.flatMap(({ needs }) => needs)).toEqual([]);
  });
});
