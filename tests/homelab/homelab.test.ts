import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exampleDirectory } from "./homelab-copy.ts";

const ACTIONS = "deploy configure update remove backup restart start stop report install".split(
  " ",
);

type YamlMap = Record<string, unknown>;

const files = readdirSync(exampleDirectory, { recursive: true, encoding: "utf8" }).sort();
const text = (path: string) => readFileSync(join(exampleDirectory, path), "utf8");
const isMap = (value: unknown): value is YamlMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const maps = (value: unknown) => (Array.isArray(value) ? value.filter(isMap) : []);

const playbooks = files.filter((path) => /^playbooks\/[^/]+\/[^/]+\.yml$/.test(path));
const defaultsFiles = files.filter((path) => path.endsWith("defaults/main.yml"));
const taskFiles = files.filter((path) => /^roles\/[^/]+\/(tasks|handlers)\/.+\.yml$/.test(path));

/** `# chiffon:key=value` lines of a playbook. */
function metadata(path: string) {
  const lines = [...text(path).matchAll(/^# chiffon:([a-z]+)=(.+)$/gm)];
  return new Map(lines.map(([, key = "", value = ""]) => [key, value]));
}

/** Variables of a YAML block with the line above each, at the given indentation. */
function variablesWithComment(block: string, indent: string) {
  const lines = block.split("\n");
  return lines.flatMap((line, index) => {
    const name = new RegExp(`^${indent}([a-z][a-z0-9_]*):`).exec(line)?.[1];
    const above = lines[index - 1]?.trim() ?? "";
    return name ? [{ name, commented: /^# \S.{5,}/.test(above) }] : [];
  });
}

function playVariables(path: string) {
  const block = /^ {2}vars:\n((?: {4}.*\n)+)/m.exec(text(path))?.[1] ?? "";
  return variablesWithComment(block, " {4}");
}

/** Roles of a playbook with the roles they depend on. */
function rolesOf(path: string): string[] {
  const direct = [...text(path).matchAll(/^ {4}- role: (\w+)$/gm)].map((match) => match[1] ?? "");
  const dependencies = direct.flatMap((role) => {
    const meta: unknown = parse(text(`roles/${role}/meta/main.yml`));
    return isMap(meta) ? maps(meta["dependencies"]).map((entry) => String(entry["role"])) : [];
  });
  return [...direct, ...dependencies];
}

function declaredVariables(path: string) {
  const inRoles = rolesOf(path)
    .map((role) => `roles/${role}/defaults/main.yml`)
    .filter((defaults) => defaultsFiles.includes(defaults))
    .flatMap((defaults) => variablesWithComment(text(defaults), ""));
  return new Set([...playVariables(path), ...inRoles].map((variable) => variable.name));
}

/** All Ansible tasks below a value, blocks included. */
function ansibleTasks(value: unknown): YamlMap[] {
  return maps(value).flatMap((task) => [
    task,
    ...["block", "rescue", "always"].flatMap((key) => ansibleTasks(task[key])),
  ]);
}

function tasksOf(path: string) {
  const content: unknown = parse(text(path));
  if (!path.startsWith("playbooks/")) return ansibleTasks(content);
  return maps(content).flatMap((play) => ansibleTasks(play["tasks"]));
}

describe("the example homelab", () => {
  it("has the playbooks a homelab owner looks for", () => {
    expect(playbooks.length).toBeGreaterThanOrEqual(20);
    expect(playbooks).toContain("playbooks/uptime-kuma/deploy.yml");
    expect(playbooks).toContain("playbooks/uptime-kuma/add-portals.yml");
  });

  it.each(playbooks)("%s says what it is, in comments", (path) => {
    const about = metadata(path);
    expect(about.get("service")).toBe(dirname(relative("playbooks", path)));
    expect(ACTIONS).toContain(about.get("action"));
    expect(about.get("aliases")).toMatch(/^[a-z]/);
    expect(about.get("idempotent")).toMatch(/^(true|false)$/);
    expect(about.get("description")).toMatch(/^[A-Z].{20,200}\.$/);
    expect(Number(about.get("seconds"))).toBeGreaterThan(0);
  });

  it.each(playbooks)("%s checks an address made of declared variables only", (path) => {
    const check = metadata(path).get("check") ?? "";
    expect(check).toMatch(/^(|(https?|tcp):\/\/[^ {}]*(\{\{ \w+ \}\}[^ {}]*)?( on=host)?)$/);
    const used = [...check.matchAll(/\{\{ (\w+) \}\}/g)].map((match) => match[1] ?? "");
    const declared = declaredVariables(path);
    expect(used.filter((name) => !declared.has(name))).toEqual([]);
  });

  it("has a check after every deployment", () => {
    const deployments = playbooks.filter((path) => metadata(path).get("action") === "deploy");
    expect(deployments.filter((path) => !metadata(path).has("check"))).toEqual([]);
  });

  it.each([...playbooks, ...defaultsFiles])("%s explains every variable it declares", (path) => {
    const variables = path.startsWith("playbooks/")
      ? playVariables(path)
      : variablesWithComment(text(path), "");
    expect(variables.filter((variable) => !variable.commented)).toEqual([]);
  });

  it.each(defaultsFiles)(
    "%s holds only what a form can show, with the same argument specs",
    (path) => {
      const defaults = parse(text(path)) as YamlMap;
      const specs = parse(text(path.replace("defaults/main.yml", "meta/argument_specs.yml")));
      const options = specs.argument_specs.main.options;
      expect(Object.keys(options).sort()).toEqual(Object.keys(defaults).sort());
      const types = { string: "str", number: "int", boolean: "bool", object: "list" } as const;
      for (const [name, value] of Object.entries(defaults)) {
        expect([name, options[name].type]).toEqual([
          name,
          types[typeof value as keyof typeof types],
        ]);
        if (options[name].default !== undefined) expect(value).toEqual(options[name].default);
      }
    },
  );

  it.each([...playbooks, ...taskFiles])(
    "%s names its tasks and uses built-in modules only",
    (path) => {
      for (const task of tasksOf(path)) {
        const modules = Object.keys(task).filter((key) => key.includes("."));
        expect(task["name"]).toMatch(/^[A-Z][^{]+$/);
        expect(modules.length).toBe("block" in task ? 0 : 1);
        expect(modules.filter((module) => !module.startsWith("ansible.builtin."))).toEqual([]);
      }
    },
  );

  it("can be previewed: nothing runs in check mode, nothing is included by a name known only then", () => {
    const keys = [...playbooks, ...taskFiles].flatMap(tasksOf).flatMap(Object.keys);
    const refused = ["check_mode", "ansible.builtin.include_tasks", "ansible.builtin.include_role"];
    expect(keys.filter((key) => refused.includes(key))).toEqual([]);
  });

  it("lists existing portals with unique names and addresses on this machine", () => {
    const content = parse(text("portals.yml")) as { portals: { name: string; url: string }[] };
    const names = content.portals.map((portal) => portal.name);
    expect(names.length).toBeGreaterThanOrEqual(3);
    expect(new Set(names).size).toBe(names.length);
    expect(text("portals.yml").match(/_address: (?!127\.0\.0\.1:)/g)).toBeNull();
  });
});
