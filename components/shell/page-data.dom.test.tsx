import { type QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { makeQueryClient } from "#components/lib/query-client.ts";
import { keys } from "#components/lib/query-keys.ts";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { PageData } from "./page-data.tsx";

function Position() {
  const { data } = useQuery(inboxQuery());
  return <p>{data ? `from ${data.seq}` : "nothing yet"}</p>;
}

const page = (client: QueryClient, seq: number) => (
  <QueryClientProvider client={client}>
    <PageData answers={[{ key: keys.inbox, data: { items: [], seq } }]}>
      <Position />
    </PageData>
  </QueryClientProvider>
);

it("draws with what was read, on the server and as its first picture, without asking again", () => {
  expect(renderToString(page(makeQueryClient(), 7))).toContain("from 7");
  const network = standInNetwork();
  render(page(makeQueryClient(), 7));
  expect(screen.getByText("from 7")).toBeInstanceOf(HTMLElement);
  expect(network.sent).toEqual([]);
});

it("never goes back behind what this tab holds, however new the read is", () => {
  standInNetwork();
  const client = makeQueryClient();
  client.setQueryData(keys.inbox, { items: [], seq: 9 });
  render(page(client, 7));
  expect(screen.getByText("from 9")).toBeInstanceOf(HTMLElement);
});
