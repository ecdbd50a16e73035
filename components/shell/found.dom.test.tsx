import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { expect, it, vi } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { ConversationList } from "./conversation-list.tsx";
import { Palette } from "./palette.tsx";

const hit = {
  ...{ conversationId: ids.conversation, title: "Photos", messageId: ids.plan, count: 3 },
  ...{ author: "person", authorName: "Otto", at: "2026-11-21T10:00:00.000Z" },
  snippet: [
    { text: "Keep the <b>photos</b> of ", isHit: false },
    { text: "nas2", isHit: true },
    { text: ".lan", isHit: false },
  ],
};
const address = `/?c=${ids.conversation}&m=${ids.plan}`;

function network(hits: readonly object[]) {
  const made = standInNetwork();
  made.answer("GET /api/conversations", { conversations: [] });
  made.answer("GET /api/inbox", { items: [] });
  made.answer("GET /api/v1/search", { hits, hasMore: false });
}

const list = (
  <SearchParamsContext value={new URLSearchParams()}>
    <ConversationList />
  </SearchParamsContext>
);

it("shows where something was said, marked, and leads to that message", async () => {
  network([hit]);
  renderAs("viewer", list);
  await userEvent.setup().type(screen.getByRole("searchbox"), "nas2");
  const link = await screen.findByRole("link", { name: /Photos/ });
  expect(link.getAttribute("href")).toBe(address);
  expect(within(link).getByText("nas2").tagName).toBe("MARK");
  // What people wrote is text, whatever it looks like.
  expect(link.textContent).toContain("Keep the <b>photos</b> of nas2.lan");
  expect(screen.getByRole("status").textContent).toBe("1 conversation");
});

it("says that nothing was found", async () => {
  network([]);
  renderAs("viewer", list);
  await userEvent.setup().type(screen.getByRole("searchbox"), "zebra");
  expect((await screen.findByText(/Nothing found/)).textContent).toBe("Nothing found for “zebra”.");
});

it("finds the same in the palette, by the keyboard alone", async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    },
  );
  Element.prototype.scrollIntoView = () => undefined;
  network([hit]);
  const { visited } = renderAs("viewer", <Palette />);
  const user = userEvent.setup();
  await user.type(screen.getByRole("combobox"), "nas2");
  await screen.findByText("Said in conversations");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(visited).toEqual([address]));
});
