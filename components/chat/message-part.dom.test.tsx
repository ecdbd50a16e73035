import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { MessagePartView } from "./message-part.tsx";

it("leads from a refusal to what the repository needs", () => {
  const links = [{ label: "See what it needs", href: "/playbooks#repository-1" }];
  renderAs(
    "viewer",
    <MessagePartView part={{ kind: "links", links }} isLiveCard={false} isAnswered={false} />,
  );
  const link = screen.getByRole("link", { name: "See what it needs" });
  expect(link.getAttribute("href")).toBe("/playbooks#repository-1");
});
