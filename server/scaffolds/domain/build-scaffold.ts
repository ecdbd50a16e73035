import { compact } from "#server/language/words.ts";
import { aliasesOf } from "./find-service.ts";
import type { RepositoryStyle } from "./repository-style.ts";
import { type Gap, gapsOf, type RoleVariable, roleVariables } from "./role-variables.ts";
import type { ServiceName } from "./service-name.ts";
import type { InstallWay, ServiceRecord } from "./service-record.ts";
import { metaFile, playbookFile, type RoleAbout, readmeFile } from "./templates/about.ts";
import { composeTemplate, openComposeTemplate } from "./templates/compose.ts";
import { containerRole } from "./templates/container-role.ts";
import { argumentSpecsFile, defaultsFile } from "./templates/defaults.ts";
import { npmRole } from "./templates/npm-role.ts";
import { packageRole } from "./templates/package-role.ts";
import type { RolePart, ScaffoldFile } from "./templates/role-part.ts";

/** A playbook and its role, not yet written anywhere. */
export interface BuiltScaffold {
  readonly service: string;
  readonly title: string;
  readonly isKnown: boolean;
  readonly way: InstallWay;
  /** Path of the playbook among the files. */
  readonly playbook: string;
  readonly role: string;
  readonly files: readonly ScaffoldFile[];
  readonly gaps: readonly Gap[];
  readonly sources: readonly string[];
}

const maxAliases = 6;

/**
 * Writes a playbook and a role for a service, the way a repository's own look. `record` is null for an unknown one.
 *
 * @param values of variables that would be gaps
 */
export function buildScaffold(
  name: ServiceName,
  record: ServiceRecord | null,
  style: RepositoryStyle,
  values: ReadonlyMap<string, string | number> = new Map(),
): BuiltScaffold {
  const way = wayFor(record, style);
  const variables = roleVariables(name, record, way).map((variable) => ({
    ...variable,
    defaultValue: variable.defaultValue ?? values.get(variable.name) ?? null,
  }));
  const title = record?.name ?? name.service;
  const about = aboutRole({ name, record, way, variables });
  const gaps = gapsOf(variables);
  const part = rolePart({ name, record, way, gaps });
  const place = `${style.rolesFolder}/${name.role}`;
  const at = (file: string, content: string): ScaffoldFile => ({
    path: `${place}/${file}`.replace(/\.yml$/, `.${style.extension}`),
    content,
  });
  const open = `${name.role}_hosts`;
  const hosts = style.hosts ?? `{{ ${open} | default('${name.service}') }}`;
  const playbook = style.playbook.replaceAll("SERVICE", name.service);
  const question = `Which hosts should run ${title}? A group or host of the inventory; else the group ${name.service}.`;
  return {
    ...{ service: name.service, title, isKnown: record !== null, way, playbook },
    role: place,
    files: [
      { path: playbook, content: playbookFile(about, { hosts, become: style.become }) },
      at("tasks/main.yml", part.tasks),
      ...(part.handlers === null ? [] : [at("handlers/main.yml", part.handlers)]),
      at("defaults/main.yml", defaultsFile(variables)),
      at("meta/main.yml", metaFile(about)),
      at("meta/argument_specs.yml", argumentSpecsFile(title, variables)),
      { path: `${place}/README.md`, content: readmeFile(about) },
      ...part.files.map(({ path, content }) => ({ path: `${place}/${path}`, content })),
    ],
    gaps: [
      ...(style.hosts === null ? [{ variable: open, question, isSecret: false }] : []),
      ...gaps,
    ],
    sources: record?.sources ?? [],
  };
}

/** As the repository does where the service offers that, else as suits the service. */
function wayFor(record: ServiceRecord | null, { installs }: RepositoryStyle): InstallWay {
  const container = installs === "container-module" ? "compose-module" : "compose-unit";
  if (record === null) return container;
  if (installs === "npm" && record.npm !== undefined) return "npm";
  if (installs === "package" && record.package !== undefined) return "package";
  if (record.container !== undefined) return container;
  return record.package === undefined ? "npm" : "package";
}

interface RoleOrder {
  readonly name: ServiceName;
  readonly record: ServiceRecord | null;
  readonly way: InstallWay;
}

function rolePart({ name, record, way, gaps }: RoleOrder & { gaps: readonly Gap[] }): RolePart {
  if (record?.package !== undefined && way === "package")
    return packageRole(name, record, record.package);
  if (record?.npm !== undefined && way === "npm")
    return npmRole(name, record, { facts: record.npm, gaps });
  const compose =
    record?.container === undefined
      ? openComposeTemplate(name)
      : composeTemplate(name, record.container, record.port);
  return containerRole({
    ...{ title: record?.name ?? name.service, name, compose, gaps },
    health: record?.health ?? null,
    way: way === "compose-module" ? way : "compose-unit",
  });
}

const needs: Readonly<Record<InstallWay, string>> = {
  "compose-unit": "It runs in containers and needs Docker with its compose plugin on the host.",
  "compose-module":
    "It runs in containers and needs Docker with its compose plugin on the host, and the collection community.docker.",
  package: "It is installed from the packages of Debian or a relative.",
  npm: "It is installed from npm under an account of its own; Node comes from the distribution where it is missing.",
};

function aboutRole({
  name,
  record,
  way,
  variables,
}: RoleOrder & { variables: readonly RoleVariable[] }): RoleAbout {
  const port = `127.0.0.1:{{ ${name.role}_port }}`;
  const health = record?.health ?? null;
  const title = record?.name ?? name.service;
  return {
    ...{ title, ...name, variables, needs: needs[way] },
    does: record === null ? `Runs ${title}.` : `Runs ${title}: ${record.does}.`,
    aliases: record === null ? [] : otherNames(name, [title, ...aliasesOf(record)]),
    check: health === null ? `tcp://${port}` : `http://${port}${health.path}`,
    sources: record?.sources ?? [],
  };
}

/** Names that say more than the service's own does. */
function otherNames({ service }: ServiceName, names: readonly string[]): string[] {
  return names.filter((each) => compact(each) !== compact(service)).slice(0, maxAliases);
}
