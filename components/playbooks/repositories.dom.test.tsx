import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { Repositories } from "./repositories.tsx";

it("says of each setting of ansible.cfg that is ignored why, and offers to store what it names", async () => {
  const network = standInNetwork();
  const repository = makeRepository({
    ignoredSettings: [{ setting: "library = ./x", why: "Code is only loaded from usual folders." }],
    offers: [{ kind: "private_key", path: "~/.ssh/home" }],
  });
  network.answer("GET /api/repositories", { repositories: [repository], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [] });
  network.answer(`GET /api/repositories/${repository.id}/dependencies`, {
    ...{
      repositoryId: repository.id,
      requirements: [],
      lock: null,
      install: null,
      history: [],
      given: [],
    },
  });
  network.answer("GET /api/v1/agents", { agents: [], seq: 0 });
  renderAs("viewer", <Repositories />);
  const user = userEvent.setup();
  await user.click(await screen.findByText("Settings and details"));
  await user.click(screen.getByText("1 setting ignored"));
  expect(screen.getByText("ansible.cfg: library = ./x")).toBeDefined();
  expect(screen.getByText("Code is only loaded from usual folders.")).toBeDefined();
  await user.click(screen.getByText("1 secret named in ansible.cfg"));
  expect(screen.getByText("~/.ssh/home")).toBeDefined();
  expect(screen.getByText(/Store the key as a secret/)).toBeDefined();
});

it("asks nothing more about a repository that was removed", async () => {
  const network = standInNetwork();
  const repository = makeRepository();
  const at = `/api/repositories/${repository.id}`;
  network.answer("GET /api/repositories", { repositories: [repository], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [] });
  network.answer(`GET ${at}/dependencies`, {
    ...{
      repositoryId: repository.id,
      requirements: [],
      lock: null,
      install: null,
      history: [],
      given: [],
    },
  });
  network.answer("GET /api/v1/agents", { agents: [], seq: 0 });
  network.answer(`DELETE ${at}`, { ok: true });
  const page = renderAs("admin", <Repositories />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  const dialog = within(screen.getByRole("dialog", { name: "Remove homelab?" }));
  const asked = () => network.sent.filter(({ path }) => path === `${at}/dependencies`).length;
  await expect.poll(asked).toBe(1);
  network.answer("GET /api/repositories", { repositories: [], seq: 1 });
  // The event is often here before the answer.
  page.tell({ type: "repository.changed", repositoryId: repository.id });
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("No repository yet")).toBeDefined();
  expect(asked()).toBe(1);
});

it.each([
  ["hosts", null, /Change them under/],
  ["copy", "/etc/ansible/hosts", /Copy of \/etc\/ansible\/hosts/],
] as const)(
  "asks nothing of an inventory that Chiffon keeps: %s",
  async (kind, copiedFrom, words) => {
    const network = standInNetwork();
    const repository = makeRepository({ kind, copiedFrom });
    network.answer("GET /api/repositories", { repositories: [repository], seq: 0 });
    renderAs("admin", <Repositories />);
    expect((await screen.findByText(words)).textContent).toMatch(words);
    expect(screen.getByText("Inventory")).toBeDefined();
    expect(screen.queryByText("Settings and details")).toBeNull();
    expect(network.sent.map(({ path }) => path)).toEqual(["/api/repositories"]);
  },
);

it("shows how far git is with a repository that is being added, then that it is read (INFRA-01)", async () => {
  const network = standInNetwork();
  const repository = makeRepository({ scannedAt: null, kind: "hosts" });
  network.answer("GET /api/repositories", { repositories: [repository], seq: 0 });
  const page = renderAs("admin", <Repositories />);
  expect(await screen.findByText("Scanning now…")).toBeDefined();
  const tell = (progress: { stage: "preparing" | "receiving"; percent: number } | null) =>
    page.tell({ type: "repository.fetching", repositoryId: repository.id, progress });
  tell({ stage: "preparing", percent: 100 });
  expect(await screen.findByText("The other side prepares")).toBeDefined();
  tell({ stage: "receiving", percent: 43 });
  expect((await screen.findByText("Receiving objects")).role).toBe("status");
  expect(screen.getByText(": 43 %")).toBeDefined();
  expect(screen.getByRole("progressbar", { name: "Receiving objects" })).toHaveProperty(
    "value",
    43,
  );
  tell(null);
  expect(await screen.findByText("Scanning now…")).toBeDefined();
  expect(screen.queryByRole("progressbar")).toBeNull();
});
