import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Doctor } from "#server/contracts/doctor.ts";
import type { Host } from "#server/contracts/host.ts";
import { type PlannedView, planFor, until, useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { addRepository, executable, PlaybookRepository, rescan } from "./playbook-repository.ts";

/** Beside /tmp, of which a confined program has one of its own in any case. */
const apart = mkdtempSync("/var/tmp/chiffon-dynamic-");
afterAll(() => rmSync(apart, { recursive: true, force: true }));
const secretsKeyFile = path.join(apart, "key");
const chiffon = useInstallation({ config: { secretsKeyFile } });
const inventoryPath = "inventory/machines";
let repository: PlaybookRepository;
let repositoryId = "";

/** A script that names these hosts, all of them this machine. */
const naming = (...hosts: string[]) => {
  const local = { ansible_connection: "local", ansible_python_interpreter: "/usr/bin/python3" };
  const hostvars = Object.fromEntries(hosts.map((host) => [host, local]));
  return executable(
    `#!/bin/sh\necho '${JSON.stringify({ web: { hosts }, _meta: { hostvars } })}'\n`,
  );
};

const beacon = `# chiffon:service=beacon
# chiffon:action=deploy
# chiffon:idempotent=true
---
- name: Deploy the beacon
  hosts: web
  gather_facts: false
  tasks:
    - name: Know the greeting of the group
      ansible.builtin.assert:
        that: greeting == "hello"
`;

beforeAll(async () => {
  repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../beacons"), {
    "ansible.cfg": `[defaults]\ninventory = ${inventoryPath}\n`,
    [inventoryPath]: naming("north", "south"),
    "inventory/group_vars/web.yml": "greeting: hello\n",
    "beacon.yml": beacon,
  });
  repositoryId = (await addRepository(chiffon.admin, "Beacons", repository)).id;
});

const refresh = (client = chiffon.admin, at = inventoryPath) =>
  client.call<{ doctors: Doctor[] }>(
    "POST",
    `/api/repositories/${repositoryId}/inventory/refresh`,
    {
      path: at,
    },
  );
const dynamicOf = ({ doctors }: { doctors: Doctor[] }) =>
  doctors.find((doctor) => doctor.repositoryId === repositoryId)?.dynamic;
const plan = () => planFor(chiffon.operator, "Deploy the beacon");
const hostsOf = ({ plan: { body } }: PlannedView) =>
  (body["tasks"] as { hosts: string[] }[]).flatMap(({ hosts }) => hosts);

it("is not run by itself: the answer says that it would have to be", async () => {
  const { words } = await ask(chiffon.operator, "Deploy the beacon");
  expect(words).toContain("executable");
});

it("is run when an admin has it refreshed, and its hosts are planned for and run on", async () => {
  expect(await refusal(refresh(chiffon.operator))).toMatchObject({ status: 403 });
  const listed = { hostCount: 2, at: expect.any(String) };
  expect(dynamicOf(await refresh())).toEqual([{ path: inventoryPath, listed, asks: [] }]);
  const planned = await plan();
  expect(hostsOf(planned)).toEqual(["north", "south"]);
  await chiffon.approver.decide(planned.plan);
  const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
  const end = await chiffon.viewer.waitFor(planned.request_id, isOver, 300_000);
  expect(end.phase).toBe("done");
});

it("is given the API keys of its repository that it asks for, and says which it lacks", async () => {
  const store = (name: string, value: string, scope: "repository" | "global") =>
    chiffon.admin.call("POST", "/api/secrets", {
      ...{ name, kind: "api_key", scope, value },
      ...(scope === "repository" ? { repositoryId } : {}),
    });
  await store("LAB_TOKEN", "canary-of-the-lab", "repository");
  await store("OTHER_TOKEN", "canary-of-all", "global");
  await store("UNASKED_TOKEN", "canary-unasked", "repository");
  const seen = `"$(printf %s "$LAB_TOKEN" | wc -c)-$(printf %s "$OTHER_TOKEN" | wc -c)-$(env | grep -c UNASKED)"`;
  repository.commit({
    [inventoryPath]: executable(`#!/bin/sh\nprintf '{"web":{"hosts":["lab-%s"]}}' ${seen}\n`),
  });
  await rescan(chiffon.admin, repositoryId);
  expect(dynamicOf(await refresh())).toMatchObject([
    {
      asks: [
        { name: "LAB_TOKEN", isStored: true },
        { name: "OTHER_TOKEN", isStored: false },
      ],
    },
  ]);
  const { hosts } = await chiffon.admin.call<{ hosts: Host[] }>("GET", "/api/hosts");
  expect(hosts.map(({ name }) => name)).toContain("lab-17-0-0");
  const uses = await chiffon.db.auditEntry.findMany({ where: { type: "secret.used" } });
  expect(uses.map(({ facts }) => (facts as { name: string }).name)).toEqual(["LAB_TOKEN"]);
  repository.commit({ [inventoryPath]: naming("north", "south") });
  await rescan(chiffon.admin, repositoryId);
  await refresh();
});

it("sees nothing of Chiffon's data, and is run once however often it is pressed at once", async () => {
  const openly = path.join(apart, "open");
  writeFileSync(openly, "open");
  writeFileSync(secretsKeyFile, "key", { flag: "a" });
  repository.commit({
    [inventoryPath]: executable(
      `#!/bin/sh\nname="$(cat ${openly})-$(tail -c 3 ${secretsKeyFile} 2>/dev/null)-$$"\nprintf '{"web":{"hosts":["%s"]}}' "$name"\nsleep 2\n`,
    ),
  });
  await rescan(chiffon.admin, repositoryId);
  const since = { type: "inventory.listed" };
  const before = await chiffon.db.auditEntry.count({ where: since });
  await Promise.all([refresh(), refresh(), refresh()]);
  expect(await chiffon.db.auditEntry.count({ where: since })).toBe(before + 1);
  const { hosts } = await chiffon.admin.call<{ hosts: Host[] }>("GET", "/api/hosts");
  const named = hosts.filter(({ repositoryName }) => repositoryName.startsWith("Beacons,"));
  expect(named.map(({ name }) => name)).toEqual([expect.stringMatching(/^open--\d+$/)]);
  repository.commit({ [inventoryPath]: naming("north", "south") });
  await rescan(chiffon.admin, repositoryId);
  await refresh();
});

it("makes a waiting plan stale when it names other hosts", async () => {
  const waiting = await plan();
  repository.commit({ [inventoryPath]: naming("north", "south", "east") });
  await rescan(chiffon.admin, repositoryId);
  const { plan: before } = await chiffon.viewer.view(waiting.request_id);
  expect(before?.status).toBe("awaiting_approval");
  await refresh();
  await chiffon.approver.decide(waiting.plan);
  const row = () => chiffon.db.plan.findUniqueOrThrow({ where: { id: waiting.plan.id } });
  await until("the plan is stale", async () => (await row()).status === "stale");
  expect((await row()).staleReason).toContain("its inventory: inventory/hosts.yml changed");
  expect(hostsOf(await plan())).toEqual(["east", "north", "south"]);
});

it("keeps what it named when it fails later, and says what it said", async () => {
  repository.commit({ [inventoryPath]: executable("#!/bin/sh\necho no token >&2\nexit 1\n") });
  await rescan(chiffon.admin, repositoryId);
  const { reply } = await refusal(refresh());
  expect(reply["errorMessage"]).toContain(
    `${inventoryPath} could not be read by running it. It said: Inventory script (${inventoryPath}) had an execution error: no token`,
  );
  expect(hostsOf(await plan())).toEqual(["east", "north", "south"]);
  const unknown = await refusal(refresh(chiffon.admin, "inventory/other"));
  expect(unknown.reply["errorMessage"]).toContain("no dynamic inventory inventory/other");
});

it("goes with its repository", async () => {
  const waiting = await chiffon.db.plan.findMany({ where: { status: "awaiting_approval" } });
  for (const { requestId } of waiting)
    await chiffon.admin.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
  await chiffon.admin.call("DELETE", `/api/repositories/${repositoryId}`);
  expect(await chiffon.db.repository.count({ where: { kind: "listed" } })).toBe(0);
});
