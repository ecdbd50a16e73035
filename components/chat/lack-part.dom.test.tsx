import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
// Loaded late by the part itself.
import "#components/playbooks/doctor.tsx";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makeRequestView } from "#tests/support/dom/requests.ts";
import { LackPart } from "./lack-part.tsx";

const repositoryId = "00000000-0000-4000-8000-000000000001";
const part = {
  kind: "lack" as const,
  requestId: ids.request,
  repositoryId,
  needs: [{ kind: "role" as const, name: "acme.web" }],
};
const at = `/api/v1/requests/${ids.request}`;
const replanAt = `${at}/replan`;
const web = {
  ...{ kind: "role", type: "galaxy", name: "acme.web", source: "acme.web", server: null },
  ...{ version: null, path: "requirements.yml", line: 2, origin: "file", state: "missing" },
  ...{ present: null, refusal: null },
};
let network: Network;

function doctor(names: readonly string[]) {
  const needs = names.map((name) => ({ name, entryCount: 1, problem: null }));
  const row = { kind: "role", canGet: true, entryCount: 1, needCount: needs.length, needs };
  return {
    doctors: [
      {
        ...{ repositoryId, entryCount: 2, readyCount: 1, refusedCount: 0, refused: [] },
        missing: names.length === 0 ? [] : [row],
        ...{ asked: [], inventories: [], dynamic: [], samples: [] },
      },
    ],
  };
}

beforeEach(() => {
  network = standInNetwork();
  network.answer(`GET ${at}`, makeRequestView({ end: "done", phase: "done" }));
  network.answer(`POST ${replanAt}`, makeRequestView({}));
  network.answer(`GET /api/repositories/${repositoryId}/dependencies`, {
    ...{ repositoryId, requirements: [web], lock: null, install: null, history: [], given: [] },
  });
});

const replans = () =>
  network.sent
    .filter(({ method, path }) => method === "POST" && path === replanAt)
    .map(({ body }) => body);

it("plans the request by itself when the last of what it lacks is given, once (INFRA-07)", async () => {
  network.answer("GET /api/doctor", doctor(["acme.web", "acme.other"]));
  const page = renderAs("admin", <LackPart part={part} />);
  await screen.findByText("What is missing");
  await screen.findByRole("button", { name: "Install" });
  expect(replans()).toEqual([]);
  // Something else is still missing, which this request does not need.
  network.answer("GET /api/doctor", doctor(["acme.other"]));
  page.tell({ type: "repository.changed", repositoryId });
  await screen.findByText("It has all that it needs now.");
  await expect.poll(replans).toEqual([{ kind: "again" }]);
});

it("plans nothing in the name of who only looks on when the last of it is given", async () => {
  network.answer(`GET ${at}`, makeRequestView({ end: "done", phase: "done", submittedBy: "Abel" }));
  network.answer("GET /api/doctor", doctor(["acme.web"]));
  const page = renderAs("operator", <LackPart part={part} />);
  await screen.findByRole("button", { name: "Try again" });
  network.answer("GET /api/doctor", doctor([]));
  page.tell({ type: "repository.changed", repositoryId });
  await screen.findByRole("button", { name: "Plan it now" });
  expect(replans()).toEqual([]);
});

it("plans nothing by itself where all was there when it was opened; a press does", async () => {
  network.answer("GET /api/doctor", doctor([]));
  renderAs("operator", <LackPart part={part} />);
  const plan = await screen.findByRole("button", { name: "Plan it now" });
  expect(replans()).toEqual([]);
  await userEvent.click(plan);
  await expect.poll(replans).toEqual([{ kind: "again" }]);
});

it("leads a viewer to what the repository needs, and gives them no button", async () => {
  network.answer("GET /api/doctor", doctor(["acme.web"]));
  renderAs("viewer", <LackPart part={part} />);
  const link = await screen.findByRole("link", { name: "See what it needs" });
  expect(link.getAttribute("href")).toBe(`/playbooks#repository-${repositoryId}`);
  expect(screen.queryByRole("button", { name: /Plan it|Try again/ })).toBeNull();
});

it("is done with once the request was planned again", async () => {
  network.answer("GET /api/doctor", doctor([]));
  const followedBy = { requestId: ids.run, isOpen: true };
  network.answer(`GET ${at}`, makeRequestView({ end: "done", phase: "done", followedBy }));
  renderAs("operator", <LackPart part={part} />);
  await screen.findByText("It has all that it needs now.");
  expect(screen.queryByRole("button")).toBeNull();
});
