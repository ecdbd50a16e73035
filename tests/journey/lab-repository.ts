import { link, localInventory, type TreeFiles } from "./playbook-repository.ts";

/**
 * Playbooks against this machine that leave effects below `effectsDir`, one for each way in which a plan's content can
 * reach a run: role, template, variables, linked file, dynamic include.
 */
export function labFiles(effectsDir: string): TreeFiles {
  return {
    "inventory/hosts.yml": localInventory,
    "inventory/group_vars/all/place.yml": `---\neffects_dir: ${effectsDir}\n`,
    "inventory/group_vars/lab.yml": "---\nlab_greeting: hello\n",
    "playbooks/beacon/deploy.yml": playbook({
      service: "beacon",
      extra: "  vars:\n    # Port that the beacon says it has\n    beacon_port: 3001\n",
      body: "  roles:\n    - role: beacon\n",
    }),
    "roles/beacon/tasks/main.yml": `---
- name: Make room
  ansible.builtin.file:
    path: "{{ effects_dir }}"
    state: directory
    mode: "0755"
- name: Write the beacon
  ansible.builtin.template:
    src: beacon.j2
    dest: "{{ effects_dir }}/beacon"
    mode: "0644"
- name: Say the motto
  ansible.builtin.copy:
    src: motto
    dest: "{{ effects_dir }}/motto"
    mode: "0644"
`,
    "roles/beacon/templates/beacon.j2": "{{ lab_greeting }} {{ beacon_port }}\n",
    "roles/beacon/files/motto": link("../../../shared/motto"),
    "shared/motto": "steady\n",
    "playbooks/lantern/deploy.yml": playbook({
      service: "lantern",
      body: `  tasks:
    - name: Light the one that is wanted
      ansible.builtin.include_tasks: "{{ lantern_kind | default('red') }}.yml"
`,
    }),
    "playbooks/lantern/red.yml": `---\n- name: Red\n  ansible.builtin.debug:\n    msg: red\n`,
    "playbooks/foghorn/deploy.yml": playbook({
      service: "foghorn",
      body: `  tasks:
    - name: Make room
      ansible.builtin.file:
        path: "{{ effects_dir }}"
        state: directory
        mode: "0755"
    - name: Sound for a long time
      ansible.builtin.shell: echo sounding > {{ effects_dir }}/foghorn; exec sleep 600
      changed_when: true
`,
    }),
    "ansible.cfg": "[defaults]\nroles_path = roles\n",
    "notes.md": "Nothing here runs.\n",
  };
}

/** The text of a playbook against the group `lab`. */
export function playbook(parts: { service: string; body: string; extra?: string }): string {
  return `---
# Deploys the ${parts.service}.
# chiffon:service=${parts.service}
# chiffon:action=deploy
# chiffon:idempotent=true
- name: Deploy the ${parts.service}
  hosts: lab
  gather_facts: false
${parts.extra ?? ""}${parts.body}`;
}
