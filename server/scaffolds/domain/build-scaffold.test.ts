import { describe, expect, it } from "vitest";
import { readMetadata } from "#server/ansible/chiffon-metadata.ts";
import { parsePlaybook } from "#server/ansible/play.ts";
import { parseRole } from "#server/ansible/role.ts";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { required } from "#server/lib/assert.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildScaffold } from "./build-scaffold.ts";
import { findService, serviceRecords } from "./find-service.ts";
import { type RepositoryStyle, usualStyle } from "./repository-style.ts";
import { readServiceName } from "./service-name.ts";

function build(service: string, style: Partial<RepositoryStyle> = {}) {
  const name = readServiceName(service);
  if ("refusal" in name) throw new Error(name.refusal);
  const built = buildScaffold(name, findService(service), { ...usualStyle, ...style });
  const text = (end: string) =>
    required(
      built.files.find(({ path }) => path.endsWith(end)),
      end,
    ).content;
  return { ...built, text };
}

it("asks for passwords, which have no default and are never shown", () => {
  const { gaps, text } = build("Vikunja", { hosts: "nas" });
  expect(gaps.map(({ variable, isSecret }) => [variable, isSecret])).toEqual([
    ["vikunja_database_password", true],
    ["vikunja_secret_key", true],
  ]);
  expect(text("defaults/main.yml")).not.toMatch(/^vikunja_database_password/m);
  expect(text("argument_specs.yml")).toContain(
    "      vikunja_database_password:\n        type: str\n        required: true\n        no_log: true\n",
  );
  expect(text("tasks/main.yml")).toContain("  diff: false\n");
});

it("makes of an unknown service a whole role with its gaps", () => {
  const { isKnown, gaps, files, sources } = build("Some Odd Thing");
  expect(isKnown).toBe(false);
  expect(sources).toEqual([]);
  expect(gaps.map(({ variable }) => variable)).toEqual([
    "some_odd_thing_hosts",
    "some_odd_thing_image",
    "some_odd_thing_version",
    "some_odd_thing_port",
    "some_odd_thing_data",
  ]);
  for (const { question } of gaps) expect(question).toMatch(/[?.]$/);
  expect(files.map(({ path }) => path)).toEqual([
    "some-odd-thing.yml",
    ...[
      "tasks/main.yml",
      "handlers/main.yml",
      "defaults/main.yml",
      "meta/main.yml",
      "meta/argument_specs.yml",
      "README.md",
      "templates/compose.yml.j2",
      "templates/unit.service.j2",
    ].map((file) => `roles/some_odd_thing/${file}`),
  ]);
});

it("asks for a version that no source named, rather than make one up", () => {
  const name = { service: "thing", role: "thing" };
  const container = { image: "docker.io/x/thing", version: null, volumes: [] };
  const record = { ...{ name: "Thing", does: "things", port: 8000 }, container };
  const built = buildScaffold(
    name,
    { ...record, health: null, sources: ["https://example.org"] },
    usualStyle,
  );
  expect(built.gaps.map(({ variable }) => variable)).toContain("thing_version");
});

describe("installs as the repository does, where the service offers that", () => {
  it.each([
    ["Prometheus", null, "compose-unit"],
    ["Prometheus", "package", "package"],
    ["Prometheus", "container-module", "compose-module"],
    ["Node-RED", "npm", "npm"],
    ["Node-RED", "package", "compose-unit"],
    ["Node Exporter", "container-module", "package"],
    ["http-server", "package", "npm"],
    ["unheard of", "package", "compose-unit"],
  ] as const)("%s in a repository of %s: %s", (service, installs, way) => {
    expect(build(service, { installs }).way).toBe(way);
  });

  it("follows its folders, its extension, its group and whether it becomes root", () => {
    const { files, playbook, text, gaps } = build("Jellyfin", {
      ...{ rolesFolder: "ansible/roles", playbook: "ansible/SERVICE/deploy.yaml" },
      ...{ extension: "yaml", hosts: "nas", become: false },
    });
    expect(playbook).toBe("ansible/jellyfin/deploy.yaml");
    expect(gaps).toEqual([]);
    expect(text(playbook)).toContain("  hosts: nas\n  gather_facts: false\n");
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("ansible/roles/jellyfin/tasks/main.yaml");
    expect(paths).toContain("ansible/roles/jellyfin/templates/compose.yml.j2");
  });
});

it.each(serviceRecords.map(({ name }) => [name]))("%s: is read as it was meant", (service) => {
  const built = build(service, { hosts: "nas" });
  const files = Object.fromEntries(built.files.map(({ path, content }) => [path, content]));
  for (const { path, content } of built.files) {
    expect(content.endsWith("\n"), path).toBe(true);
    if (!path.endsWith(".yml")) continue;
    expect(readYaml(path, content).warnings, path).toEqual([]);
    expect(Math.max(...content.split("\n").map((line) => line.length)), path).toBeLessThan(161);
  }
  const file = readYaml(built.playbook, files[built.playbook] ?? "");
  const { metadata, warnings } = readMetadata(built.playbook, file.header);
  expect(warnings).toEqual([]);
  expect(metadata).toMatchObject({ service: built.service, actions: ["deploy"], idempotent: true });
  expect(metadata.checks).toHaveLength(1);
  const [play] = parsePlaybook(built.playbook, file).plays;
  expect(play).toMatchObject({ hosts: "nas", usesBecome: true });
  const role = parseRole(treeOf(files), built.role, "root");
  expect(role.warnings).toEqual([]);
  const open = role.variables.filter(({ required: isRequired }) => isRequired);
  expect(open.map(({ name }) => name).toSorted()).toEqual(
    built.gaps.map(({ variable }) => variable).toSorted(),
  );
});
