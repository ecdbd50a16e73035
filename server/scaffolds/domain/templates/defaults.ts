import type { RoleVariable } from "../role-variables.ts";
import { scalar, yamlFile } from "../yaml-text.ts";

/** `defaults/main.yml`: each variable with a sentence above it; what has no default is named at the end. */
export function defaultsFile(variables: readonly RoleVariable[]): string {
  const given = variables
    .filter(({ defaultValue }) => defaultValue !== null)
    .map(({ name, defaultValue, description }) => {
      return `# ${description}\n${name}: ${valueText(defaultValue)}`;
    });
  const open = variables.filter(({ defaultValue }) => defaultValue === null);
  const asked = open.map(({ name, description }) => `# ${name}: ${description}`);
  const rest = open.length === 0 ? "" : ["# Has to be given:", ...asked].join("\n");
  return yamlFile(given.join("\n"), rest);
}

/** `meta/argument_specs.yml`: what Ansible checks before the role begins. */
export function argumentSpecsFile(title: string, variables: readonly RoleVariable[]): string {
  const options = variables.flatMap(({ name, type, defaultValue, description, isSecret }) => [
    `      ${name}:`,
    `        type: ${type}`,
    defaultValue === null
      ? "        required: true"
      : `        default: ${valueText(defaultValue)}`,
    ...(isSecret ? ["        no_log: true"] : []),
    `        description: ${scalar(description)}`,
  ]);
  return yamlFile(
    [
      "argument_specs:",
      "  main:",
      `    short_description: ${scalar(`Run ${title}`)}`,
      "    options:",
      ...options,
    ].join("\n"),
  );
}

function valueText(value: RoleVariable["defaultValue"]): string {
  return typeof value === "string" ? scalar(value) : String(value);
}
