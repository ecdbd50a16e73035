import { isSecretName } from "#server/ansible/variables.ts";
import type { ServiceName } from "./service-name.ts";
import type { ContainerFacts, InstallWay, ServiceRecord } from "./service-record.ts";

/** A variable of a role. */
export interface RoleVariable {
  readonly name: string;
  readonly type: "str" | "int";
  /** Null: it has none, and has to be given. */
  readonly defaultValue: string | number | null;
  /** One sentence; for a variable without a default what a person is asked. */
  readonly description: string;
  readonly isSecret: boolean;
}

/** Something that nobody but the owner knows. */
export interface Gap {
  readonly variable: string;
  readonly question: string;
  readonly isSecret: boolean;
}

/** The variables of a role, in the order in which they are worth reading. */
export function roleVariables(
  name: ServiceName,
  record: ServiceRecord | null,
  way: InstallWay,
): RoleVariable[] {
  const make = maker(name.role);
  const title = record?.name ?? name.service;
  if (way === "package") return [make("port", record?.port ?? null, `Port of ${title}.`)];
  const folder = make("dir", `/opt/${name.service}`, `Folder of ${title} on the host.`);
  if (record === null) return [...unknownVariables(name), folder];
  const port = make("port", hostPort(record.port), `Port of ${title} on the host.`);
  if (way === "npm") {
    const version = record.npm?.version ?? null;
    const words = version === null ? `Which version of ${title}?` : "Version to install from npm.";
    return [port, folder, make("version", version, words)];
  }
  return [port, folder, ...containerVariables(name, record)];
}

/** Ports below 1024 are the system's: what answers on one in its container gets another outside. */
function hostPort(port: number): number {
  return port < 1024 ? 8080 : port;
}

/** What has to be given before the role can run. */
export function gapsOf(variables: readonly RoleVariable[]): Gap[] {
  return variables
    .filter(({ defaultValue }) => defaultValue === null)
    .map(({ name, description, isSecret }) => ({
      ...{ variable: name, question: description, isSecret },
    }));
}

/** Suffixes that texts of an environment name: `<suffix>`. */
export function suffixesIn(facts: ContainerFacts): Set<string> {
  const texts = [facts, ...(facts.companions ?? [])].flatMap(({ environment, command }) => [
    ...Object.values(environment ?? {}),
    ...(command ?? []),
  ]);
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/<(\w+)>/g)].map(([, name = ""]) => name)),
  );
}

type Make = (
  suffix: string,
  defaultValue: RoleVariable["defaultValue"],
  description: string,
) => RoleVariable;

function maker(role: string): Make {
  return (suffix, defaultValue, description) => ({
    name: `${role}_${suffix}`,
    type: suffix === "port" ? "int" : "str",
    ...{ defaultValue, description },
    isSecret: isSecretName(suffix),
  });
}

function unknownVariables({ service, role }: ServiceName): RoleVariable[] {
  const make = maker(role);
  return [
    make(
      "image",
      null,
      `Which container image runs ${service}? For example docker.io/NAME/${service}.`,
    ),
    make("version", null, `Which version of the image of ${service}? Name a tag, not latest.`),
    make("port", null, `On which port does ${service} answer?`),
    make("data", null, `In which folder of its container does ${service} keep its data?`),
  ];
}

function containerVariables(name: ServiceName, record: ServiceRecord): RoleVariable[] {
  const { container } = record;
  if (container === undefined) return [];
  const make = maker(name.role);
  const named = suffixesIn(container);
  const version =
    container.version === null
      ? make("version", null, `Which version of ${record.name}? Name a tag of ${container.image}.`)
      : make("version", container.version, "Tag of the image.");
  const url = `http://{{ ansible_host | default(inventory_hostname) }}:{{ ${name.role}_port }}`;
  return [
    make("image", container.image, "Container image."),
    version,
    ...(container.companions ?? []).map(({ name: companion, image }) =>
      make(`${companion.replaceAll("-", "_")}_image`, image, `Image of its ${companion}.`),
    ),
    ...Object.keys(container.media ?? {}).map((suffix) =>
      make(`${suffix}_dir`, `/srv/${suffix}`, `Folder of the host with your ${suffix}.`),
    ),
    ...(named.has("url") ? [make("url", url, "Address under which people open it.")] : []),
    ...(named.has("timezone") ? [make("timezone", "Etc/UTC", "Time zone.")] : []),
    ...Object.entries(container.asks ?? {}).map(([suffix, question]) =>
      make(suffix, null, question),
    ),
  ];
}
