import type { ServiceName } from "../service-name.ts";
import type { PackageFacts, ServiceRecord } from "../service-record.ts";
import { quoted, scalar, yamlFile } from "../yaml-text.ts";
import { answerTask, applyTask } from "./common-tasks.ts";
import type { RolePart } from "./role-part.ts";

/** Tasks and handlers of a service from the distribution. */
export function packageRole(
  { role }: ServiceName,
  { name: title, health }: ServiceRecord,
  facts: PackageFacts,
): RolePart {
  const { setting, unit } = facts;
  const tasks = [
    installTask(title, facts.packages),
    ...(setting === undefined ? [] : [settingTask(role, title, setting), applyTask]),
    runTask(title, unit),
    answerTask({ title, role }, health),
  ];
  const handler = `- name: ${scalar(`Restart ${title}`)}
  ansible.builtin.service:
    name: ${unit}
    state: restarted
  when: not ansible_check_mode`;
  return {
    tasks: yamlFile(...tasks),
    handlers: setting === undefined ? null : yamlFile(handler),
    files: [],
  };
}

function installTask(title: string, packages: readonly string[]): string {
  return `- name: ${scalar(`Install ${title}`)}
  ansible.builtin.apt:
    name:
${packages.map((name) => `      - ${scalar(name)}`).join("\n")}
    state: present
    install_recommends: false
    update_cache: true
    cache_valid_time: 3600`;
}

function settingTask(
  role: string,
  title: string,
  { path, match, line }: NonNullable<PackageFacts["setting"]>,
): string {
  return `- name: Set the port
  ansible.builtin.lineinfile:
    path: ${path}
    regexp: ${quoted(match)}
    line: ${scalar(line.replaceAll("<port>", `{{ ${role}_port }}`))}
    create: true
    mode: "0644"
  notify: ${scalar(`Restart ${title}`)}`;
}

function runTask(title: string, unit: string): string {
  return `- name: ${scalar(`Run ${title}, now and after a restart`)}
  ansible.builtin.service:
    name: ${unit}
    enabled: true
    state: started
  when: not ansible_check_mode`;
}
