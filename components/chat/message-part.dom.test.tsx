import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makeRequestView } from "#tests/support/dom/requests.ts";
import { MessagePartView } from "./message-part.tsx";

it("leads to where an answer goes on", () => {
  const links = [{ label: "See what it needs", href: "/playbooks#repository-1" }];
  renderAs(
    "viewer",
    <MessagePartView part={{ kind: "links", links }} isLiveCard={false} isAnswered={false} />,
  );
  const link = screen.getByRole("link", { name: "See what it needs" });
  expect(link.getAttribute("href")).toBe("/playbooks#repository-1");
});

it.each([
  [ids.plan, "This plan is shown further down."],
  [ids.run, "An earlier version of this plan."],
])("calls only another version an earlier one (%s)", async (planId, words) => {
  const network = standInNetwork();
  network.answer(`GET /api/v1/requests/${ids.request}`, makeRequestView({ plan: makePlan() }));
  const part = { kind: "plan" as const, requestId: ids.request, planId };
  renderAs("viewer", <MessagePartView part={part} isLiveCard={false} isAnswered={false} />);
  expect(await screen.findByText(words)).toBeDefined();
});
