import { describe, expect, it } from "vitest";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildMatchIndex } from "./match-index.ts";
import { match } from "./matcher.ts";

const play = (title: string, command = "x") =>
  `- name: ${title}\n  hosts: all\n  tasks:\n    - ansible.builtin.command: ${command}\n`;
const role = (name: string) => ({
  [`roles/${name}/tasks/main.yml`]: `- ansible.builtin.command: docker run ${name}\n`,
});

/** Playbooks as fleets have them: most name what they do, and no service. */
const files: Record<string, string> = {
  "playbooks/update-containers.yml": play("Pull images and recreate containers"),
  "playbooks/docker-prune.yml": play("Docker system prune"),
  "playbooks/renew-certs.yml": play("Renew TLS certificates"),
  "playbooks/rotate-ssh-keys.yml": play("Rotate SSH keys"),
  "playbooks/scale.yml": play("Add worker nodes to the cluster"),
  "playbooks/remove-node.yml": play("Drain and delete a node"),
  "playbooks/list-containers.yml": play("Show running containers"),
  "playbooks/clean-kernels.yml": play("Remove old kernels"),
  "playbooks/db-backup.yml": play("Dump databases"),
  "playbooks/db-restore.yml": play("Restore databases from dump"),
  "playbooks/reboot.yml": play("Reboot hosts"),
  "playbooks/shutdown.yml": play("Power off"),
  "playbooks/upgrade.yml": play("Upgrade all packages"),
  "playbooks/disk-usage.yml": play("Check disk usage"),
  "playbooks/restart-service.yml": play("Restart a service", '"x {{ service_name }}"'),
  "playbooks/k3s-upgrade.yml": play("Upgrade k3s"),
  "playbooks/mesh.yml": "- name: Install Tailscale and Netdata\n  hosts: all\n  roles: [base]\n",
  "playbooks/site.yml": "- name: Set up everything\n  hosts: all\n  roles: [jellyfin, traefik]\n",
  "playbooks/teardown/reset.yml": play("Undo cluster setup"),
  ...role("jellyfin"),
  ...role("traefik"),
  ...role("base"),
};

function indexOf(tree: Record<string, string>) {
  const { entries } = buildCatalog(treeOf(tree), "repo");
  return buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));
}
const index = indexOf(files);
const best = (text: string) => {
  const { decision, intents } = match(index, text);
  return { decision, path: intents[0]?.candidates[0]?.path ?? null };
};

describe("requests for something to be done", () => {
  it.each([
    ["restart jellyfin", "restart-service"],
    ["reboot the pis", "reboot"],
    ["turn all machines off", "shutdown"],
    ["upgrade kubernetes", "k3s-upgrade"],
    ["update all containers", "update-containers"],
    ["prune docker images", "docker-prune"],
    ["renew the certificates", "renew-certs"],
    ["rotate the keys", "rotate-ssh-keys"],
    ["scale the cluster", "scale"],
    ["clean up old kernels", "clean-kernels"],
    ["back up the database", "db-backup"],
    ["show running containers", "list-containers"],
    ["run the site playbook", "site"],
    ["undo the cluster setup", "teardown/reset"],
  ])("%s: %s, without a question", (text, name) => {
    expect(best(text)).toEqual({ decision: "match", path: `playbooks/${name}.yml` });
  });

  it.each([
    ["shut everything down", "shutdown"],
    ["bring the servers to the latest version", "upgrade"],
    ["deploy everything", "site"],
    ["deploy jellyfin on the disk box", "roles/jellyfin"],
    ["deploy jellyfin on storage with port 8080", "roles/jellyfin"],
    ["add another node", "scale"],
    ["check the disks", "disk-usage"],
    ["restore from backup", "db-restore"],
    ["list what is running", "list-containers"],
    ["install netdata", "mesh"],
  ])("%s: %s comes first", (text, name) => {
    expect(best(text).path).toBe(name.includes("/") ? name : `playbooks/${name}.yml`);
  });

  it("does not take a playbook about nodes for one about any app", () => {
    // What comes nearest sets it up, which is no answer to "remove".
    expect(best("remove jellyfin")).toMatchObject({ decision: "none", path: "roles/jellyfin" });
  });

  it("believes no text that only mentions a product: it may be what the playbook goes with", () => {
    const other = indexOf({
      "proxy.yml": play("Install Traefik in front of Grafana"),
      ...role("base"),
    });
    expect(match(other, "install grafana").decision).not.toBe("match");
  });

  it.each(["install jellyfin with user anna and port 80"])(
    "places and values do not make a name less sure: %s",
    (text) => {
      expect(best(text)).toEqual({ decision: "match", path: "roles/jellyfin" });
    },
  );
});
