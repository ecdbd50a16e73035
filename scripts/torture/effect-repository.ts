import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The playbook below the repository's root. */
export const effectPlaybookPath = "playbooks/leave-effect.yml";

const playbook = `---
# Leaves an effect on this machine, for fault injection.
# chiffon:service=torture-effect
- name: Leave an effect
  hosts: localhost
  connection: local
  gather_facts: false
  vars:
    # Folder that effects are left in
    effect_dir: /nonexistent
    # Name of the effect
    effect_label: none
    # How long it takes
    effect_seconds: 1
  tasks:
    - name: Leave the effect
      ansible.builtin.command:
        argv:
          - /bin/sh
          - "{{ playbook_dir }}/files/effect.sh"
          - "{{ effect_dir }}"
          - "{{ effect_label }}"
          - "{{ effect_seconds }}"
      changed_when: true
    - name: Append a line with the id of the run
      ansible.builtin.lineinfile:
        path: "{{ effect_dir }}/lines.{{ effect_label }}"
        line: "{{ lookup('ansible.builtin.env', 'CHIFFON_RUN_ID') }}"
        create: true
        mode: "0600"
`;

/** Makes a throw-away git repository with one playbook, for runs through real Ansible. */
export function createEffectRepository(directory: string, script: string): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  write(effectPlaybookPath, playbook);
  write(
    "inventory/hosts.yml",
    "all:\n  hosts:\n    localhost:\n      ansible_connection: local\n      ansible_python_interpreter: /usr/bin/python3\n",
  );
  mkdirSync(path.join(directory, "playbooks/files"), { recursive: true });
  copyFileSync(script, path.join(directory, "playbooks/files/effect.sh"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", directory, ...args], { stdio: "ignore" });
  git("init", "-q", "--initial-branch=main");
  git("add", "-A");
  git(
    ...["-c", "user.name=Torture", "-c", "user.email=torture@localhost"],
    ...["commit", "-q", "-m", "Leave an effect"],
  );
}
