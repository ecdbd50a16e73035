import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { serviceName } from "./generated-repository.ts";

const kinds = [
  "photo album",
  "recipe collection",
  "document archive",
  "ad blocker",
  "music player",
  "password safe",
  "weather station",
  "bookmark keeper",
  "chat server",
  "code forge",
];

/** Name of the n-th service of a large tree, from 0 to 9,999. */
export function largeServiceName(index: number): string {
  const series = Math.floor(index / 1_000);
  const name = serviceName(index % 1_000);
  return series === 0 ? name : `${name}-${kinds[series]?.split(" ")[0]}`;
}

/** What the n-th service is, in words that stand in its README only. */
export function servicePurpose(index: number): string {
  return `${kinds[index % kinds.length]} number ${index}`;
}

/**
 * Files of a tree of `count` roles as people write them: six files a role, a playbook for every second role, the
 * others in one `site.yml` by tag, and group variables.
 */
export function rolesTree(count: number): Map<string, string> {
  const files = new Map([
    [
      "inventory/hosts.yml",
      "all:\n  children:\n    servers:\n      hosts:\n        alpha: {}\n        beta: {}\n",
    ],
    ["inventory/group_vars/all.yml", "---\n# Where everything lies\nhome: /srv\n"],
    ["ansible.cfg", "[defaults]\nroles_path = roles\n"],
  ]);
  const tagged: string[] = [];
  for (let index = 0; index < count; index++) {
    const service = largeServiceName(index);
    const role = service.replaceAll("-", "_");
    addRole(files, index, service, role);
    if (index % 2 === 0) files.set(`playbooks/${service}.yml`, playbookOf(service, role));
    else tagged.push(`    - { role: ${role}, tags: [${service}] }`);
  }
  files.set(
    "site.yml",
    `---\n- name: Everything\n  hosts: servers\n  become: true\n  roles:\n${tagged.join("\n")}\n`,
  );
  return files;
}

/** A playbook with words of its own, so that a change of it can be searched for. */
export function playbookOf(service: string, role: string, words = `Deploys ${service}`): string {
  return `# ${words}\n---\n- name: Install ${service}\n  hosts: servers\n  become: true\n  roles:\n    - ${role}\n`;
}

function addRole(files: Map<string, string>, index: number, service: string, role: string): void {
  const at = `roles/${role}`;
  files.set(
    `${at}/tasks/main.yml`,
    `---
- name: Make the folder of ${service}
  ansible.builtin.file:
    path: "{{ ${role}_folder }}"
    state: directory
    mode: "0750"
- name: Write the settings of ${service}
  ansible.builtin.template:
    src: settings.j2
    dest: "{{ ${role}_folder }}/settings.ini"
    mode: "0640"
  notify: Restart ${service}
- name: Start the container of ${service}
  community.docker.docker_container:
    name: ${service}
    image: "registry.example.org/${service}:{{ ${role}_version }}"
    restart_policy: unless-stopped
    ports:
      - "{{ ${role}_port }}:8080"
- name: Wait until ${service} answers
  ansible.builtin.uri:
    url: "http://localhost:{{ ${role}_port }}/"
  register: ${role}_answer
  until: ${role}_answer.status == 200
  retries: 10
`,
  );
  files.set(
    `${at}/defaults/main.yml`,
    `---
# Port that ${service} listens on
${role}_port: ${8_000 + (index % 20_000)}
# Folder of its data
${role}_folder: /srv/${service}
# Version to run
${role}_version: "1.${index % 10}"
${role}_password: !vault |
  $ANSIBLE_VAULT;1.1;AES256
  61626364
`,
  );
  files.set(
    `${at}/handlers/main.yml`,
    `---\n- name: Restart ${service}\n  community.docker.docker_container:\n    name: ${service}\n    restart: true\n`,
  );
  files.set(
    `${at}/meta/main.yml`,
    `---\ngalaxy_info:\n  description: Installs ${service}\n  galaxy_tags: [docker]\ndependencies: []\n`,
  );
  files.set(`${at}/templates/settings.j2`, `[main]\nname = ${service}\nport = 8080\n`);
  files.set(
    `${at}/README.md`,
    `# ${service}\n\nA ${servicePurpose(index)} for the home.\n\n## Variables\n\nSee \`defaults/main.yml\`.\n`,
  );
}

/** Writes and commits a tree. */
export function commitTree(directory: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  git(directory, "init", "--quiet", "--initial-branch=main");
  commitAll(directory);
}

/** Commits whatever changed below a directory. */
export function commitAll(directory: string): void {
  git(directory, "add", "--all");
  git(directory, "commit", "--quiet", "--no-verify", "--message=generated");
}

function git(directory: string, ...args: string[]): void {
  const who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0"];
  execFileSync("git", [...who, ...args], { cwd: directory, stdio: "ignore" });
}
