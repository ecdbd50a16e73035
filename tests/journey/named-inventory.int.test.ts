import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type PlannedView,
  planFor,
  useInstallation,
  waitForPlan,
} from "#tests/support/installation.ts";
import { ask, questionIn } from "./conversation.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const chiffon = useInstallation();
let effects = "";
beforeAll(() => {
  effects = path.join(chiffon.paths.apps, "lamps");
  mkdirSync(effects, { recursive: true });
});

const inventory = (host: string) => `all:
  hosts:
    ${host}:
      ansible_connection: local
      ansible_python_interpreter: /usr/bin/python3
`;
const play = (hosts: string, service: string) => `# chiffon:service=${service}
# chiffon:action=deploy
---
- name: Deploy the ${service}
  hosts: ${hosts}
  gather_facts: false
  tasks:
    - ansible.builtin.copy: { dest: "${effects}/{{ inventory_hostname }}", content: "{{ lookup('env', 'HOME') }}" }
`;
const bodyOf = ({ plan }: PlannedView) => ({
  inventory: plan.body["inventory_path"],
  hosts: (plan.body["tasks"] as { hosts: string[] }[])[0]?.hosts, // the wire's shape
});
async function carryOut({ plan, request_id }: PlannedView) {
  await chiffon.approver.decide(plan);
  const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
  return chiffon.viewer.waitFor(request_id, isOver, 120_000);
}

describe("an inventory that the words name", { sequential: true }, () => {
  let repositoryId = "";
  beforeAll(async () => {
    const repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../lamps"), {
      "ansible.cfg": "[defaults]\ninventory = inventories/development\n",
      "inventories/development/hosts.yml": inventory("bench"),
      "inventories/production/hosts.yml": inventory("gateway7"),
      "lamp.yml": play("all", "lamp"),
    });
    ({ id: repositoryId } = await addRepository(chiffon.admin, "lamps", repository));
  });
  const development = { inventory: "inventories/development", hosts: ["bench"] };
  const production = { inventory: "inventories/production/hosts.yml", hosts: ["gateway7"] };

  it("is used for that plan and what is made of it, and for no other", async () => {
    expect(bodyOf(await planFor(chiffon.operator, "Deploy the lamp"))).toEqual(development);
    const named = await planFor(chiffon.operator, "Deploy the lamp to production");
    expect(bodyOf(named)).toEqual(production);
    expect((await carryOut(named)).phase).toBe("done");
    expect(existsSync(path.join(effects, "gateway7"))).toBe(true);
    const { parts } = await ask(chiffon.operator, "what do I run here?");
    const [table] = parts.filter((part) => part.kind === "table");
    expect(table).toMatchObject({
      rows: [["lamp", "gateway7", "Deploy the lamp", expect.stringMatching(/Z$/)]],
    });
    const again = await chiffon.operator.say("again", named.conversation_id);
    expect(bodyOf(await waitForPlan(chiffon.operator, again.requestId))).toEqual(production);
    expect(bodyOf(await planFor(chiffon.operator, "Deploy the lamp"))).toEqual(development);
  });

  it("is the one that has the host which is named", async () => {
    const named = await planFor(chiffon.operator, "Deploy the lamp on gateway7");
    expect(bodyOf(named)).toEqual(production);
    const typed = "ansible-playbook -i inventories/production lamp.yml -K";
    expect(bodyOf(await planFor(chiffon.operator, typed))).toEqual(production);
  });

  it("may be chosen for one plan by who may ask, and is kept only by who manages the repository", async () => {
    const asked = await planFor(chiffon.operator, "Deploy the lamp");
    const replan = { kind: "again", inventory: production.inventory };
    await chiffon.operator.call("POST", `/api/v1/requests/${asked.request_id}/replan`, replan);
    expect(bodyOf(await waitForPlan(chiffon.operator, asked.request_id))).toEqual(production);
    expect(bodyOf(await planFor(chiffon.operator, "Deploy the lamp"))).toEqual(development);
    const odd = { kind: "again", inventory: "../../etc/passwd" };
    await chiffon.operator.call("POST", `/api/v1/requests/${asked.request_id}/replan`, odd);
    expect(bodyOf(await waitForPlan(chiffon.operator, asked.request_id))).toEqual(development);
  });

  it("gives way to what a person chooses on the card", async () => {
    const named = await planFor(chiffon.operator, "Deploy the lamp to production");
    const inventory = development.inventory;
    const choice = { project: "", path: inventory };
    await chiffon.admin.call("POST", `/api/repositories/${repositoryId}/inventory`, choice);
    const replan = { kind: "again", inventory };
    await chiffon.admin.call("POST", `/api/v1/requests/${named.request_id}/replan`, replan);
    expect(bodyOf(await waitForPlan(chiffon.operator, named.request_id))).toEqual(development);
  });
});

it("what acts on the agent's own machine alone runs without any inventory", async () => {
  const repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../pull"), {
    "local.yml": play("localhost", "desk lamp"),
    "address.yml": play("127.0.0.1", "night lamp"),
    "remote.yml": play("desks", "floor lamp"),
  });
  await addRepository(chiffon.admin, "pull", repository);
  for (const [words, host] of [
    ["run local.yml", "localhost"],
    ["run address.yml", "127.0.0.1"],
  ] as const) {
    const planned = await planFor(chiffon.operator, words);
    expect(bodyOf(planned)).toEqual({ inventory: "", hosts: [host] });
    expect((await carryOut(planned)).phase).toBe("done");
    expect(readFileSync(path.join(effects, host), "utf8")).not.toBe("");
  }
  const { parts } = await ask(chiffon.operator, "run remote.yml");
  expect(questionIn(parts).key).toBe("inventory:0");
});

it("an inventory without hosts is none: whose to use is asked", async () => {
  const repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../empty"), {
    "ansible.cfg": "[defaults]\ninventory = hosts.yml\n",
    "hosts.yml": "all:\n  vars: { a: 1 }\n",
    "torch.yml": play("web", "torch"),
  });
  await addRepository(chiffon.admin, "empty", repository);
  const { parts } = await ask(chiffon.operator, "Deploy the torch");
  expect(questionIn(parts).question).toContain("hosts.yml of empty lists no hosts");
  expect(questionIn(parts).key).toBe("inventory:0");
});
