import { type Gap, gapsOf, type RoleVariable } from "../role-variables.ts";
import { flowList, quoted, scalar, yamlFile } from "../yaml-text.ts";

/** What the files about a role say of it. */
export interface RoleAbout {
  readonly title: string;
  readonly service: string;
  readonly role: string;
  readonly does: string;
  readonly aliases: readonly string[];
  readonly check: string;
  readonly sources: readonly string[];
  readonly variables: readonly RoleVariable[];
  readonly needs: string;
}

/** Where a play runs and as whom. */
export interface PlayPlace {
  /** A group, a host or a template. */
  readonly hosts: string;
  readonly become: boolean;
}

/** The playbook, with what Chiffon reads at its head. */
export function playbookFile(about: RoleAbout, { hosts, become }: PlayPlace): string {
  const { aliases } = about;
  const head = [
    `service=${about.service}`,
    "action=deploy",
    ...(aliases.length === 0 ? [] : [`aliases=${aliases.join(", ")}`]),
    `description=${about.does}`,
    "idempotent=true",
    `check=${about.check}`,
  ].map((line) => `# chiffon:${line}\n`);
  const play = [
    `- name: ${scalar(`Deploy ${about.title}`)}`,
    `  hosts: ${/^[\w-]+$/.test(hosts) ? hosts : quoted(hosts)}`,
    ...(become ? ["  become: true"] : []),
    "  gather_facts: false",
    "  roles:",
    `    - role: ${about.role}`,
  ];
  return head.join("") + yamlFile(play.join("\n"));
}

/** `meta/main.yml`. */
export function metaFile({ role, does }: RoleAbout): string {
  const lines = [
    "galaxy_info:",
    `  role_name: ${role}`,
    "  author: Chiffon",
    `  description: ${scalar(does)}`,
    "  license: MIT",
    '  min_ansible_version: "2.14"',
    "  platforms:",
    "    - name: Debian",
    `      versions: ${flowList(["all"])}`,
    "dependencies: []",
  ];
  return yamlFile(lines.join("\n"));
}

/** `README.md` of the role. */
export function readmeFile(about: RoleAbout): string {
  const gaps = gapsOf(about.variables);
  const parts = [
    `# ${about.title}\n\n${about.does}`,
    about.needs,
    ...(gaps.length === 0 ? [] : [openPart(gaps)]),
    `## Variables\n\n| variable | default | |\n| --- | --- | --- |\n${about.variables.map(row).join("\n")}`,
    ...(about.sources.length === 0
      ? []
      : [`## Sources\n\n${about.sources.map((source) => `- <${source}>`).join("\n")}`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function openPart(gaps: readonly Gap[]): string {
  const lines = gaps.map(({ variable, question }) => `- \`${variable}\`: ${question}`);
  return `## Has to be given\n\n${lines.join("\n")}`;
}

function row({ name, defaultValue, description }: RoleVariable): string {
  const value = defaultValue === null ? "none" : `\`${defaultValue}\``;
  return `| \`${name}\` | ${value.replaceAll("|", "\\|")} | ${description} |`;
}
