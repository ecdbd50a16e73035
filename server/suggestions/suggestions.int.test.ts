import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SuggestionReport } from "#server/contracts/review.ts";
import { categories } from "./domain/finding.ts";
import { SuggestionsService } from "./suggestions-service.ts";

/** Beside /tmp, of which a confined program has one of its own in any case. */
const root = mkdtempSync("/var/tmp/chiffon-suggest-");
afterAll(() => rmSync(root, { recursive: true, force: true }));
const secret = path.join(root, "secrets/key");
mkdirSync(path.dirname(secret));
writeFileSync(secret, "hunter2-the-key");

const searchPath = "/usr/local/bin:/usr/bin:/bin";
const service = new SuggestionsService({ searchPath, hiddenPaths: [path.dirname(secret)] });

function repository(name: string, files: Record<string, string>): string {
  const tree = path.join(root, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  }
  return tree;
}

function hashOf(tree: string): string {
  const hash = createHash("sha256");
  const names = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
  for (const name of names) hash.update(name).update(readFileSync(name));
  return hash.digest("hex");
}

const faulty = `---
# What the shelf runs.
- name: set up the shelf
  hosts: shelf
  become: yes
  vars_files:
    - secret.yml
  tasks:
    - name: install things   # all of them
      apt: name=nginx state=latest
    - name: Build it
      command: make install
    - name: Fetch the installer
      shell: curl -s https://example.org/install.sh | bash
      args:
        creates: /opt/it
    - name: Start the container
      community.docker.docker_container:
        name: it
        image: it
      ignore_errors: true
    - name: Install tools
      ansible.builtin.apt:
        name: "{{ item }}"
      loop:
        - htop
        - tmux
  handlers:
    - name: restart it
      ansible.builtin.service:
        name: it
        state: restarted
`;

describe("suggestions for a playbook with a fault of each kind", () => {
  const files = {
    "site.yml": faulty,
    "secret.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
    ".ansible-lint": "skip_list: [no-handler]\nrulesdir: [./rules]\n",
  };
  const tree = repository("faulty", files);
  const before = hashOf(tree);
  let report: SuggestionReport;
  beforeAll(async () => {
    report = await service.suggest({ treePath: tree, path: "site.yml" });
  });

  it("come in all five categories, each with its line, reason and lines as evidence", () => {
    const places = report.suggestions.map(
      ({ category, rule, line }) => `${category} ${rule} ${line}`,
    );
    expect(places).toEqual(
      expect.arrayContaining([
        "standards name[casing] 9",
        "best_practices fqcn[action-core] 9",
        "idempotency package-latest 9",
        "idempotency no-changed-when 11",
        "error_handling chiffon[piped-download] 13",
        "error_handling ignore-errors 17",
        "performance chiffon[package-loop] 22",
        "standards yaml[truthy] 5",
      ]),
    );
    for (const category of categories) expect(report.categories[category]).toBeGreaterThan(0);
    const piped = report.suggestions.find(({ rule }) => rule === "chiffon[piped-download]");
    expect(piped).toMatchObject({ path: "site.yml", severity: "critical" });
    expect(piped?.evidence).toContain("curl -s https://example.org/install.sh | bash");
    expect(piped?.reason).toMatch(/checksum/);
  });

  it("see past a collection that is not installed and a file that is encrypted", () => {
    expect(report.notes).toContain(
      "Not installed here, so their use is not checked: community.docker.docker_container.",
    );
    expect(report.notes.join()).toContain("rulesdir");
    expect(report.lintVersion).toMatch(/^\d+\.\d/);
  });

  it("bring a patch that git applies, which keeps comments, layout and what it does not mend", () => {
    const { patch } = report;
    expect(patch?.proven).toMatchObject({ syntaxCheck: true, listTasksSame: true });
    expect(patch?.proven.findingsAfter).toBe(
      (patch?.proven.findingsBefore ?? 0) - (patch?.fixes ?? 0),
    );
    const mended = path.join(root, "mended");
    cpSync(tree, mended, { recursive: true });
    execFileSync("git", ["apply", "-"], { cwd: mended, input: patch?.diff });
    const text = readFileSync(path.join(mended, "site.yml"), "utf8");
    expect(text).toContain(
      "    - name: Install things   # all of them\n      ansible.builtin.apt:\n",
    );
    expect(text).toContain("become: true\n");
    expect(text).toContain("state: latest");
    expect(text).toContain("- name: restart it\n");
  });

  it("bring a patch for each that can be mended alone, and say which the whole patch mends", () => {
    const casing = report.suggestions.find(
      ({ rule, line }) => rule === "name[casing]" && line === 9,
    );
    expect(casing?.covered).toBe(true);
    expect(casing?.patch).toContain("+    - name: Install things   # all of them\n");
    expect(casing?.patch?.match(/^\+ /gm)).toHaveLength(1);
    const latest = report.suggestions.find(({ rule }) => rule === "package-latest");
    expect(latest).toMatchObject({ patch: null, covered: false });
  });

  it("change nothing in the repository and leave nothing behind", () => {
    expect(hashOf(tree)).toBe(before);
  });
});

it("looks at a role's tasks, and proves their patches within the role", async () => {
  const tree = repository("roles-tree", {
    "roles/shelf/defaults/main.yml": "---\nshelf_tasks: more.yml\n",
    "roles/shelf/tasks/more.yml": "---\n- name: More\n  ansible.builtin.ping:\n",
    "roles/shelf/tasks/setup/debian.yml":
      '---\n- name: more\n  import_tasks: "{{ shelf_tasks }}"\n- name: Say it\n  debug: msg=hello\n',
  });
  const file = "roles/shelf/tasks/setup/debian.yml";
  const { suggestions, patch, notes } = await service.suggest({ treePath: tree, path: file });
  expect(suggestions.map(({ rule, line }) => `${rule} ${line}`)).toEqual([
    "fqcn[action-core] 2",
    "name[casing] 2",
    "fqcn[action-core] 4",
    "no-free-form 4",
  ]);
  expect(patch?.fixes).toBe(4);
  expect(patch?.diff).toContain("+  ansible.builtin.debug:\n+    msg: hello\n");
  expect(notes).toEqual([]);
});

describe("a repository that means harm", () => {
  const outside = path.join(root, "outside");
  let listener: Server;
  let visits = 0;
  let report: SuggestionReport;

  beforeAll(async () => {
    listener = createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const address = listener.address();
    const port = typeof address === "object" ? address?.port : 0;
    const tree = repository("hostile", {});
    const deed = `import os, socket
def attempt(act):
    try:
        return str(act())
    except BaseException as error:
        return type(error).__name__
seen = [attempt(lambda: open(${JSON.stringify(secret)}).read()),
        attempt(lambda: open("/proc/1/environ").read()[:0] + str(os.listdir("/root"))),
        attempt(lambda: open(${JSON.stringify(outside)}, "w").write("was here")),
        attempt(lambda: open(os.path.join(os.path.dirname(__file__), "left"), "w").write("x")),
        attempt(lambda: socket.create_connection(("127.0.0.1", ${port}), 2))]
`;
    const module = `${deed}
import json, sys
def main():
    print(json.dumps({"failed": True, "msg": "Unsupported parameters for (evil) module: " + " ".join(seen)}))
    sys.exit(1)
`;
    const plugin = `${deed}
from ansible.plugins.vars import BaseVarsPlugin
class VarsModule(BaseVarsPlugin):
    def get_vars(self, loader, path, entities, cache=True):
        return {}
`;
    repository("hostile", {
      "site.yml":
        "---\n- name: Harm\n  hosts: all\n  tasks:\n    - name: Do it\n      evil:\n        a: 1\n    - name: say\n      ansible.builtin.debug:\n        msg: x\n",
      "library/evil.py": module,
      "vars_plugins/evil.py": plugin,
      "filter_plugins/evil.py": `${deed}\nclass FilterModule:\n    def filters(self):\n        return {}\n`,
      "rules/evil.py": deed,
      "ansible.cfg": "[defaults]\nvars_plugins = ./vars_plugins\ncallback_plugins = ./library\n",
      ".ansible-lint": "rulesdir: [./rules]\n",
    });
    report = await service.suggest({ treePath: tree, path: "site.yml" });
  });
  afterAll(() => listener.close());

  it("runs its code where there is nothing to read, to write to or to call", () => {
    const said = report.suggestions.find(({ rule }) => rule.startsWith("args"))?.reason ?? "";
    // It did run: ansible-lint executes modules to check their arguments.
    expect(said).toContain("Unsupported parameters for (evil)");
    expect(said).not.toContain("hunter2");
    expect(JSON.stringify(report)).not.toContain("hunter2");
    expect(existsSync(outside)).toBe(false);
    expect(existsSync(path.join(root, "hostile/library/left"))).toBe(false);
    expect(visits).toBe(0);
  });

  it("still gets its suggestions", () => {
    expect(report.suggestions.map(({ rule }) => rule)).toContain("name[casing]");
  });
});

describe("what can't be looked at is said with what to do", () => {
  const tree = repository("odd", {
    "site.yml": "- hosts: all\n",
    "broken.yml": "- hosts: [all\n- b: 1\n",
    "vars.yml": "a: 1\n",
    "notes.txt": "hello\n",
    "secret.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
  });

  it.each([
    ["../secrets/key", "is not in the repository"],
    ["missing.yml", "The repository has no file missing.yml"],
    ["notes.txt", "is not YAML by its name"],
    ["broken.yml", /not valid YAML \(line \d\).*Correct it there/],
    ["vars.yml", "holds neither plays nor tasks"],
    ["secret.yml", "Encrypted with Ansible Vault"],
  ])("%s", async (file, words) => {
    await expect(service.suggest({ treePath: tree, path: file })).rejects.toMatchObject({
      code: "invalid_input",
      message:
        typeof words === "string" ? expect.stringContaining(words) : expect.stringMatching(words),
    });
  });

  it("names the package where ansible-lint is missing", async () => {
    const without = new SuggestionsService({ searchPath: root, hiddenPaths: [] });
    await expect(without.suggest({ treePath: tree, path: "site.yml" })).rejects.toMatchObject({
      code: "lint_unavailable",
      message: expect.stringContaining("apt-get install ansible-lint"),
    });
  });

  it("runs nothing where nothing can confine it", async () => {
    const support = {
      bubblewrap: false,
      namespaces: false,
      setpriv: true,
      reason: "bubblewrap is not installed.",
    };
    const open = new SuggestionsService({ searchPath, hiddenPaths: [], support });
    await expect(open.suggest({ treePath: tree, path: "site.yml" })).rejects.toMatchObject({
      code: "lint_unavailable",
      message: expect.stringContaining("apt-get install bubblewrap"),
    });
  });
});
