import { screen } from "@testing-library/react";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { ConversationList } from "./conversation-list.tsx";

it("marks what runs and what needs approval", async () => {
  const at = "2026-11-21T10:00:00.000Z";
  const thread = { createdAt: at, updatedAt: at };
  standInNetwork().answer("GET /api/conversations", {
    conversations: [
      { ...thread, id: ids.conversation, title: "Deploy Kuma", awaiting: 0, running: 1 },
      { ...thread, id: ids.request, title: "Back up", awaiting: 2, running: 0 },
    ],
  });
  renderAs(
    "viewer",
    <SearchParamsContext value={new URLSearchParams()}>
      <ConversationList />
    </SearchParamsContext>,
  );
  const running = await screen.findByRole("link", { name: /Deploy Kuma/ });
  expect(running.textContent).toBe("Deploy Kumarunning");
  expect(screen.getByRole("link", { name: /Back up/ }).textContent).toBe("Back upneeds approval");
});
