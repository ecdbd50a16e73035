import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import {
  addRepository,
  localInventory,
  PlaybookRepository,
  rescan,
} from "./playbook-repository.ts";

const chiffon = useInstallation();
let effects = "";
beforeAll(() => {
  effects = path.join(chiffon.paths.apps, "bells");
  mkdirSync(effects, { recursive: true });
});

/** A module that writes what its own helper of the same collection says. */
const bell = `#!/usr/bin/python3
from ansible.module_utils.basic import AnsibleModule
from ansible_collections.acme.NAME.plugins.module_utils.tone import tone

module = AnsibleModule(argument_spec={"path": {"type": "path", "required": True}})
with open(module.params["path"], "w") as file:
    file.write(tone())
module.exit_json(changed=True)
`;
const collection = (name: string, folder: string) => ({
  [`${folder}galaxy.yml`]: `namespace: acme\nname: ${name} # ours\nversion: 1.0.0\n`,
  [`${folder}plugins/modules/bell.py`]: bell.replace("NAME", name),
  [`${folder}plugins/module_utils/tone.py`]: `def tone():\n    return "${name}"\n`,
  [`${folder}roles/ringer/tasks/main.yml`]: `- acme.${name}.bell:\n    path: "{{ bell_path }}"\n`,
});
const playbook = (service: string, name: string) => `# chiffon:service=${service}
# chiffon:action=deploy
---
- name: Deploy the ${service}
  hosts: lab
  gather_facts: false
  vars: { bell_path: ${effects}/${service} }
  roles: [acme.${name}.ringer]
`;

it.each([
  ["the repository itself", "belltower", "tower", ""],
  ["below collections", "doorbell", "door", "collections/acme/door/"],
])("a collection that is %s runs with its roles, modules and helpers", async (...named) => {
  const [, service, name, folder] = named;
  const directory = path.join(chiffon.paths.apps, `../${service}`);
  const repository = new PlaybookRepository(directory, {
    "inventory.yml": localInventory,
    [`plays/${service}.yml`]: playbook(service, name),
    ...collection(name, folder),
  });
  const { id } = await addRepository(chiffon.admin, service, repository);
  const approved = await planFor(chiffon.operator, `Deploy the ${service}`);
  await chiffon.approver.decide(approved.plan);
  const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
  const end = await chiffon.viewer.waitFor(approved.request_id, isOver, 120_000);
  expect(end.phase).toBe("done");
  expect(readFileSync(path.join(effects, service), "utf8")).toBe(name);

  // What the plan binds is the whole collection: another helper is another plan.
  rmSync(path.join(effects, service));
  const waiting = await planFor(chiffon.operator, `Deploy the ${service}`);
  repository.commit({ [`${folder}plugins/module_utils/tone.py`]: 'def tone(): return "x"\n' });
  await rescan(chiffon.admin, id);
  await chiffon.approver.decide(waiting.plan).catch(() => null);
  const row = () => chiffon.db.plan.findUniqueOrThrow({ where: { id: waiting.plan.id } });
  await until("the plan is stale", async () => (await row()).status === "stale");
  expect((await row()).staleReason).toContain("tone.py");
  expect(existsSync(path.join(effects, service))).toBe(false);
});
