import type { Gap } from "../role-variables.ts";
import type { ServiceName } from "../service-name.ts";
import type { NpmFacts, ServiceRecord } from "../service-record.ts";
import { quoted, scalar, yamlFile } from "../yaml-text.ts";
import {
  answerTask,
  applyTask,
  askTask,
  restartUnit,
  templateTask,
  unitTask,
} from "./common-tasks.ts";
import type { RolePart } from "./role-part.ts";

/** Tasks, handlers and templates of a service from the npm registry, under an account of its own. */
export function npmRole(
  name: ServiceName,
  { name: title, health }: ServiceRecord,
  { facts, gaps }: { facts: NpmFacts; gaps: readonly Gap[] },
): RolePart {
  const { role, service } = name;
  const unit = `${service}.service`;
  const restart = `Restart ${title}`;
  const tasks = [
    askTask(gaps),
    nodeTasks(role),
    folderTasks(role, service),
    templateTask({
      ...{ name: "Write what to install", src: "package.json.j2", mode: "0644" },
      ...{ dest: `{{ ${role}_dir }}/package.json`, hasSecrets: false, notify: null },
      folder: `${role}_folder`,
    }),
    installTasks(role, facts.package, restart),
    templateTask({
      ...{ name: "Write the unit that keeps it running", src: "unit.service.j2", mode: "0644" },
      ...{ dest: `/etc/systemd/system/${unit}`, hasSecrets: false, notify: restart, folder: null },
    }),
    applyTask,
    unitTask(title, unit),
    answerTask({ title, role }, health),
  ];
  return {
    tasks: yamlFile(...tasks),
    handlers: yamlFile(restartUnit(title, unit)),
    files: [
      { path: "templates/package.json.j2", content: packageTemplate(role, service, facts) },
      { path: "templates/unit.service.j2", content: unitTemplate(title, name, facts) },
    ],
  };
}

function nodeTasks(role: string): string {
  return `- name: Look for npm
  ansible.builtin.command:
    argv: [npm, --version]
  register: ${role}_npm
  changed_when: false
  failed_when: false

- name: Install Node and npm where they are missing
  ansible.builtin.apt:
    name: [nodejs, npm]
    state: present
    update_cache: true
    cache_valid_time: 3600
  when: ${role}_npm.rc | default(0) != 0`;
}

function folderTasks(role: string, service: string): string {
  return `- name: Create the account that it runs as
  ansible.builtin.user:
    name: ${service}
    system: true
    create_home: false
    home: "{{ ${role}_dir }}/data"
    shell: /usr/sbin/nologin

- name: Create the folder of the program
  ansible.builtin.file:
    path: "{{ ${role}_dir }}"
    state: directory
    mode: "0755"
  register: ${role}_folder

- name: Create the folder of its data
  ansible.builtin.file:
    path: "{{ ${role}_dir }}/data"
    state: directory
    owner: ${service}
    mode: "0750"
  when: not ansible_check_mode`;
}

function installTasks(role: string, name: string, restart: string): string {
  return `- name: Read which version is installed
  ansible.builtin.slurp:
    src: "{{ ${role}_dir }}/node_modules/${name}/package.json"
  register: ${role}_installed
  failed_when: false

- name: Install it with npm
  ansible.builtin.command:
    argv: [npm, install, --omit=dev, --ignore-scripts, --no-audit, --no-fund, --loglevel=error]
    chdir: "{{ ${role}_dir }}"
  changed_when: true
  notify: ${scalar(restart)}
  when:
    - not ansible_check_mode
    - (${role}_installed.content | default('e30=') | b64decode | from_json).version | default('') != ${role}_version`;
}

function packageTemplate(role: string, service: string, facts: NpmFacts): string {
  return `{
  "name": "run-${service}",
  "private": true,
  "dependencies": {
    "${facts.package}": {{ ${role}_version | to_json }}
  }
}
`;
}

function unitTemplate(title: string, { role, service }: ServiceName, facts: NpmFacts): string {
  const fill = (text: string) =>
    text.replaceAll("<port>", `{{ ${role}_port }}`).replaceAll("<data>", `{{ ${role}_dir }}/data`);
  const environment = Object.entries(facts.environment ?? {}).map(
    ([name, text]) => `Environment=${quoted(`${name}=${fill(text)}`)}\n`,
  );
  return `# {{ ansible_managed }}
[Unit]
Description=${title}
After=network-online.target
Wants=network-online.target

[Service]
User=${service}
WorkingDirectory={{ ${role}_dir }}
ExecStart=/usr/bin/env node ${facts.start.map(fill).join(" ")}
${environment.join("")}Restart=always
RestartSec=5
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ReadWritePaths={{ ${role}_dir }}/data

[Install]
WantedBy=multi-user.target
`;
}
