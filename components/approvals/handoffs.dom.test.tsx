import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HandOver } from "#components/plan/hand-over.tsx";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makeRequestView, makeTaskView } from "#tests/support/dom/requests.ts";
import { Handoffs } from "./handoffs.tsx";

const at = "/api/v1/collaboration/handoffs";
const handoff = {
  ...{ id: ids.plan, conversationId: ids.conversation, requestId: ids.request, taskId: ids.task },
  ...{ subject: "Deploy Kuma", context: "I am away", fromName: "Otto", toName: "Ada" },
  ...{ isMine: true, status: "offered", reason: null, decidedAt: null },
  createdAt: "2026-11-29T10:00:00.000Z",
};

it("shows what was handed over, and accepts it", async () => {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { handoffs: [handoff], people: [] });
  network.answer(`POST ${at}/${ids.plan}`, { handoffs: [], people: [] });
  renderAs("viewer", <Handoffs />);
  expect((await screen.findByRole("link", { name: "Deploy Kuma" })).getAttribute("href")).toBe(
    `/requests/${ids.request}`,
  );
  await userEvent.setup().click(screen.getByRole("button", { name: "Accept Deploy Kuma" }));
  expect(await screen.findByText("Deploy Kuma is yours now.").catch(() => null)).toBeDefined();
  expect(screen.queryByText("Handed to you")).toBeNull();
  const sent = network.sent.find(({ method }) => method === "POST");
  expect(sent?.body).toEqual({ decision: "accept" });
});

it("hands a failed task to somebody with what they should know", async () => {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { handoffs: [], people: ["Abel", "Otto"] });
  network.answer(`POST ${at}`, { handoffs: [], people: ["Abel", "Otto"] });
  const view = makeRequestView({ tasks: [makeTaskView({ status: "failed" })] });
  renderAs("operator", <HandOver view={view} />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Hand over" }));
  await user.selectOptions(screen.getByLabelText("To"), "Otto");
  await user.type(screen.getByLabelText("What they should know"), "look at the disk");
  await user.click(screen.getAllByRole("button", { name: "Hand over" }).at(-1) as HTMLElement);
  await screen.findByRole("button", { name: "Hand over" });
  const sent = network.sent.find(({ method }) => method === "POST");
  expect(sent?.body).toMatchObject({ to: "Otto", context: "look at the disk" });
});
