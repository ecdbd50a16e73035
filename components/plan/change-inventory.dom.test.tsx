import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Doctor, ProjectInventory } from "#server/contracts/doctor.ts";
import type { Role } from "#server/contracts/people.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makePlanTask, makeRequestView } from "#tests/support/dom/requests.ts";
import { PlanDetails } from "./plan-details.tsx";

const hosts = "00000000-0000-4000-8000-000000000077";
const task = makePlanTask({ entryPath: "media/site.yml" });
const ownPlan = makePlan({ inventoryPath: "media/home.yml", tasks: [task] });
const { repositoryId } = ownPlan.body;
const choices = [
  { path: "media/home.yml", label: "media/home.yml", hostCount: 1 },
  { path: "media/lab.yml", label: "media/lab.yml", hostCount: 2 },
  { path: `${hosts}:hosts.yml`, label: "hosts.yml of Hosts", hostCount: 3 },
];
const media = { project: "media", path: "media/home.yml", hasOwn: true, choices };
const root = { project: "", path: "hosts.yml", hasOwn: true, choices: [] };
const doctorWith = (...inventories: ProjectInventory[]): Doctor => ({
  ...{ repositoryId, entryCount: 1, readyCount: 1, missing: [], asked: [] },
  ...{ refusedCount: 0, refused: [], inventories, dynamic: [], samples: [] },
});

async function open(plan = ownPlan, doctor = doctorWith(root, media), role: Role = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/doctor", { doctors: [doctor] });
  renderAs(role, <PlanDetails plan={plan} />);
  const user = userEvent.setup();
  await user.click(screen.getByText("What exactly you approve"));
  return { network, user };
}

it("offers the other inventories of the plan's project, and plans anew with the one pressed", async () => {
  const { network, user } = await open();
  await user.click(screen.getByRole("button", { name: "Change the inventory" }));
  const dialog = within(screen.getByRole("dialog", { name: "Use another inventory" }));
  const buttons = await dialog.findAllByRole("button", { name: /^Use / });
  expect(buttons.map((button) => button.getAttribute("aria-label"))).toEqual([
    "Use media/lab.yml",
    "Use hosts.yml of Hosts",
  ]);
  network.answer(`POST /api/repositories/${repositoryId}/inventory`, { doctors: [] });
  network.answer(`POST /api/v1/requests/${ids.request}/replan`, makeRequestView());
  await user.click(dialog.getByRole("button", { name: "Use media/lab.yml" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = network.sent.filter(({ method }) => method === "POST");
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    [`/api/repositories/${repositoryId}/inventory`, { project: "media", path: "media/lab.yml" }],
    [`/api/v1/requests/${ids.request}/replan`, { kind: "again", inventory: "media/lab.yml" }],
  ]);
});

it("knows the one in use where it is another repository's", async () => {
  const inventorySource = {
    ...{ repositoryId: hosts, repositoryName: "Hosts" },
    ...{ commit: "c".repeat(40), treeId: "d".repeat(40) },
  };
  const inventoryPath = ".chiffon-inventory/hosts.yml";
  const { user } = await open(makePlan({ inventoryPath, inventorySource, tasks: [task] }));
  await user.click(screen.getByRole("button", { name: "Change the inventory" }));
  await screen.findByRole("button", { name: "Use media/home.yml" });
  expect(screen.queryByRole("button", { name: "Use hosts.yml of Hosts" })).toBeNull();
});

it("says where there is no other", async () => {
  const { user } = await open(ownPlan, doctorWith(root));
  await user.click(screen.getByRole("button", { name: "Change the inventory" }));
  expect(await screen.findByText(/There is no other\. Add one on the Fleet page/)).toBeDefined();
});

it("says what went wrong where the choice is refused, and stays open", async () => {
  const { network, user } = await open();
  await user.click(screen.getByRole("button", { name: "Change the inventory" }));
  await user.click(await screen.findByRole("button", { name: "Use media/lab.yml" }));
  expect(await screen.findByText(/That does not exist/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Use media/lab.yml" })).toHaveProperty(
    "disabled",
    false,
  );
  expect(network.sent.some(({ path }) => path.endsWith("/replan"))).toBe(false);
});

it.each<[string, Role, Parameters<typeof makePlan>[1]]>([
  ["somebody who may not manage repositories", "operator", {}],
  ["a plan that was decided", "admin", { status: "approved" }],
])("has no button for %s", async (_what, role, change) => {
  await open(makePlan({ inventoryPath: "media/home.yml" }, change), doctorWith(media), role);
  expect(screen.getByText("media/home.yml")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Change the inventory" })).toBeNull();
});
