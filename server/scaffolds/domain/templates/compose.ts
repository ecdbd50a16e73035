import type { ServiceName } from "../service-name.ts";
import type { Companion, ContainerFacts } from "../service-record.ts";
import { quoted } from "../yaml-text.ts";

/**
 * `templates/compose.yml.j2`: the container and what it needs beside it. Data lies in volumes that Docker keeps, so that
 * it has the owner that the image wants; the owner's own files stay where they are.
 */
export function composeTemplate(name: ServiceName, facts: ContainerFacts, port: number): string {
  const companions = facts.companions ?? [];
  const main = mainService(name, facts, port);
  const others = companions.flatMap((companion) => ["", ...companionService(name, companion)]);
  const kept = [
    ...facts.volumes.map((_, index) => volumeName(facts.volumes, index)),
    ...companions.flatMap(({ name: own, volumes = [] }) =>
      volumes.map((_, index) => `${own}-${volumeName(volumes, index)}`),
    ),
  ];
  return lines("# {{ ansible_managed }}", "services:", ...main, ...others, ...keptVolumes(kept));
}

/** The same for a service of which the image and everything else is asked for. */
export function openComposeTemplate({ service, role }: ServiceName): string {
  return lines(
    "# {{ ansible_managed }}",
    "services:",
    `  ${service}:`,
    imageLine(`${role}_image ~ ":" ~ ${role}_version`),
    `    container_name: ${service}`,
    "    restart: unless-stopped",
    "    ports:",
    `      - "{{ ${role}_port }}:{{ ${role}_port }}"`,
    "    volumes:",
    `      - {{ ("data:" ~ ${role}_data) | replace("$", "$$") | to_json }}`,
    ...keptVolumes(["data"]),
  );
}

function mainService(name: ServiceName, facts: ContainerFacts, port: number): string[] {
  const { service, role } = name;
  const volumes = [
    ...facts.volumes.map((place, index) => quoted(`${volumeName(facts.volumes, index)}:${place}`)),
    ...Object.entries(facts.media ?? {}).map(
      ([suffix, place]) =>
        `{{ (${role}_${suffix}_dir ~ ":${place}") | replace("$", "$$") | to_json }}`,
    ),
    ...(facts.binds ?? []).map(quoted),
  ];
  return [
    `  ${service}:`,
    imageLine(`${role}_image ~ ":" ~ ${role}_version`),
    `    container_name: ${service}`,
    "    restart: unless-stopped",
    ...commandLines(role, facts.command),
    ...section("cap_add", facts.capabilities ?? []),
    ...section("ports", [`"{{ ${role}_port }}:${port}"`, ...(facts.ports ?? []).map(quoted)]),
    ...environmentLines(role, facts.environment),
    ...section("volumes", volumes),
    ...section(
      "depends_on",
      (facts.companions ?? []).map(({ name: companion }) => companion),
    ),
  ];
}

function companionService({ role }: ServiceName, companion: Companion): string[] {
  const { name, volumes = [], environment, command } = companion;
  const mounts = volumes.map((place, index) =>
    quoted(`${name}-${volumeName(volumes, index)}:${place}`),
  );
  return [
    `  ${name}:`,
    imageLine(`${role}_${name.replaceAll("-", "_")}_image`),
    "    restart: unless-stopped",
    ...commandLines(role, command),
    ...environmentLines(role, environment),
    ...section("volumes", mounts),
  ];
}

function imageLine(expression: string): string {
  return `    image: {{ (${expression}) | to_json }}`;
}

function commandLines(role: string, command: readonly string[] | undefined): string[] {
  return section(
    "command",
    (command ?? []).map((text) => textOf(role, text)),
  );
}

function environmentLines(role: string, environment: ContainerFacts["environment"]): string[] {
  const entries = Object.entries(environment ?? {});
  if (entries.length === 0) return [];
  return [
    "    environment:",
    ...entries.map(([name, text]) => `      ${name}: ${textOf(role, text)}`),
  ];
}

/**
 * A text with its variables as Jinja. Compose reads `$` itself, so that it is doubled; in an address a password is
 * written as addresses want it.
 */
function textOf(role: string, text: string): string {
  if (!/<\w+>/.test(text)) return quoted(text.replaceAll("$", "$$$$"));
  const isAddress = text.includes("://");
  const parts = text.split(/(<\w+>)/).filter((part) => part !== "");
  const joined = parts
    .map((part) => {
      const suffix = /^<(\w+)>$/.exec(part)?.[1];
      if (suffix === undefined) return quoted(part);
      const variable = `${role}_${suffix}`;
      return isAddress && suffix !== "url" ? `(${variable} | string | urlencode)` : variable;
    })
    .join(" ~ ");
  const whole = parts.length === 1 ? `${joined} | string` : `(${joined})`;
  return `{{ ${whole} | replace("$", "$$") | to_json }}`;
}

function section(name: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`    ${name}:`, ...items.map((item) => `      - ${item}`)];
}

function keptVolumes(names: readonly string[]): string[] {
  return names.length === 0 ? [] : ["", "volumes:", ...names.map((name) => `  ${name}: {}`)];
}

/** Named for the last part of its place; for the whole place where two end alike. */
function volumeName(places: readonly string[], index: number): string {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
  const last = (place: string) => slug(place.slice(place.lastIndexOf("/") + 1)) || "data";
  const place = places[index] ?? "";
  const isShared = places.filter((other) => last(other) === last(place)).length > 1;
  return isShared ? slug(place) : last(place);
}

function lines(...texts: readonly string[]): string {
  return `${texts.join("\n")}\n`;
}
