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

beforeAll(async () => {
  const lamp = new PlaybookRepository(place("lamp"), {
    "inventories/home.yml": localInventory,
    "inventories/lab.yml": localInventory,
    "lamp.yml": playbook({ service: "lamp", body: "  roles: [acme.lamp]\n" }),
  });
  lampId = (await addRepository(chiffon.admin, "lamp", lamp)).id;
});

it("answers a request for what lacks a role with the way to what the repository needs (INFRA-07)", async () => {
  const { parts } = await ask(chiffon.operator, "Deploy the lamp");
  const links = parts.filter(({ kind }) => kind === "links");
  const href = `/playbooks#repository-${lampId}`;
  expect(links).toEqual([{ kind: "links", links: [{ label: "See what it needs", href }] }]);
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
