import { QueryClientProvider } from "@tanstack/react-query";
import { act, type RenderResult, render } from "@testing-library/react";
import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ReactNode } from "react";
import { LiveQuery } from "#components/lib/live-query.ts";
import { makeQueryClient } from "#components/lib/query-client.ts";
import { LiveSocket, type Transport } from "#components/lib/socket.ts";
import { LiveContext } from "#components/shell/live.tsx";
import { SessionProvider } from "#components/shell/session.tsx";
import type { EventBody } from "#server/contracts/events.ts";
import type { Role } from "#server/contracts/people.ts";

/** A drawn part of a page, and the way live events reach it. */
export interface Rendered extends RenderResult {
  /** Tells the page what happened, as the server would. */
  tell(body: EventBody): void;
  /** Addresses that the part led to, newest last. */
  readonly visited: readonly string[];
}

/** Draws a part of a page with a cache of its own, for a person of that role. Live events come from the test alone. */
export function renderAs(role: Role, part: ReactNode): Rendered {
  const client = makeQueryClient();
  const socket = new LiveSocket(silentTransport);
  const live = new LiveQuery(client, (flush) => flush());
  const visited: string[] = [];
  const router = routerTo(visited);
  const rendered = render(part, {
    wrapper: ({ children }) => (
      <AppRouterContext value={router}>
        <SessionProvider person={{ personId: "p", name: "Ada", role }}>
          <QueryClientProvider client={client}>
            <LiveContext value={socket}>{children}</LiveContext>
          </QueryClientProvider>
        </SessionProvider>
      </AppRouterContext>
    ),
  });
  const at = "2026-11-21T12:00:00.000Z";
  const tell = (body: EventBody) => act(() => live.take({ topic: "test", seq: 1, at, body }));
  return { ...rendered, tell, visited };
}

/** Stands where the pages are: notes where it leads. */
function routerTo(visited: string[]): AppRouterInstance {
  const go = (href: string) => void visited.push(href);
  const stay = () => undefined;
  return {
    ...{ push: go, replace: go, prefetch: stay, refresh: stay, back: stay, forward: stay },
    bfcacheId: "",
  };
}

/** A connection that never says anything. */
const silentTransport: Transport = {
  connected: false,
  connect: () => undefined,
  disconnect: () => undefined,
  join: () => Promise.resolve({ ok: true, seq: 0, reset: false }),
  leave: () => undefined,
  onConnect: () => undefined,
  onDisconnect: () => undefined,
  onEvent: () => undefined,
};
