import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { useInstallation } from "#tests/support/installation.ts";
import { ask, questionIn } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { addRepository, localInventory, PlaybookRepository } from "./playbook-repository.ts";

const chiffon = useInstallation();
const place = (name: string) => path.join(chiffon.paths.secrets, "../repositories-of-tests", name);

interface Listed {
  readonly repositoryId: string;
  readonly readyCount: number;
  readonly entryCount: number;
  readonly inventories: readonly { readonly path: string | null }[];
}

async function doctorOf(client: ChiffonClient, repositoryId: string): Promise<Listed | undefined> {
  const { doctors } = await client.call<{ doctors: Listed[] }>("GET", "/api/doctor");
  return doctors.find((doctor) => doctor.repositoryId === repositoryId);
}

let lampId: string;
let lamp: PlaybookRepository;

beforeAll(async () => {
  lamp = new PlaybookRepository(place("lamp"), {
    "inventories/home.yml": localInventory,
    "inventories/lab.yml": localInventory,
    "lamp.yml": playbook({ service: "lamp", body: "  roles: [acme.lamp]\n" }),
  });
  lampId = (await addRepository(chiffon.admin, "lamp", lamp)).id;
});

it("answers a request for what lacks a role with what is needed (INFRA-07)", async () => {
  const { requestId, parts } = await ask(chiffon.operator, "Deploy the lamp");
  const needs = [{ kind: "role", name: "acme.lamp" }];
  expect(parts).toContainEqual({ kind: "lack", requestId, repositoryId: lampId, needs });
});

it("lets a viewer read what a repository needs, and only an admin choose its inventory", async () => {
  const before = await doctorOf(chiffon.viewer, lampId);
  expect(before).toMatchObject({ entryCount: 1, readyCount: 0, inventories: [{ path: null }] });
  const at = `/api/repositories/${lampId}/inventory`;
  const choice = { project: "", path: "inventories/home.yml" };
  expect(await refusal(chiffon.operator.call("POST", at, choice))).toMatchObject({ status: 403 });
  const wrong = { project: "", path: "lamp.yml" };
  expect(await refusal(chiffon.admin.call("POST", at, wrong))).toMatchObject({ status: 400 });
  await chiffon.admin.call("POST", at, choice);
  const after = await doctorOf(chiffon.viewer, lampId);
  expect(after?.inventories).toMatchObject([{ path: "inventories/home.yml" }]);
});

it("asks whose inventory to use where the repository has none", async () => {
  const bell = new PlaybookRepository(place("bell"), {
    "bell.yml": playbook({ service: "bell", body: "  tasks: []\n" }),
  });
  await addRepository(chiffon.admin, "bell", bell);
  const { parts } = await ask(chiffon.operator, "Deploy the bell");
  const { choices } = questionIn(parts);
  expect(choices.map(({ label }) => label)).toContain("inventories/home.yml of lamp");
});

it("suggests what a repository of one's own can do, and names such first", async () => {
  const chime = new PlaybookRepository(place("chime"), {
    "inventory/hosts.yml": localInventory,
    "chime.yml": playbook({ service: "chime", body: "  tasks: []\n" }),
  });
  const { id } = await addRepository(chiffon.admin, "chime", chime);
  const read = (query = "") =>
    chiffon.viewer.call<{ prompts: string[] }>("GET", `/api/suggestions${query}`);
  const own = { prompts: ["Deploy the chime"], hasOwnRepository: true };
  expect(await read(`?repositoryId=${id}`)).toMatchObject(own);
  expect(await read(`?repositoryId=${lampId}`)).toMatchObject({ prompts: [] });
  // The bell's repository may be able to run by now, with an inventory of another.
  expect((await read()).prompts.slice(0, 2)).toContain("Deploy the chime");
});

it("plans what lacked a role once that is there and it is asked to (INFRA-07)", async () => {
  const { requestId } = await ask(chiffon.operator, "Deploy the lamp");
  lamp.commit({ "roles/acme.lamp/tasks/main.yml": "- name: Light\n  ansible.builtin.debug:\n" });
  const again = await chiffon.operator.call<{ request_id: string }>(
    "POST",
    `/api/v1/requests/${requestId}/replan`,
    { kind: "again" },
  );
  const planned = await chiffon.operator.waitFor(again.request_id, ({ plan }) => plan !== null);
  expect(planned.plan?.body["tasks"]).toMatchObject([{ name: "Deploy the lamp" }]);
  const before = await chiffon.operator.view(requestId);
  expect(before).toMatchObject({ followed_by: { request_id: again.request_id } });
});
