import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { GitRepository } from "#server/catalog/git-reader.ts";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { answerRequest } from "#server/matching/domain/match-answer.ts";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
import { writeNewFiles } from "#server/platform/new-files.ts";
import { buildScaffold } from "#server/scaffolds/domain/build-scaffold.ts";
import { findService, serviceRecords } from "#server/scaffolds/domain/find-service.ts";
import { type RepositoryStyle, usualStyle } from "#server/scaffolds/domain/repository-style.ts";
import { readServiceName } from "#server/scaffolds/domain/service-name.ts";
import { ScaffoldsService } from "#server/scaffolds/scaffolds-service.ts";
import { LintService } from "#server/suggestions/lint-service.ts";

const root = mkdtempSync("/var/tmp/chiffon-scaffold-");
afterAll(() => rmSync(root, { recursive: true, force: true }));
const lint = new LintService({ searchPath: "/usr/local/bin:/usr/bin:/bin", hiddenPaths: [] });
const service = new ScaffoldsService({ lint });

function build(asked: string, style: Partial<RepositoryStyle> = {}) {
  const name = readServiceName(asked);
  if ("refusal" in name) throw new Error(name.refusal);
  return buildScaffold(name, findService(asked), { ...usualStyle, ...style });
}

const unknown = ["Some Odd Thing", "8bit board", "ansible tower", "zufall", "mein Dienst"];
const known = serviceRecords
  .filter((_record, index) => index % 8 === 0)
  .slice(0, 25)
  .map(({ name }) => name);

describe("thirty roles, five of them of unknown services", () => {
  const built = [...known, ...unknown].map((name) => build(name));
  const files = built.flatMap((each) => each.files);
  const playbooks = built.map(({ playbook }) => playbook);

  it("give ansible-lint nothing to object to and pass the syntax check", async () => {
    expect(built).toHaveLength(30);
    expect(built.filter(({ isKnown }) => !isKnown)).toHaveLength(5);
    const report = await lint.lintNew({ treePath: null, files, playbooks });
    expect(report).toMatchObject({ findings: [], syntaxFault: null, missing: [] });
  });

  it("would be objected to if something were wrong", async () => {
    const one = build("Some Odd Thing");
    const look = async (end: string, right: string, wrong: string) => {
      const broken = one.files.map((file) =>
        file.path.endsWith(end) ? { ...file, content: file.content.replace(right, wrong) } : file,
      );
      return lint.lintNew({ treePath: null, files: broken, playbooks: [one.playbook] });
    };
    const { findings } = await look("tasks/main.yml", "ansible.builtin.file:", "file:");
    expect(findings).toEqual([
      expect.objectContaining({
        path: "roles/some_odd_thing/tasks/main.yml",
        rule: "fqcn[action-core]",
      }),
    ]);
    const { syntaxFault } = await look("some-odd-thing.yml", "- role:", "- rule:");
    expect(syntaxFault).toContain("role");
  });

  it("pass as well where a collection's module runs the containers", async () => {
    const others = ["Vikunja", "Jellyfin", "zufall"].map((name) =>
      build(name, { installs: "container-module" }),
    );
    const report = await lint.lintNew({
      treePath: null,
      files: others.flatMap((each) => each.files),
      playbooks: others.map(({ playbook }) => playbook),
    });
    expect(report).toMatchObject({ findings: [], syntaxFault: null });
    expect(report.missing).toEqual(["community.docker.docker_compose_v2"]);
  });
});

/** Jinja as Ansible has it, as far as these templates use it. */
const render = `import json, sys
from jinja2 import Environment, StrictUndefined
environment = Environment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
environment.filters["to_json"] = json.dumps
orders = json.load(sys.stdin)
print(json.dumps([environment.from_string(text).render(values) for text, values in orders]))
`;

it("writes compose files that hold each value as it was given, odd characters included", () => {
  const odd = `p$a"s's: {x} \\#$\${HOME}`;
  const orders = [...serviceRecords.map(({ name }) => name), "zufall"].flatMap((name) => {
    const made = build(name);
    const compose = made.files.find((file) => file.path.endsWith("compose.yml.j2"));
    if (compose === undefined) return [];
    const names = [...compose.content.matchAll(/[a-z]\w*_\w+/g)].map(([variable]) => variable);
    const values = Object.fromEntries(names.map((variable) => [variable, odd]));
    const port = Object.fromEntries(
      names.filter((variable) => variable.endsWith("_port")).map((variable) => [variable, 8123]),
    );
    return [{ name, text: compose.content, values: { ...values, ...port } }];
  });
  expect(orders.length).toBeGreaterThan(80);
  const input = JSON.stringify(orders.map(({ text, values }) => [text, values]));
  const printed = execFileSync("/usr/bin/python3", ["-c", render], { input, maxBuffer: 1e8 });
  const rendered: string[] = JSON.parse(printed.toString());
  for (const [index, text] of rendered.entries()) {
    const { services, volumes = {} } = parse(text);
    const [main] = Object.values<Record<string, unknown>>(services);
    expect(main?.["image"], orders[index]?.name).toBe(`${odd}:${odd}`);
    const mounts = Object.values<{ volumes?: string[] }>(services).flatMap(
      (each) => each.volumes ?? [],
    );
    // The owner's folders begin as the odd value does, files of the host with a slash.
    const ours = mounts
      .map((mount) => mount.split(":")[0] ?? "")
      .filter((name) => !/^(?:\/|p\$\$a)/.test(name));
    expect(ours.toSorted(), orders[index]?.name).toEqual(Object.keys(volumes).toSorted());
  }
  const vikunja = parse(rendered[orders.findIndex(({ name }) => name === "Vikunja")] ?? "");
  // Compose reads $$ as $, and would look a single one up as a variable.
  const { POSTGRES_PASSWORD: password } = vikunja.services.database.environment;
  expect(password).toBe(odd.replaceAll("$", "$$$$"));
});

describe("in a repository", () => {
  const repository = path.join(root, "homelab");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], {
      cwd: repository,
      stdio: "ignore",
    });
  const scan = async () => {
    const reader = new GitRepository(repository, "main");
    const thread = new ScanThread();
    const { treeId } = await reader.head();
    const found = await thread.scan(reader, "homelab", treeId);
    await thread.close();
    reader.close();
    return found;
  };
  const scaffold = async (name: string) =>
    service.scaffold({ service: name, repository: { view: await scan(), treePath: repository } });

  beforeAll(() => {
    const files = {
      "ansible.cfg": "[defaults]\nroles_path = roles\ninventory = inventory/hosts.yml\n",
      "inventory/hosts.yml":
        "all:\n  children:\n    nas:\n      hosts:\n        shelf: {}\n    web:\n      hosts:\n        door: {}\n",
      "playbooks/photos.yml":
        "---\n- name: Photos\n  hosts: nas\n  become: true\n  roles:\n    - role: photos\n",
      "playbooks/backup.yml":
        "---\n- name: Back up\n  hosts: nas\n  tasks:\n    - name: Say it\n      ansible.builtin.debug:\n        msg: done\n",
      "roles/photos/tasks/main.yml":
        "---\n- name: Make room\n  ansible.builtin.file:\n    path: /srv/photos\n    state: directory\n    mode: '0755'\n",
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
      writeFileSync(path.join(repository, file), text);
    }
    git("init", "-b", "main");
    git("add", "-A");
    git("commit", "-m", "what there is");
  });

  it.each(["Jellyfin", "Uptime Kuma", "Vikunja", "Node Exporter", "some odd thing"])(
    "what is written for %s lies beside the others, and is found when it is asked for",
    async (name) => {
      const made = await scaffold(name);
      expect(made).toMatchObject({ findings: [], syntaxFault: null });
      expect(made.playbook).toBe(`playbooks/${made.service}.yml`);
      expect(made.role).toMatch(/^roles\//);
      expect(made.gaps.filter(({ variable }) => variable.endsWith("_hosts"))).toEqual([]);
      await writeNewFiles(repository, made.files);
      expect(readFileSync(path.join(repository, made.playbook), "utf8")).toContain("hosts: nas\n");
      git("add", "-A");
      git("commit", "-m", `add ${made.service}`);
      const found = await scan();
      const index = buildMatchIndex(
        found.entries.map((entry, at) => ({ ...entry, id: String(at) })),
      );
      for (const words of [`install ${name}`, `deploy ${name.toLowerCase()}`]) {
        const answer = answerRequest(index, words);
        expect(answer.decision, words).toBe("match");
        expect(answer.intents[0]?.candidates[0]?.path, words).toBe(made.playbook);
      }
      const entry = found.entries.find((each) => each.path === made.playbook);
      const asked = entry?.variables.filter(({ required }) => required) ?? [];
      expect(asked.map((variable) => variable.name).toSorted()).toEqual(
        made.gaps.map(({ variable }) => variable).toSorted(),
      );
      expect(entry?.checks).toHaveLength(1);
      // Asked for again, it says what there is.
      await expect(scaffold(name)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining(made.playbook),
      });
    },
  );
});

describe("files are written to where they belong", () => {
  it("never over another, and then none at all", async () => {
    const out = path.join(root, "taken");
    mkdirSync(out);
    writeFileSync(path.join(out, "b.yml"), "mine\n");
    const files = ["a.yml", "b.yml"].map((file) => ({ path: file, content: "new\n" }));
    await expect(writeNewFiles(out, files)).rejects.toMatchObject({ code: "invalid_input" });
    expect(readFileSync(path.join(out, "b.yml"), "utf8")).toBe("mine\n");
    expect(existsSync(path.join(out, "a.yml"))).toBe(false);
  });

  it.each(["../outside.yml", "/var/tmp/outside.yml", ".", "linked/inside.yml", "dangling.yml"])(
    "never outside: %s",
    async (file) => {
      const out = mkdtempSync(path.join(root, "out-"));
      const beyond = mkdtempSync(path.join(root, "beyond-"));
      symlinkSync(beyond, path.join(out, "linked"));
      symlinkSync(path.join(beyond, "inside.yml"), path.join(out, "dangling.yml"));
      await expect(writeNewFiles(out, [{ path: file, content: "x" }])).rejects.toThrow();
      expect(existsSync(path.join(beyond, "inside.yml"))).toBe(false);
      expect(existsSync(path.join(root, "outside.yml"))).toBe(false);
    },
  );
});

describe("a repository with a link where a role would go", () => {
  it("is not written through it while the files are looked at (E6)", async () => {
    const tree = mkdtempSync(path.join(root, "linked-"));
    mkdirSync(path.join(tree, "roles"));
    mkdirSync(path.join(tree, "a/b"), { recursive: true });
    // Each stays inside as it is written; both together lead out.
    symlinkSync("../..", path.join(tree, "a/b/up"));
    symlinkSync("../a/b/up/../..", path.join(tree, "roles/gitea"));
    const { files, playbook } = build("Gitea");
    const looked = lint.lintNew({ treePath: tree, files, playbooks: [playbook] });
    await expect(looked).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("behind a link"),
    });
  });
});

describe("npm run scaffold", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/scaffold.ts", ...args], {
      encoding: "utf8",
    });

  it("writes the files and prints what is open as JSON", () => {
    const out = path.join(root, "cli");
    const { stdout, stderr } = run("--service", "Gotify", "--out", out, "--json");
    const printed = JSON.parse(stdout);
    expect(stderr).toBe("");
    expect(printed).toMatchObject({
      service: "gotify",
      is_known: true,
      findings: [],
      syntax_fault: null,
    });
    expect(printed.gaps.map(({ variable }: { variable: string }) => variable)).toContain(
      "gotify_password",
    );
    for (const file of printed.files)
      expect(readFileSync(path.join(out, file.path), "utf8")).toBe(file.content);
    const again = run("--service", "Gotify", "--out", out);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("Nothing was written");
  });

  it.each(["../../etc/cron.d/x", "{{ 7 * 7 }}", "a/b"])("refuses the name %s", (name) => {
    const out = path.join(root, "refused");
    const { status, stderr } = run("--service", name, "--out", out);
    expect(status).toBe(1);
    expect(stderr).toContain("letters, digits, blanks and dashes");
    expect(existsSync(out)).toBe(false);
  });
});
