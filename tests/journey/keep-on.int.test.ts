import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { RepositoryChange } from "#server/contracts/change.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { refusal } from "./lab.ts";
import { addRepository, localInventory, PlaybookRepository } from "./playbook-repository.ts";

const chiffon = useInstallation();
const variables = "# what runs here\nbirdfeeder_enabled: no # not in winter\nother: 1\n";

it("keeps on what a plan switches on once, where that is asked for (INFRA-01)", async () => {
  const repository = new PlaybookRepository(path.join(chiffon.paths.apps, "..", "garden"), {
    "inventory/hosts.yml": localInventory,
    "inventory/group_vars/all.yml": variables,
    "main.yml":
      "- hosts: lab\n  gather_facts: false\n  tasks:\n    - include_tasks: birdfeeder.yml\n      when: birdfeeder_enabled\n",
    "birdfeeder.yml": "- name: Fill it\n  ansible.builtin.debug: {msg: seeds}\n",
  });
  await addRepository(chiffon.admin, "Garden", repository);
  const { plan } = await planFor(chiffon.operator, "Deploy birdfeeder");
  const body = { task_key: "t1" };
  const at = `/api/v1/plan/${plan.id}/keep-on`;
  const forbidden = await refusal(chiffon.approver.call("POST", at, body));
  expect(forbidden).toMatchObject({ status: 403 });
  const none = await refusal(chiffon.admin.call("POST", at, { task_key: "t9" }));
  expect(none).toMatchObject({ code: "invalid_state" });

  const { id } = await chiffon.admin.call<RepositoryChange>("POST", at, body);
  const change = () => chiffon.admin.call<RepositoryChange>("GET", `/api/changes/${id}`);
  await until("it is on a branch", async () => (await change()).stage === "on_branch");
  const mended = variables.replace("enabled: no #", "enabled: yes #");
  const { branch } = await change();
  expect(branch).toMatch(/^chiffon\/keep-birdfeeder_enabled-on-/);
  expect(repository.git("show", `${branch}:inventory/group_vars/all.yml`)).toBe(mended);
  await chiffon.admin.call("POST", `/api/changes/${id}/apply`, {});
  await until("it is applied", async () => (await change()).stage === "applied");
  const file = path.join(repository.directory, "inventory/group_vars/all.yml");
  expect(readFileSync(file, "utf8")).toBe(mended);
});
