import type { TreeFiles } from "./playbook-repository.ts";

/** Playbooks for three machines that no test ever reaches: what is said about them is planned, never run. */
export const fleetFiles: TreeFiles = {
  "inventory/hosts.yml": `all:
  children:
    storage:
      hosts:
        nas1: { ansible_host: 192.0.2.1 }
        nas2: { ansible_host: 192.0.2.2 }
    small:
      hosts:
        pi: { ansible_host: 192.0.2.3 }
`,
  "playbooks/jellyfin/deploy.yml": `---
# Deploys Jellyfin.
# chiffon:service=jellyfin
# chiffon:action=deploy
# chiffon:idempotent=true
# chiffon:seconds=90
- name: Deploy Jellyfin
  hosts: all
  vars:
    # Port of the web page
    jellyfin_port: 8096
    # Name under which it is reached
    jellyfin_domain: jellyfin.lan
    # Release to install
    jellyfin_version: "10.9"
    # Account that may sign in
    jellyfin_user: media
  tasks:
    - name: Install
      ansible.builtin.apt:
        name: jellyfin
`,
  "playbooks/jellyfin/remove.yml": `---
# Removes Jellyfin.
# chiffon:service=jellyfin
# chiffon:action=remove
- name: Remove Jellyfin
  hosts: all
  tasks:
    - name: Remove
      ansible.builtin.apt:
        name: jellyfin
        state: absent
`,
  "playbooks/jellyfin/restart.yml": `---
# Restarts Jellyfin.
# chiffon:service=jellyfin
# chiffon:action=restart
- name: Restart Jellyfin
  hosts: storage
  tasks:
    - name: Restart
      ansible.builtin.service:
        name: jellyfin
        state: restarted
`,
  "playbooks/jellyfin/add-libraries.yml": `---
# Adds the film libraries to Jellyfin.
# chiffon:service=jellyfin
# chiffon:action=configure
# chiffon:aliases=add libraries, libraries
- name: Add the libraries to Jellyfin
  hosts: all
  tasks:
    - name: Write the libraries
      ansible.builtin.copy:
        content: films
        dest: /etc/jellyfin/libraries
`,
  "playbooks/maintenance.yml": `---
# Keeps the machines in order.
# chiffon:aliases=maintenance, upkeep, maintain the machines
# chiffon:action=run
- name: Maintain the machines
  hosts: all
  tasks:
    - name: Update the packages
      ansible.builtin.apt:
        upgrade: true
      tags: [packages]
    - name: Copy the backups
      ansible.builtin.copy:
        src: /srv
        dest: /backup
        remote_src: true
      tags: [backup]
`,
  "playbooks/grafana/deploy.yml": `---
# Deploys Grafana.
# chiffon:service=grafana
# chiffon:action=deploy
- name: Deploy Grafana
  hosts: small
  vars:
    # Port of the dashboards
    grafana_port: 3000
  tasks:
    - name: Install
      ansible.builtin.apt:
        name: grafana
`,
};

/** The same machines, all of them this one, with playbooks that really run: one of them fails. */
export const turnFiles: TreeFiles = {
  ...fleetFiles,
  "inventory/hosts.yml": `all:
  children:
    storage: { hosts: { nas1: {}, nas2: {} } }
    small: { hosts: { pi: {} } }
  vars:
    ansible_connection: local
    ansible_python_interpreter: /usr/bin/python3
`,
  ...Object.fromEntries(
    [
      ["jellyfin/deploy", "Deploy Jellyfin", "all", "echo done"],
      ["jellyfin/remove", "Remove Jellyfin", "all", "echo done"],
      ["jellyfin/restart", "Restart Jellyfin", "storage", "echo done"],
      ["jellyfin/add-libraries", "Add the libraries to Jellyfin", "all", "echo done"],
      [
        "grafana/deploy",
        "Deploy Grafana",
        "small",
        "echo Unable to locate package grafana '[help](http://example.net)' >&2; exit 100",
      ],
      ["maintenance", "Maintain the machines", "all", "echo done"],
      ["disks/wipe", "Wipe the scratch disks", "small", "echo done"],
      ["lantern", "Light the lantern", "small", "echo done"],
      ["disks/report", "Report disk usage", "all", "df"],
    ].map(([file, title, hosts, command]) => [
      `playbooks/${file}.yml`,
      `- name: ${title}\n  hosts: ${hosts}\n  gather_facts: false\n  tasks:\n    - name: ${title}\n      ansible.builtin.shell: ${command}\n`,
    ]),
  ),
};
