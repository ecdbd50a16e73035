import { expect, it } from "vitest";
import { type RepositoryView, readStyle } from "./repository-style.ts";

type Entry = RepositoryView["entries"][number];

function playbook(path: string, more: Partial<Entry> = {}): Entry {
  return {
    ...{ kind: "playbook", path, service: null, hostPatterns: [], usesBecome: true, modules: [] },
    ...more,
  };
}

function view(entries: readonly Entry[], more: Partial<RepositoryView> = {}): RepositoryView {
  return { entries, inventories: [], projects: [{ rolesPaths: [] }], ...more };
}

const role = (path: string): Entry => playbook(path, { kind: "role" });

it("writes beside the other playbooks, in their words", () => {
  const style = readStyle(
    view(
      [
        playbook("ansible/web.yaml", { hostPatterns: ["web"] }),
        playbook("ansible/media.yaml", { hostPatterns: ["nas"] }),
        playbook("ansible/photos.yaml", { hostPatterns: ["nas"] }),
        role("ansible/roles/web"),
      ],
      { inventories: [{ groups: { all: ["a"], web: ["a"], nas: ["a"] } }] },
    ),
  );
  expect(style).toEqual({
    ...{ rolesFolder: "ansible/roles", playbook: "ansible/SERVICE.yaml", extension: "yaml" },
    ...{ hosts: "nas", become: true, installs: null },
  });
});

it("gives a service a folder where each has one", () => {
  const entries = [
    playbook("playbooks/dns/deploy.yml", { service: "dns", usesBecome: false }),
    playbook("playbooks/dns/remove.yml", { service: "dns", usesBecome: false }),
    playbook("playbooks/kuma/deploy.yml", { service: "kuma", usesBecome: false }),
    role("roles/dns"),
  ];
  const style = readStyle(view(entries, { projects: [{ rolesPaths: ["roles"] }] }));
  expect(style).toMatchObject({ playbook: "playbooks/SERVICE/deploy.yml", become: false });
});

it("writes where the role is found, if the others' folder is not that place", () => {
  const style = readStyle(view([playbook("playbooks/web.yml"), role("roles/web")]));
  expect(style.playbook).toBe("SERVICE.yml");
});

it.each([
  [["community.docker.docker_container"], "container-module"],
  [["community.docker.docker_compose_v2", "ansible.builtin.apt"], "container-module"],
  [["community.general.npm"], "npm"],
  [["ansible.builtin.apt"], "package"],
  [["ansible.builtin.copy"], null],
] as const)("takes %j for %s", (modules, installs) => {
  const entries = ["a.yml", "b.yml", "c.yml"].map((path) =>
    playbook(path, { modules: [...modules] }),
  );
  expect(readStyle(view(entries)).installs).toBe(installs);
});

it("takes over no name that could be more than a name", () => {
  const hostile = "{{ lookup('pipe', 'id') }}";
  const style = readStyle(
    view(
      [
        playbook(`${hostile}/x.yml`, { hostPatterns: [hostile] }),
        playbook("../x.yml", { hostPatterns: ["all"] }),
        role(`${hostile}/roles/x`),
        role("../roles/x"),
      ],
      {
        inventories: [{ groups: { all: [], [hostile]: ["a"] } }],
        projects: [{ rolesPaths: ["../elsewhere", hostile] }],
      },
    ),
  );
  expect(style).toMatchObject({ rolesFolder: "roles", playbook: "SERVICE.yml", hosts: null });
});

it("names no group where several could be meant", () => {
  const inventories = [{ groups: { all: ["a", "b"], web: ["a"], nas: ["b"] } }];
  expect(readStyle(view([], { inventories })).hosts).toBeNull();
});
