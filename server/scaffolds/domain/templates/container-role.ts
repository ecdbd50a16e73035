import type { Gap } from "../role-variables.ts";
import type { ServiceName } from "../service-name.ts";
import type { ServiceRecord } from "../service-record.ts";
import { scalar, yamlFile } from "../yaml-text.ts";
import {
  answerTask,
  applyTask,
  askTask,
  restartUnit,
  templateTask,
  unitTask,
} from "./common-tasks.ts";
import type { RolePart } from "./role-part.ts";

/** What a container role is written from. */
export interface ContainerRole {
  readonly title: string;
  readonly name: ServiceName;
  readonly compose: string;
  readonly gaps: readonly Gap[];
  readonly health: ServiceRecord["health"];
  /** A unit of systemd keeps it running, or the collection's module starts it. */
  readonly way: "compose-unit" | "compose-module";
}

/** Tasks, handlers and templates of a service in containers. */
export function containerRole(order: ContainerRole): RolePart {
  const { name, title, gaps, health, way, compose } = order;
  const { role, service } = name;
  const unit = `compose-${service}.service`;
  const isUnit = way === "compose-unit";
  const tasks = [
    askTask(gaps),
    ...(isUnit ? [lookForCompose(role)] : []),
    folderTask(role, title),
    templateTask({
      ...{ name: "Write the compose file", src: "compose.yml.j2" },
      ...{ dest: `{{ ${role}_dir }}/compose.yml`, mode: "0600", folder: `${role}_folder` },
      hasSecrets: gaps.some(({ isSecret }) => isSecret),
      notify: isUnit ? `Restart ${title}` : null,
    }),
    ...(isUnit ? unitTasks(title, unit) : [moduleTask(role, title)]),
    answerTask({ title, role }, health),
  ];
  const files = [{ path: "templates/compose.yml.j2", content: compose }];
  if (!isUnit) return { tasks: yamlFile(...tasks), handlers: null, files };
  return {
    tasks: yamlFile(...tasks),
    handlers: yamlFile(restartUnit(title, unit)),
    files: [...files, { path: "templates/unit.service.j2", content: unitTemplate(title, role) }],
  };
}

function lookForCompose(role: string): string {
  return `- name: Look for Docker Compose
  ansible.builtin.command:
    argv: [docker, compose, version]
  register: ${role}_compose
  changed_when: false
  failed_when: false

- name: Stop where Docker Compose is missing
  ansible.builtin.assert:
    that: ansible_check_mode or ${role}_compose.rc == 0
    fail_msg: Docker with its compose plugin is not installed on this host, or does not answer.
    quiet: true`;
}

function folderTask(role: string, title: string): string {
  return `- name: ${scalar(`Create the folder of ${title}`)}
  ansible.builtin.file:
    path: "{{ ${role}_dir }}"
    state: directory
    mode: "0750"
  register: ${role}_folder`;
}

function unitTasks(title: string, unit: string): string[] {
  const write = templateTask({
    ...{ name: "Write the unit that keeps it running", src: "unit.service.j2", mode: "0644" },
    ...{ dest: `/etc/systemd/system/${unit}`, hasSecrets: false, folder: null },
    notify: `Restart ${title}`,
  });
  return [write, applyTask, unitTask(title, unit)];
}

function moduleTask(role: string, title: string): string {
  return `- name: ${scalar(`Run ${title}`)}
  community.docker.docker_compose_v2:
    project_src: "{{ ${role}_dir }}"
    state: present
    remove_orphans: true
  when: not (ansible_check_mode and ${role}_folder is changed)`;
}

function unitTemplate(title: string, role: string): string {
  return `# {{ ansible_managed }}
[Unit]
Description=${title}
Requires=docker.service
After=docker.service network-online.target
Wants=network-online.target

[Service]
WorkingDirectory={{ ${role}_dir }}
ExecStart=/usr/bin/env docker compose up --remove-orphans
ExecStop=/usr/bin/env docker compose down
Restart=always
RestartSec=5
TimeoutStopSec=120

[Install]
WantedBy=multi-user.target
`;
}
