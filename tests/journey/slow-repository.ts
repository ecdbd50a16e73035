import type { SshHosts } from "#tests/support/ssh-hosts.ts";
import { playbook } from "./lab-repository.ts";
import type { TreeFiles } from "./playbook-repository.ts";

/**
 * Playbooks against machines reached over ssh that take as long as they are told, and leave a mark on their host when they
 * begin and when they end: one a service.
 *
 * @param unrepeatable services whose playbook nobody may run twice
 */
export function slowFiles(
  { places, effects }: Pick<SshHosts, "places" | "effects">,
  services: readonly string[],
  unrepeatable: readonly string[] = [],
): TreeFiles {
  const playbooks = services.map((service) => {
    const text = slow(service, effects);
    const isOnce = unrepeatable.includes(service);
    return [
      `playbooks/${service}/deploy.yml`,
      isOnce ? text.replace("idempotent=true", "idempotent=false") : text,
    ];
  });
  return { "inventory/hosts.yml": inventoryOf(places), ...Object.fromEntries(playbooks) };
}

function inventoryOf(places: SshHosts["places"]): string {
  const listed = Object.entries(places).map(([name, { address, port }]) =>
    [
      `        ${name}:`,
      `          ansible_host: ${address}`,
      `          ansible_port: ${port}`,
      "          ansible_user: root",
      "          ansible_python_interpreter: /usr/bin/python3",
      "",
    ].join("\n"),
  );
  return `all:\n  children:\n    lab:\n      hosts:\n${listed.join("")}`;
}

function slow(service: string, effects: string): string {
  return playbook({
    service,
    extra: `  vars:\n    # How long it takes\n    ${service}_seconds: 1\n`,
    body: `  tasks:
    - name: Make room
      ansible.builtin.file:
        path: ${effects}/{{ inventory_hostname }}
        state: directory
        mode: "0755"
    - name: Begin
      ansible.builtin.shell: echo began >> ${effects}/{{ inventory_hostname }}/snail
      changed_when: true
    - name: Take time
      ansible.builtin.command: sleep {{ ${service}_seconds }}
      changed_when: false
    - name: End
      ansible.builtin.shell: echo ended >> ${effects}/{{ inventory_hostname }}/snail
      changed_when: true
`,
  });
}
