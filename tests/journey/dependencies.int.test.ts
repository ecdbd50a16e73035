import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DependenciesView } from "#server/contracts/dependency.ts";
import { GalaxyServer } from "#tests/support/galaxy-server.ts";
import { GitServer } from "#tests/support/git-server.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { refusal } from "./lab.ts";
import {
  addRepository,
  localInventory,
  PlaybookRepository,
  rescan,
} from "./playbook-repository.ts";

const galaxy = await new GalaxyServer().start();
const git = await new GitServer().start();
const chiffon = useInstallation({
  config: { dependencies: { galaxyServer: galaxy.url, stepSeconds: 60, maxMib: 50 } },
});

const effects = () => path.join(chiffon.paths.apps, "effects");
const markModule = `#!/usr/bin/python
from ansible.module_utils.basic import AnsibleModule
module = AnsibleModule(argument_spec=dict(path=dict(type="str", required=True)))
with open(module.params["path"], "w") as target:
    target.write("marked by the collection")
module.exit_json(changed=True)
`;
const beacon = (text: string) => ({
  "meta/main.yml": "galaxy_info: {author: acme}\ndependencies: []\n",
  "defaults/main.yml": `# What the beacon says.\nbeacon_text: ${text}\n`,
  "tasks/main.yml": `- name: Light the beacon
  ansible.builtin.copy:
    content: "{{ beacon_text }}"
    dest: ${path.join(effects(), "beacon")}
    mode: "0644"
`,
});
const playbook = `- name: Deploy the beacon
  hosts: localhost
  gather_facts: false
  roles:
    - beacon
  tasks:
    - name: Make the mark
      acme.kit.mark:
        path: "${"{{ effects }}"}/mark"
`;

let repository: PlaybookRepository;
let repositoryId = "";

beforeAll(async () => {
  git.commit("beacon", beacon("first light"), "v1");
  galaxy.addCollection("acme.kit", "1.0.0", { "plugins/modules/mark.py": markModule });
  repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../stranger"), {
    "inventory/hosts.yml": localInventory,
    "inventory/group_vars/all.yml": `effects: ${effects()}\n`,
    "requirements.yml": `roles:
  - src: git+${git.urlOf("beacon")}
    name: beacon
    version: v1
`,
    "playbooks/prepare.yml": `- name: Prepare the place
  hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.file:
        path: ${effects()}
        state: directory
        mode: "0755"
`,
    "playbooks/beacon.yml": playbook,
  });
  repositoryId = (await addRepository(chiffon.admin, "Stranger", repository)).id;
});
afterAll(async () => {
  await galaxy.close();
  await git.close();
});

const at = () => `/api/repositories/${repositoryId}/dependencies`;
const view = () => chiffon.viewer.call<DependenciesView>("GET", at());
const standing = async () =>
  Object.fromEntries((await view()).requirements.map(({ name, state }) => [name, state]));
const locks = () =>
  readdirSync(chiffon.paths.dependencies).filter((name) => /^[0-9a-f]{64}$/.test(name));

/** Presses a button and waits until that is over. */
async function press(kind: "install" | "update"): Promise<DependenciesView> {
  await chiffon.admin.call("POST", at(), { kind });
  let seen = await view();
  await until(
    `${kind} is over`,
    async () => {
      seen = await view();
      return seen.install?.finishedAt !== null || seen.install?.status === "offered";
    },
    120_000,
  );
  return seen;
}

async function decide(decision: "use" | "keep"): Promise<DependenciesView> {
  const installId = (await view()).install?.id;
  return chiffon.admin.call("POST", `${at()}/decision`, { installId, decision });
}

/** Real playbooks on a busy machine take their time. */
const over = (requestId: string) =>
  chiffon.viewer.waitFor(requestId, ({ phase }) => ["done", "failed"].includes(phase), 170_000);
const requestPlan = () => planFor(chiffon.operator, "Deploy the beacon");
const scanned = () =>
  until("the scan knows the lock", async () => {
    const { lock } = await view();
    const row = await chiffon.db.repository.findUniqueOrThrow({ where: { id: repositoryId } });
    const scan = row.inventory as { requirementsLock?: string | null };
    return scan.requirementsLock === lock?.hash;
  });

describe("the dependencies of a repository (INFRA-07)", () => {
  it("are told with where each stands, and can be installed by an admin only", async () => {
    expect(await standing()).toEqual({ beacon: "missing", "acme.kit": "missing" });
    for (const client of [chiffon.viewer, chiffon.operator, chiffon.approver])
      expect((await refusal(client.call("POST", at(), { kind: "install" }))).status).toBe(403);
    expect(await chiffon.db.dependencyInstall.count()).toBe(0);
  });

  it("are installed by one press, however often it is pressed, and told in the history", async () => {
    const presses = [1, 2, 3].map(() => chiffon.admin.call("POST", at(), { kind: "install" }));
    await Promise.all(presses);
    const { install, lock, history } = await press("install");
    expect(install).toMatchObject({ status: "in_use", problems: [] });
    expect(lock?.items.map(({ kind, name, version }) => `${kind} ${name} ${version}`)).toEqual([
      "collection acme.kit 1.0.0",
      "role beacon v1",
    ]);
    expect(await standing()).toEqual({ beacon: "installed", "acme.kit": "installed" });
    expect(history).toHaveLength(1);
    expect(locks()).toEqual([lock?.hash]);
    const types = await chiffon.db.auditEntry.findMany({
      where: { type: { startsWith: "dependencies." } },
    });
    expect(types.map(({ type, actorName }) => `${type} ${actorName}`)).toContain(
      "dependencies.installed Ada",
    );
    const log = await chiffon.viewer.call<{ lines: { text: string }[] }>(
      "GET",
      `/api/installs/${install?.id}/log`,
    );
    expect(log.lines.map(({ text }) => text).join("\n")).toContain("beacon");
  });

  it("make a playbook that uses them run for real, with the role's variables on the card", async () => {
    await scanned();
    const prepared = await planFor(chiffon.operator, "Run the playbook prepare");
    await chiffon.approver.decide(prepared.plan);
    await over(prepared.request_id);
    const planned = await requestPlan();
    const body = planned.plan.body as unknown as {
      requirements_lock: string;
      tasks: { variables: { name: string; default_value: unknown }[]; files: { path: string }[] }[];
    };
    expect(body.requirements_lock).toBe((await view()).lock?.hash);
    expect(body.tasks[0]?.variables).toContainEqual(
      expect.objectContaining({ name: "beacon_text", default_value: "first light" }),
    );
    expect(body.tasks[0]?.files.map((file) => file.path)).toContain(
      ".chiffon-dependencies/roles/beacon/tasks/main.yml",
    );
    await chiffon.approver.decide(planned.plan);
    expect((await over(planned.request_id)).phase).toBe("done");
    expect(readFileSync(path.join(effects(), "beacon"), "utf8")).toBe("first light");
    expect(readFileSync(path.join(effects(), "mark"), "utf8")).toBe("marked by the collection");
  });

  it("offer what an update found, which changes nothing until it is taken", async () => {
    const before = (await view()).lock?.hash;
    expect((await press("update")).install).toMatchObject({ status: "in_use", changes: [] });
    git.commit("beacon", beacon("second light"), "v1");
    const { install, lock } = await press("update");
    expect(install).toMatchObject({
      status: "offered",
      changes: [{ kind: "role", name: "beacon", change: "changed", from: "v1", to: "v1" }],
    });
    expect(lock?.hash).toBe(before);
    expect((await decide("keep")).lock?.hash).toBe(before);
    expect((await refusal(decide("use"))).status).toBe(409);
  });

  it("make plans stale that were made with another lock, and say which role changed", async () => {
    await scanned();
    const planned = await requestPlan();
    expect((await press("update")).install?.status).toBe("offered");
    await decide("use");
    await chiffon.approver.decide(planned.plan);
    const stale = await chiffon.viewer.waitFor(planned.request_id, ({ card }) => card === "stale");
    expect(stale.plan).toMatchObject({
      stale_reason: "role beacon changed behind the same version (v1)",
    });
    expect(readFileSync(path.join(effects(), "beacon"), "utf8")).toBe("first light");
    await scanned();
    const again = await requestPlan();
    await chiffon.approver.decide(again.plan);
    await over(again.request_id);
    expect(readFileSync(path.join(effects(), "beacon"), "utf8")).toBe("second light");
  });

  it("say which requirement can't be had and what to try, and go on without it", async () => {
    repository.commit({
      "requirements.yml": `roles:
  - src: git+${git.urlOf("beacon")}
    name: beacon
    version: v1
  - acme.gone
`,
    });
    await rescan(chiffon.admin, repositoryId);
    const { install, lock } = await press("install");
    expect(install).toMatchObject({
      status: "failed",
      problems: [
        {
          requirement: "role acme.gone (requirements.yml:5)",
          message: "it is not there.",
          fix: expect.stringContaining("author.name"),
        },
      ],
    });
    expect(lock?.items).toHaveLength(2);
  });

  it("of two repositories that ask for the same are one folder", async () => {
    const files = {
      "inventory/hosts.yml": localInventory,
      "requirements.yml": `- src: git+${git.urlOf("beacon")}\n  name: beacon\n  version: v1\n`,
    };
    const others = await Promise.all(
      ["One", "Two"].map(async (name) => {
        const place = path.join(chiffon.paths.apps, `../${name}`);
        return (await addRepository(chiffon.admin, name, new PlaybookRepository(place, files))).id;
      }),
    );
    const before = locks().length;
    const read = (id: string) =>
      chiffon.viewer.call<DependenciesView>("GET", `/api/repositories/${id}/dependencies`);
    for (const id of others)
      await chiffon.admin.call("POST", `/api/repositories/${id}/dependencies`, { kind: "install" });
    await until(
      "both are in use",
      async () => (await Promise.all(others.map(read))).every(({ lock }) => lock !== null),
      120_000,
    );
    const hashes = (await Promise.all(others.map(read))).map(({ lock }) => lock?.hash);
    expect(new Set(hashes).size).toBe(1);
    expect(locks().length).toBe(before + 1);
    expect(existsSync(path.join(chiffon.paths.dependencies, hashes[0] ?? "", "roles/beacon"))).toBe(
      true,
    );
  });
});
