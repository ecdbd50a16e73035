import { describe, expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { collectionsOfModules, readRequirements } from "./requirements.ts";

const read = (files: Record<string, string>, roles: string[] = []) =>
  readRequirements(treeOf(files), roles);
const brief = (files: Record<string, string>, roles: string[] = []) =>
  read(files, roles).requirements.map(
    ({ kind, name, type, source, version, path, line }) =>
      `${kind} ${name} ${type} ${source} ${version} ${path}:${line}`,
  );

describe("requirements files (INFRA-07)", () => {
  it("reads the old list of roles in every way a role can be named", () => {
    const text = `---
- geerlingguy.docker
- src: geerlingguy.pip
  version: "3.0.0"
- https://github.com/acme/ansible-role-one
- src: git+https://git.example.com/acme/two.git
  version: v1.2
  name: acme.two
- src: https://git.example.com/acme/three
  scm: git
- src: https://example.com/files/four.tar.gz
  name: four
- src: git@git.example.com:acme/five.git
- src: https://hg.example.com/six
  scm: hg
- "geerlingguy.ntp,2.0.0,ntp"
- src: files/seven.tar.gz
`;
    expect(brief({ "requirements.yml": text })).toEqual([
      "role geerlingguy.docker galaxy geerlingguy.docker null requirements.yml:2",
      "role geerlingguy.pip galaxy geerlingguy.pip 3.0.0 requirements.yml:3",
      "role ansible-role-one git https://github.com/acme/ansible-role-one null requirements.yml:5",
      "role acme.two git https://git.example.com/acme/two.git v1.2 requirements.yml:6",
      "role three git https://git.example.com/acme/three null requirements.yml:9",
      "role four url https://example.com/files/four.tar.gz null requirements.yml:11",
      "role five git git@git.example.com:acme/five.git null requirements.yml:13",
      "role six hg https://hg.example.com/six null requirements.yml:14",
      "role ntp galaxy geerlingguy.ntp 2.0.0 requirements.yml:16",
      "role seven file files/seven.tar.gz null requirements.yml:17",
    ]);
  });

  it("reads roles and collections of the mapping", () => {
    const text = `roles:
  - name: acme.web
    src: https://git.example.com/web.git
collections:
  - community.docker
  - name: community.general
    version: ">=8.0.0,<9.0.0"
    source: https://galaxy.example.com
  - name: https://git.example.com/acme/tools.git
    type: git
    version: main
  - name: https://example.com/acme-kit-1.0.0.tar.gz
    type: url
  - source: ./local/acme
    type: dir
  - name: ../vendored
    type: subdirs
  - git+https://git.example.com/acme/more.git#/collection,devel
  - name: acme.tar
    source: ./acme-tar-1.0.0.tar.gz
    type: file
`;
    expect(brief({ "ansible/requirements.yml": text, "ansible/ansible.cfg": "" })).toEqual([
      "role acme.web git https://git.example.com/web.git null ansible/requirements.yml:2",
      "collection community.docker galaxy community.docker null ansible/requirements.yml:5",
      "collection community.general galaxy community.general >=8.0.0,<9.0.0 ansible/requirements.yml:6",
      "collection tools git https://git.example.com/acme/tools.git main ansible/requirements.yml:9",
      "collection acme-kit-1.0.0 url https://example.com/acme-kit-1.0.0.tar.gz null ansible/requirements.yml:12",
      "collection acme dir ansible/local/acme null ansible/requirements.yml:14",
      "collection vendored subdirs vendored null ansible/requirements.yml:16",
      "collection more git https://git.example.com/acme/more.git#/collection devel ansible/requirements.yml:18",
      "collection acme.tar file ansible/acme-tar-1.0.0.tar.gz null ansible/requirements.yml:19",
    ]);
  });

  it("looks in the usual places of the root and of every project, and nowhere else", () => {
    const role = "- acme.one\n";
    const found = read({
      "requirements.yml": role,
      "roles/requirements.yml": role,
      "collections/requirements.yaml": "collections: [a.b]\n",
      "lab/ansible.cfg": "",
      "lab/requirements.yml": role,
      "lab/roles/requirements.yml": role,
      "other/site.yml": "- hosts: all\n",
      "other/requirements.yml": role,
      "galaxy-requirements.yml": role,
      "charts/requirements.yaml": "dependencies:\n  - name: redis\n",
      "docs/requirements.yml": role,
      "roles/x/molecule/default/requirements.yml": role,
    });
    expect(found.requirements.map(({ path }) => path)).toEqual([
      "galaxy-requirements.yml",
      "requirements.yml",
      "collections/requirements.yaml",
      "lab/requirements.yml",
      "other/requirements.yml",
      "roles/requirements.yml",
      "lab/roles/requirements.yml",
    ]);
  });

  it("follows includes, once each, and names one that is not there", () => {
    const found = read({
      "requirements.yml": "- include: more/roles.yml\n- include: gone.yml\n",
      "more/roles.yml": "- acme.one\n- include: roles.yml\n",
    });
    expect(found.requirements.map(({ name }) => name)).toEqual(["acme.one"]);
    expect(found.warnings).toEqual([
      {
        path: "requirements.yml",
        line: 2,
        message: "Includes gone.yml, which is not in the repository.",
      },
    ]);
  });

  it("reads the dependencies of roles from meta/main.yml and meta/requirements.yml", () => {
    const files = {
      "roles/web/tasks/main.yml": "",
      "roles/web/meta/main.yml": `galaxy_info: {}
dependencies:
  - common
  - role: geerlingguy.nginx
    vars: { a: 1 }
  - src: https://git.example.com/tls.git
    scm: git
    version: "2"
`,
      "roles/web/meta/requirements.yml": "- acme.extra\n",
    };
    expect(brief(files, ["roles/web"])).toEqual([
      "role common galaxy common null roles/web/meta/main.yml:3",
      "role geerlingguy.nginx galaxy geerlingguy.nginx null roles/web/meta/main.yml:4",
      "role tls git https://git.example.com/tls.git 2 roles/web/meta/main.yml:6",
      "role acme.extra galaxy acme.extra null roles/web/meta/requirements.yml:1",
    ]);
  });

  it("takes nothing from a file with a YAML error, and says where it is", () => {
    const found = read({
      "requirements.yml": "roles:\n  - name: acme.one\n    version: [1\n  - x: y\n",
    });
    expect(found.requirements).toEqual([]);
    expect(found.warnings[0]).toMatchObject({ path: "requirements.yml" });
    expect(found.warnings[0]?.line).toBeGreaterThan(2);
  });

  it("keeps no password of an address", () => {
    const found = read({
      "requirements.yml": "- src: git+https://me:hunter2@git.example.com/a.git\n",
    });
    expect(found.requirements[0]?.source).toBe("https://***@git.example.com/a.git");
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  it("survives what is no requirement at all", () => {
    const odd = [
      "- 1\n- null\n- []\n- {}\n",
      "roles: 3\n",
      "just text\n",
      "collections: {a: b}\n",
      "",
      "- include: requirements.yml\n",
    ];
    for (const text of odd) expect(() => read({ "requirements.yml": text })).not.toThrow();
    const long = read({ "requirements.yml": "- a.b\n".repeat(2_000) });
    expect(long.requirements).toHaveLength(500);
  });
});

it("names the collections that only show as modules", () => {
  const modules = ["community.docker.docker_container", "ansible.builtin.copy", "copy", "a.b.c.d"];
  expect(collectionsOfModules(modules)).toEqual(["a.b", "community.docker"]);
});
