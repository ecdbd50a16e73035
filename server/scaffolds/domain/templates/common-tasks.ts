import type { Gap } from "../role-variables.ts";
import type { ServiceRecord } from "../service-record.ts";
import { scalar } from "../yaml-text.ts";

/** The first ansibleTask: says what is missing, and where a value is empty. */
export function askTask(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return "";
  const lines = gaps.map(({ variable, question }) => `      ${variable}: ${question}`);
  return [
    "- name: Check that what has to be given is there",
    "  ansible.builtin.assert:",
    "    that:",
    ...gaps.map(({ variable }) => `      - ${variable} | default('', true) | string | length > 0`),
    "    fail_msg: |",
    "      Give each of these a value:",
    ...lines,
    "    quiet: true",
  ].join("\n");
}

/** Makes changed files count before anything is looked at. */
export const applyTask = `- name: Let changed files count now
  ansible.builtin.meta: flush_handlers`;

/** The last ansibleTask: waits until the service answers, on the host itself. */
export function answerTask(
  { title, role }: { title: string; role: string },
  health: ServiceRecord["health"],
): string {
  const name = `- name: ${scalar(`Wait until ${title} answers`)}`;
  const asked =
    health === null
      ? [
          "  ansible.builtin.wait_for:",
          "    host: 127.0.0.1",
          `    port: "{{ ${role}_port | int }}"`,
          "    timeout: 300",
        ]
      : [
          "  ansible.builtin.uri:",
          `    url: "http://127.0.0.1:{{ ${role}_port }}${health.path}"`,
          `    status_code: ${health.status}`,
          "    follow_redirects: none",
          "    timeout: 5",
          `  register: ${role}_answer`,
          `  until: ${role}_answer is succeeded`,
          "  retries: 100",
          "  delay: 3",
        ];
  return [name, ...asked, "  when: not ansible_check_mode"].join("\n");
}

/** A unit that is switched on and runs. */
export function unitTask(title: string, unit: string): string {
  return `- name: ${scalar(`Run ${title}, now and after a restart`)}
  ansible.builtin.systemd:
    name: ${unit}
    enabled: true
    state: started
    daemon_reload: true
  when: not ansible_check_mode`;
}

/** The handler that restarts a unit. */
export function restartUnit(title: string, unit: string): string {
  return `- name: ${scalar(`Restart ${title}`)}
  ansible.builtin.systemd:
    name: ${unit}
    state: restarted
    daemon_reload: true
  when: not ansible_check_mode`;
}

/** A file made from a template; one with secrets is never shown. */
export function templateTask(task: {
  name: string;
  src: string;
  dest: string;
  mode: string;
  hasSecrets: boolean;
  notify: string | null;
  /** What the ansibleTask that makes its folder registers. */
  folder: string | null;
}): string {
  return [
    `- name: ${task.name}`,
    "  ansible.builtin.template:",
    `    src: ${task.src}`,
    `    dest: ${scalar(task.dest)}`,
    `    mode: "${task.mode}"`,
    ...(task.hasSecrets ? ["  diff: false"] : []),
    ...(task.notify === null ? [] : [`  notify: ${scalar(task.notify)}`]),
    // In a preview the folder that it goes into may not be there yet.
    ...(task.folder === null
      ? []
      : [`  when: not (ansible_check_mode and ${task.folder} is changed)`]),
  ].join("\n");
}
