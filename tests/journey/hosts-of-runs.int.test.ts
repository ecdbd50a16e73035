import { beforeAll, expect, it } from "vitest";
import { planFor } from "#tests/support/installation.ts";
import { useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { localInventory } from "./playbook-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const crew = ["ann", "ben", "cid"];

beforeAll(async () => {
  const hosts = crew.map((name) => `        ${name}:\n          ansible_connection: local\n`);
  const march = playbook({
    service: "march",
    body: "  tasks:\n    - name: Set out\n      ansible.builtin.ping:\n",
  });
  lab.repository.commit({
    "inventory/hosts.yml": `${localInventory}    crew:\n      hosts:\n${hosts.join("")}      vars:\n        ansible_python_interpreter: /usr/bin/python3\n`,
    "playbooks/march.yml": march.replace("hosts: lab", "hosts: crew"),
  });
  await lab.rescan();
});

it("are all known to the audit and to the fleet, not only the first (AUDIT-04)", async () => {
  const { plan, request_id } = await planFor(chiffon.operator, "Deploy the march");
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);

  interface Found {
    readonly entries: readonly { readonly type: string; readonly hosts?: readonly string[] }[];
  }
  for (const host of crew) {
    const found = await chiffon.viewer.call<Found>("GET", `/api/v1/audit/query?host=${host}`);
    const finished = found.entries.find(({ type }) => type === "run.finished");
    expect(finished?.hosts).toEqual(crew);
  }
  const none = await chiffon.viewer.call<Found>("GET", "/api/v1/audit/query?host=nas");
  expect(none.entries).toEqual([]);

  interface Fleet {
    readonly hosts: readonly { readonly name: string; readonly lastSeenAt: string | null }[];
  }
  const { hosts } = await chiffon.viewer.call<Fleet>("GET", "/api/hosts");
  const seen = hosts.filter(({ name }) => crew.includes(name));
  expect(seen.map(({ lastSeenAt }) => typeof lastSeenAt)).toEqual(crew.map(() => "string"));
});
