import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { conversationQuery } from "#components/lib/conversation-queries.ts";
import type { ConversationView } from "#server/contracts/api.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { Thread } from "./thread.tsx";

const address = `/api/conversations/${ids.conversation}`;

/** The conversation with its newest messages, the `count`-th from the end first. */
function holding(count: number, earlier: ConversationView["earlier"]): object {
  const at = "2026-11-21T10:00:00.000Z";
  return {
    conversation: {
      id: ids.conversation,
      title: "Kuma",
      createdAt: at,
      updatedAt: at,
      awaiting: 0,
    },
    messages: Array.from({ length: count }, (_, index) => ({
      ...{ id: `m${count - index}`, conversationId: ids.conversation, requestId: null },
      ...{ author: "person", authorName: "Ada", createdAt: at },
      parts: [{ kind: "text", text: `word ${count - index}` }],
    })),
    ...{ earlier, requests: [], seq: 1 },
  };
}

function Chat() {
  const { data } = useQuery(conversationQuery(ids.conversation));
  return data ? <Thread view={data} pending={[]} /> : null;
}

/** A thread that holds two messages of more. `reachTop` is what scrolling up to its edge does. */
async function openThread(): Promise<{ network: Network; reachTop: () => void }> {
  const edges: (() => void)[] = [];
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(seen: (entries: { isIntersecting: boolean }[]) => void) {
        edges.push(() => seen([{ isIntersecting: true }]));
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  const network = standInNetwork();
  network.answer(`GET ${address}`, holding(2, "more"));
  renderAs("operator", <Chat />);
  await screen.findByText("word 2");
  return { network, reachTop: () => edges.at(-1)?.() };
}

it("reads older messages when asked, and none where there are none (UI-01)", async () => {
  const { network } = await openThread();
  network.answer(`GET ${address}`, holding(4, "none"));
  await userEvent.click(screen.getByRole("button", { name: "Show earlier messages" }));
  await screen.findByText("word 4");
  expect(network.queries.at(-1)).toEqual({ before: "m2" });
  expect(screen.queryByRole("button", { name: "Show earlier messages" })).toBeNull();
});

it("reads older messages when their end is scrolled to, up to what a page can hold (UI-01)", async () => {
  const { network, reachTop } = await openThread();
  network.answer(`GET ${address}`, holding(4, "too_many"));
  reachTop();
  await screen.findByText("word 4");
  expect(screen.getByRole("link", { name: "audit" }).getAttribute("href")).toBe("/audit");
});

it("stays as it was when older messages can't be read, and can be asked again (UI-01)", async () => {
  const { network } = await openThread();
  network.cut();
  const button = screen.getByRole("button", { name: "Show earlier messages" });
  await userEvent.click(button);
  await waitFor(() => expect(button.getAttribute("aria-busy")).toBeNull());
  expect(screen.getByText("word 2")).toBeInstanceOf(HTMLElement);
  expect(button).toHaveProperty("disabled", false);
});
