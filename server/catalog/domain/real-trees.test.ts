import { describe, expect, it } from "vitest";
import { firstProse, titleOf } from "#server/ansible/markdown.ts";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { required } from "#server/lib/assert.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";

type Files = Readonly<Record<string, string>>;
const scan = (files: Files) => buildCatalog(treeOf(files), "repo");
const named = (files: Files, kind: string) =>
  scan(files)
    .entries.filter((entry) => entry.kind === kind)
    .map((entry) => entry.name)
    .sort();
const entryAt = (files: Files, path: string) =>
  required(
    scan(files).entries.find((entry) => entry.path === path),
    path,
  );
const role = (name: string) => ({ [`roles/${name}/tasks/main.yml`]: "- ping:\n" });
const uses = (...names: string[]) =>
  names.map((name) => `    - {role: ${name}, tags: ["role::${name}", "skip::${name}"]}\n`).join("");

describe("roles as large collections lay them out", () => {
  it("takes a role whose defaults are a folder", () => {
    const { warnings } = scan({
      "a.yml": "- hosts: all\n  roles: [base]\n",
      "roles/base/defaults/main/main.yml": "port: 1\n",
    });
    expect(warnings).toEqual([]);
  });

  it("finds task files beside handlers, and dependencies beside the role that names them", () => {
    const { warnings, entries } = scan({
      "a.yml": "- hosts: all\n  roles: [apps/policy]\n",
      "roles/apps/policy/meta/main.yml": "dependencies: [{role: policy/calico}]\n",
      "roles/apps/policy/handlers/main.yml": "- import_tasks: more.yml\n",
      "roles/apps/policy/handlers/more.yml": "- ping:\n",
      "roles/apps/policy/calico/tasks/main.yml": "- ping:\n",
    });
    expect(warnings).toEqual([]);
    expect(entries.find((entry) => entry.path === "a.yml")?.refusals).toEqual([]);
  });

  it("takes playbooks that lie beside the parts of their role, or among files of tasks", () => {
    const files = {
      "services/exporter/playbook.yml": "- hosts: all\n  roles: [exporter]\n",
      "services/exporter/tasks/main.yml": "- ping:\n",
      "services/exporter/handlers/main.yml": "- ping:\n",
      "services/exporter/files/play.yml": "- hosts: all\n",
      "services/exporter/templates/play.yml": "- hosts: all\n",
      "tasks/validate.yml": "- hosts: all\n  tasks: [{ping: }]\n",
      "tasks/more.yml": "- ping:\n",
      "tasks/broken.yml": "- [\n",
    };
    expect(scan(files).entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "playbook services/exporter/playbook.yml",
      "playbook tasks/validate.yml",
    ]);
    expect(scan(files).warnings.map(({ path }) => path)).toContain("tasks/broken.yml");
    expect(entryAt(files, "services/exporter/playbook.yml").needs).toEqual([
      { kind: "inventory", name: "" },
    ]);
  });

  it("knows roles of the collection that the repository is", () => {
    const { refusals } = entryAt(
      {
        "play.yml": "- hosts: all\n  roles: [acme.house.web]\n",
        "collections/ansible_collections/acme/house/galaxy.yml": "namespace: acme\nname: house\n",
        ...role("web"),
      },
      "play.yml",
    );
    expect(refusals).toEqual([]);
  });
});

describe("collections whose source the repository holds", () => {
  const source = "namespace: acme\nname: house\n";
  const play = `- hosts: all
  roles: [acme.house.web]
  tasks:
    - acme.house.bell: {tone: low}
    - debug: {msg: "{{ 1 | acme.house.ring }}"}
`;
  const below = (folder: string) => ({
    [`${folder}galaxy.yml`]: source,
    [`${folder}plugins/modules/bell.py`]: "x",
    [`${folder}plugins/filter/ring.py`]: "x",
    [`${folder}meta/runtime.yml`]: "requires_ansible: '>=2.14'\n",
    [`${folder}roles/web/tasks/main.yml`]: "- ping:\n",
    [`${folder}playbooks/all/ring.yml`]: "- hosts: all\n  tasks: [{ping: }]\n",
  });

  it.each([
    ["the repository itself", ""],
    ["beside the playbooks", "collections/acme/house/"],
    ["anywhere", "src/house/"],
  ])("are its own where they are %s, and come along as a whole", (_name, folder) => {
    const files = { ...below(folder), hosts: "[web]\nnas\n", "plays/site.yml": play };
    const { needs, refusals, files: refs } = entryAt(files, "plays/site.yml");
    expect({ needs, refusals }).toEqual({ needs: [], refusals: [] });
    const had = refs.map(({ path }) => path);
    for (const path of Object.keys(below(folder)).filter((one) => !one.includes("playbooks/")))
      expect(had).toContain(path);
    expect(scan(files).dependencies).toMatchObject({
      requirements: [],
      ownCollections: ["acme.house"],
    });
  });

  it("are asked for where only an inventory's plugin names them", () => {
    const files = { "lab.proxmox.yml": "plugin: community.proxmox.proxmox\nurl: https://pve\n" };
    expect(scan(files).dependencies.requirements).toMatchObject([
      { kind: "collection", name: "community.proxmox", path: "lab.proxmox.yml" },
    ]);
    expect(scan({ "lab.constructed.yml": "plugin: ansible.builtin.constructed\n" })).toMatchObject({
      dependencies: { requirements: [] },
    });
  });

  it("give playbooks that others import by their full name", () => {
    const files = {
      ...below("src/house/"),
      "site.yml": "- import_playbook: acme.house.all.ring\n",
    };
    const { needs, files: refs } = entryAt(files, "site.yml");
    expect(needs).toEqual([{ kind: "inventory", name: "" }]);
    expect(refs.map(({ path }) => path)).toContain("src/house/playbooks/all/ring.yml");
  });

  it("leave a playbook alone that uses nothing of them, and are none without a sound name", () => {
    const other = { "site.yml": "- hosts: all\n  tasks: [{acme.houses.bell: }]\n" };
    const { files: refs, needs } = entryAt({ ...below("src/house/"), ...other }, "site.yml");
    expect(refs.map(({ path }) => path)).toEqual(["site.yml"]);
    expect(needs).toContainEqual({ kind: "collection", name: "acme.houses" });
    const odd = { ...below("src/house/"), "src/house/galaxy.yml": "namespace: ../x\nname: [a]\n" };
    expect(scan({ ...odd, ...other }).dependencies.ownCollections).toEqual([]);
  });
});

describe("tags", () => {
  const four = uses("sonarr", "radarr", "jellyfin", "nginx");
  const roles = Object.assign({}, ...["sonarr", "radarr", "jellyfin", "nginx"].map(role)) as Files;

  it("are offered by the service they run, without those that leave something out", () => {
    const { entries } = scan({ "nas.yml": `- hosts: nas\n  roles:\n${four}`, ...roles });
    const tags = entries.filter((entry) => entry.kind === "tag");
    expect(tags.map((tag) => [tag.name, tag.service])).toEqual([
      ["role::sonarr", "sonarr"],
      ["role::radarr", "radarr"],
      ["role::jellyfin", "jellyfin"],
      ["role::nginx", "nginx"],
    ]);
  });

  it("are not offered again by a playbook that imports them, nor where a playbook is about the service", () => {
    const files = {
      "site.yml": "- import_playbook: media.yml\n",
      "media.yml": `- hosts: nas\n  roles:\n${four}`,
      "nginx.yml": "- hosts: web\n  roles: [nginx]\n",
      ...roles,
    };
    expect(named(files, "tag")).toEqual(["role::jellyfin", "role::radarr", "role::sonarr"]);
    expect(
      scan(files).entries.filter((entry) => entry.kind === "tag" && entry.path !== "media.yml"),
    ).toEqual([]);
  });

  it("of a playbook about one service are what that service needs, and are not offered", () => {
    const files = { "jellyfin.yml": `- hosts: nas\n  roles:\n${four}`, ...roles };
    expect(named(files, "tag")).toEqual([]);
  });

  it("need their playbook's files and do not repeat them", () => {
    const { entries } = scan({ "nas.yml": `- hosts: nas\n  roles:\n${four}`, ...roles });
    for (const entry of entries) expect(entry.files.length === 0).toBe(entry.kind === "tag");
  });
});

describe("names", () => {
  const play = (title: string) => `- name: ${title}\n  hosts: all\n  tasks: [{ping: }]\n`;

  it.each([
    ["its only play's title", "x.yml", play("Set up the cellar"), "Set up the cellar"],
    ["the file's where plays differ", "upgrade_all.yml", play("One") + play("Two"), "Upgrade all"],
    [
      "a title that agrees with the file",
      "etcd.yml",
      play("Install etcd") + play("B"),
      "Install etcd",
    ],
  ])("of a playbook: %s", (_name, path, text, name) => {
    expect(entryAt({ [path]: text }, path).name).toBe(name);
  });

  it("of images are aliases of one service, not of what it needs nor of a collecting playbook", () => {
    const container = (image: string) => `    - docker_container: {name: x, image: ${image}}\n`;
    const one = `- hosts: all\n  tasks:\n${["ghcr.io/immich-app/immich-photoserver:1", "redis:7"].map(container).join("")}`;
    expect(entryAt({ "immich.yml": one }, "immich.yml").aliases).toEqual(["immich-photoserver"]);
    const core = `- hosts: all\n  tasks:\n${container("fireflyiii/core")}`;
    expect(entryAt({ "money.yml": core }, "money.yml").aliases).toEqual(["fireflyiii"]);
  });

  it("hold no licence: header comments count where they say something", () => {
    const text = `# Copyright (C) 2020 Somebody\n# SPDX-License-Identifier: MIT\n# Brings the house online.\n---\n${play("X")}`;
    expect(entryAt({ "x.yml": text }, "x.yml").description).toBe("Brings the house online.");
  });
});

describe("pages", () => {
  it("lend their words to the role they describe, and titles as aliases", () => {
    const entry = entryAt(
      {
        "roles/cloudcmd/tasks/main.yml": "- apt: {name: cloudcmd}\n",
        "website/docs/applications/system/cloudcmd.md":
          '---\ntitle: "Cloud Commander"\n---\n\nCloud Commander is a file manager for the web.\n',
      },
      "roles/cloudcmd",
    );
    expect(entry.description).toBe("Cloud Commander is a file manager for the web.");
    expect(entry.aliases).toContain("Cloud Commander");
  });

  it("of services that were removed are left out", () => {
    const text = "# Firezone (removed)\n\nThe playbook used to install it.\n";
    expect(scan({ "docs/services/firezone.md": text }).entries).toEqual([]);
  });

  it.each([
    [
      "# X\n\nThe playbook can install and configure [X](u) for you.\n\nX keeps bees.",
      "X keeps bees.",
    ],
    [
      "<!--\nSPDX\n-->\n\n# X\n\n[![b](i)](u)\n\n- list\n\nIt keeps many bees.",
      "It keeps many bees.",
    ],
    ["Role Name\n=========\n\nA brief description of the role goes here.\n", null],
    ["---\ntitle: X\n---\r\n\n> note\n\n[X] keeps many bees.", "X keeps many bees."],
    ["", null],
  ])("begin with what the thing is: %j", (text, prose) => {
    expect(firstProse(text)).toBe(prose);
  });

  it("have a title in their heading or settings", () => {
    expect(titleOf("---\ntitle: 'Bees'\n---\nx")).toBe("Bees");
    expect(titleOf("<!-- # no -->\n# `Bees` and [more](u)\n")).toBe("Bees and more");
    expect(titleOf("nothing")).toBeNull();
  });
});

describe("tabs", () => {
  it("inside quoted text are read as Ansible reads them", () => {
    const file = readYaml("a.yml", "home: '{{ a | d(\"x\")\n\t+ b\n \t+ c }}'\nport: 1\n");
    expect(file.warnings).toEqual([]);
    expect(file.documents).toEqual([{ home: '{{ a | d("x") + b + c }}', port: 1 }]);
  });

  it("that indent structure are errors with their line", () => {
    const file = readYaml("a.yml", "- hosts: all\n\ttasks: []\n");
    expect(file.brokenAt).toBe(2);
  });
});
