import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { EmptyChat } from "#components/chat/empty-chat.tsx";
import type { Doctor } from "#server/contracts/doctor.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { FirstStepsPage } from "./first-steps-page.tsx";

const example = makeRepository({ id: "00000000-0000-4000-8000-000000000030", builtin: true });
const mine = makeRepository({ name: "mine" });
const ready: Doctor = {
  ...{ repositoryId: mine.id, entryCount: 4, readyCount: 4, missing: [], asked: [] },
  ...{ refusedCount: 0, refused: [], inventories: [], dynamic: [], samples: [] },
};
const models = {
  local: { model: null, where: "http://localhost:11434", reachable: false, reason: "" },
  external: { hasKey: false, enabled: false, model: "", reason: "", price: null },
};
let network: Network;

beforeEach(() => {
  window.history.replaceState(null, "", "/first-steps");
  network = standInNetwork();
  network.answer("GET /api/repositories", { repositories: [example], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [] });
  network.answer("GET /api/hosts", { hosts: [] });
  network.answer("GET /api/settings", { sshPublicKey: null });
  network.answer("GET /api/conversations", { conversations: [] });
  network.answer("GET /api/v1/spend", models);
  network.answer("GET /api/v1/agents", { agents: [], seq: 0 });
  network.answer("GET /api/suggestions", { prompts: ["Deploy the lamp"], hasOwnRepository: true });
  network.answer(`GET /api/repositories/${mine.id}/dependencies`, {
    ...{
      repositoryId: mine.id,
      requirements: [],
      lock: null,
      install: null,
      history: [],
      given: [],
    },
  });
});

const draw = (role: "admin" | "viewer" = "admin") => {
  renderAs(role, <FirstStepsPage />);
  return userEvent.setup();
};

it("adds a repository, then shows what it needs (UI-06)", async () => {
  const user = draw();
  await user.click(await screen.findByRole("button", { name: "Add a repository" }));
  const dialog = within(screen.getByRole("dialog", { name: "Add a repository" }));
  await user.type(dialog.getByLabelText("Name"), "mine");
  await user.type(dialog.getByLabelText(/^Path or address/), "/srv/mine");
  network.answer("POST /api/repositories", mine);
  network.answer("GET /api/repositories", { repositories: [example, mine], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [{ ...ready, readyCount: 3 }] });
  await user.click(dialog.getByRole("button", { name: "Add and scan" }));
  expect(await screen.findByText("3 of 4 ready.")).toBeDefined();
  expect(screen.queryByText("/srv/homelab · main")).toBeNull();
});

it("goes back a step, and keeps the step in the address for whoever reloads", async () => {
  const user = draw();
  expect(screen.queryByRole("button", { name: "Back" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Skip this step" }));
  await user.click(screen.getByRole("button", { name: "Skip this step" }));
  expect(window.location.search).toBe("?step=models");
  await user.click(screen.getByRole("button", { name: "Back" }));
  expect(window.location.search).toBe("?step=hosts");
  expect(screen.getByRole("button", { current: "step" }).textContent).toContain("Your hosts");
});

it("looks for models before it says anything of them", async () => {
  draw();
  fireEvent.click(screen.getByRole("button", { name: /Language models/ }));
  expect(screen.getByText("Looking for models…")).toBeDefined();
  expect(screen.queryByText("Always on")).toBeNull();
  expect(await screen.findByText("Always on")).toBeDefined();
});

it("can be skipped one by one, to the first request, and opened again", async () => {
  const user = draw();
  const current = () => screen.getByRole("button", { current: "step" }).textContent;
  expect(current()).toContain("Your repository");
  await user.click(screen.getByRole("button", { name: "Skip this step" }));
  expect(await screen.findByText("No hosts yet")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Skip this step" }));
  expect(await screen.findByText("Always on")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await user.click(screen.getByRole("button", { name: "Skip this step" }));
  const link = await screen.findByRole("link", { name: "Deploy the lamp" });
  expect(link.getAttribute("href")).toBe("/?prompt=Deploy%20the%20lamp");
  expect(screen.getByRole("link", { name: "Open the chat" }).getAttribute("href")).toBe("/");
  await user.click(screen.getByRole("button", { name: /Your repository/ }));
  expect(current()).toContain("Your repository");
});

it.each([
  [["Deploy the lamp"], "From mine:"],
  [[], /^Nothing of mine can run yet/],
])("suggests what one's own repository can do: %j", async (prompts, words) => {
  network.answer("GET /api/repositories", { repositories: [example, mine], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [ready] });
  network.answer("GET /api/suggestions", { prompts, hasOwnRepository: true });
  const user = draw();
  await user.click(screen.getByRole("button", { name: /First request/ }));
  expect(await screen.findByText(words)).toBeDefined();
});

it("suggests what the repository added last can do", async () => {
  const older = makeRepository({
    id: example.id,
    name: "attic",
    addedAt: "2026-11-01T10:00:00.000Z",
  });
  network.answer("GET /api/repositories", { repositories: [older, mine], seq: 0 });
  const user = draw();
  await user.click(screen.getByRole("button", { name: /First request/ }));
  expect(await screen.findByText("From mine:")).toBeDefined();
});

it("marks a step that is done, and goes on from it", async () => {
  network.answer("GET /api/repositories", { repositories: [mine], seq: 0 });
  network.answer("GET /api/doctor", { doctors: [ready] });
  const user = draw();
  expect(await screen.findByRole("button", { name: "Your repository, done" })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Continue" }));
  expect(await screen.findByText("No hosts yet")).toBeDefined();
});

it("gives a viewer nothing to press but the way through", async () => {
  draw("viewer");
  expect(await screen.findByText("None of your own yet")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Add a repository" })).toBeNull();
});

it("are led to from an empty chat until there is a repository of one's own", async () => {
  network.answer("GET /api/suggestions", { prompts: ["Deploy Kuma"], hasOwnRepository: false });
  const chat = renderAs("admin", <EmptyChat pending={[]} />);
  const link = await screen.findByRole("link", { name: "Add your repository: first steps" });
  expect(link.getAttribute("href")).toBe("/first-steps");
  chat.unmount();
  network.answer("GET /api/suggestions", { prompts: ["Deploy Kuma"], hasOwnRepository: true });
  renderAs("admin", <EmptyChat pending={[]} />);
  await screen.findByRole("button", { name: "Deploy Kuma" });
  expect(screen.queryByRole("link", { name: /first steps/ })).toBeNull();
});
