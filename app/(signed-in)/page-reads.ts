import { type DataTag, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReadAnswer } from "#components/shell/page-data.tsx";
import type { JsonEndpointName, Reply } from "#server/contracts/api.ts";
import type { Principal } from "#server/contracts/people.ts";
import { answerForPage } from "#server/http/answer-for-page.ts";
import type { EdgeServices } from "#server/http/edge-services.ts";
import { requirePrincipal } from "#server/http/page-session.ts";

type Ask<Name extends JsonEndpointName> = (
  services: EdgeServices,
  principal: Principal,
) => Promise<Reply<Name>>;

/** What one page reads on the server, so that it arrives drawn. */
export interface PageReads {
  /** Holds what was read under the keys the components read. */
  readonly cache: QueryClient;
  /** What the endpoint would answer the signed-in person; null leaves the question to the browser. */
  answer<Name extends JsonEndpointName>(name: Name, ask: Ask<Name>): Promise<Reply<Name> | null>;
  /** As `answer`, and puts it where `query` finds it. */
  read<Name extends JsonEndpointName>(
    query: { readonly queryKey: DataTag<QueryKey, Reply<Name>, Error> },
    name: Name,
    ask: Ask<Name>,
  ): Promise<Reply<Name> | null>;
  /** Everything read so far, for `PageData`. */
  answers(): ReadAnswer[];
}

/** Begins the reads of a page for the signed-in person; sends everyone else to sign-in. */
export async function startPageReads(): Promise<PageReads> {
  const principal = await requirePrincipal();
  const cache = new QueryClient();
  const answer: PageReads["answer"] = (name, ask) => answerForPage(name, principal, ask);
  return {
    cache,
    answer,
    async read(query, name, ask) {
      const reply = await answer(name, ask);
      if (reply !== null) cache.setQueryData(query.queryKey, reply);
      return reply;
    },
    answers: () =>
      cache
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => ({ key: queryKey, data: state.data })),
  };
}
