import { screen, waitFor } from "@testing-library/react";
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { beforeEach, expect, it, vi } from "vitest";
import { messageElementId } from "#components/lib/message-address.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { ChatPage } from "./chat-page.tsx";

const address = `GET /api/conversations/${ids.conversation}`;
const at = "2026-11-21T10:00:00.000Z";

/** Messages of those numbers, as the conversation or a stretch of it. */
function view(numbers: readonly number[], rest: object = {}): object {
  return {
    conversation: {
      ...{ id: ids.conversation, title: "Kuma", createdAt: at, updatedAt: at, awaiting: 0 },
    },
    messages: numbers.map((number) => ({
      ...{ id: `m${number}`, conversationId: ids.conversation, requestId: null },
      ...{ author: "person", authorName: "Ada", createdAt: at },
      parts: [{ kind: "text", text: `word ${number}` }],
    })),
    ...{ earlier: "more", requests: [], seq: 1, ...rest },
  };
}

const chatAt = (messageId: string | null) => {
  const search = new URLSearchParams({ c: ids.conversation, ...(messageId && { m: messageId }) });
  return (
    <SearchParamsContext value={search}>
      <ChatPage />
    </SearchParamsContext>
  );
};

class SilentObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}

const shownAt: string[] = [];
beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", SilentObserver);
  vi.stubGlobal("ResizeObserver", SilentObserver);
  shownAt.length = 0;
  Element.prototype.scrollIntoView = function (this: Element) {
    shownAt.push(this.id);
  };
});

/** The chat with its two newest messages, of which older ones were not read. */
async function openChat() {
  const network = standInNetwork();
  network.answer("GET /api/conversations", { conversations: [] });
  network.answer(address, view([8, 9]));
  const { rerender } = renderAs("operator", chatAt(null));
  await screen.findByText("word 9");
  return { network, lookFor: (messageId: string | null) => rerender(chatAt(messageId)) };
}

const expectSought = (messageId: string) =>
  waitFor(() => {
    expect(shownAt.at(-1)).toBe(messageElementId(messageId));
    expect(document.activeElement?.id).toBe(messageElementId(messageId));
    expect(document.querySelectorAll("[data-sought]")).toHaveLength(1);
  });

it("goes to a message that is there, and back to the end without it (UI-01)", async () => {
  const { network, lookFor } = await openChat();
  const asked = network.sent.length;
  lookFor("m8");
  await expectSought("m8");
  expect(network.sent).toHaveLength(asked);
  lookFor(null);
  await waitFor(() => expect(document.querySelector("[data-sought]")).toBeNull());
});

it("reads up to a message that is a little above, which the chat then holds (UI-01)", async () => {
  const { network, lookFor } = await openChat();
  network.answer(address, view([5, 6, 7, 8, 9]));
  lookFor("m6");
  await expectSought("m6");
  expect(network.queries).toContainEqual({ around: "m6" });
  lookFor(null);
  expect(await screen.findByText("word 5")).toBeInstanceOf(HTMLElement);
  expect(screen.getByText("word 9")).toBeInstanceOf(HTMLElement);
});

it("reads a stretch around a message far above, with the ways on from there (UI-01)", async () => {
  const { network, lookFor } = await openChat();
  network.answer(address, view([1, 2, 3], { later: "more" }));
  lookFor("m2");
  await expectSought("m2");
  expect(screen.queryByText("word 9")).toBeNull();
  const href = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
  expect(href("Show earlier messages")).toBe(`/?c=${ids.conversation}&m=m1`);
  expect(href("Show later messages")).toBe(`/?c=${ids.conversation}&m=m3`);
  expect(href("Go to the newest")).toBe(`/?c=${ids.conversation}`);
  lookFor(null);
  expect(await screen.findByText("word 9")).toBeInstanceOf(HTMLElement);
});

it("shows the end where the message is gone (UI-01)", async () => {
  const { lookFor } = await openChat();
  lookFor("m0");
  expect(await screen.findByText("word 9")).toBeInstanceOf(HTMLElement);
  expect(document.querySelector("[data-sought]")).toBeNull();
});
