import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { ConversationView, QueryInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";
import { rememberRequest } from "./request-queries.ts";

/** Conversations, newest first. */
export function conversationsQuery() {
  return queryOptions({
    queryKey: [...keys.conversations, ""],
    queryFn: ({ signal }) => callApi("listConversations", { signal }),
  });
}

/** Conversations in which something was said, each with the newest message that has it. What was found stays while more is typed. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: [...keys.conversations, "search", text],
    queryFn: ({ signal }) => callApi("searchConversations", { query: { text }, signal }),
    placeholderData: keepPreviousData,
    enabled: text !== "",
  });
}

/**
 * A conversation with its newest messages, and as many older ones as were read before; fills the cache of each request
 * it brings along.
 */
export function conversationQuery(conversationId: string) {
  const queryKey = keys.conversation(conversationId);
  return queryOptions({
    queryKey,
    queryFn: ({ signal, client }) => {
      const from = client.getQueryData<ConversationView>(queryKey)?.messages[0]?.id;
      return readConversation(client, conversationId, { from }, signal);
    },
  });
}

/**
 * The stretch of a conversation around one of its messages. Where that goes up to the newest it is what the chat holds
 * from now on; otherwise it stands alone.
 */
export function stretchQuery(conversationId: string, around: string) {
  return queryOptions({
    queryKey: ["stretch", conversationId, around],
    queryFn: async ({ signal, client }) => {
      const view = await readConversation(client, conversationId, { around }, signal);
      if (view.later === undefined) await holdView(client, view);
      return view;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Reads about thirty requests more of a conversation, before the oldest message that is held. @throws ApiError */
export async function readEarlier(client: QueryClient, conversationId: string): Promise<void> {
  const { queryKey } = conversationQuery(conversationId);
  const before = client.getQueryData(queryKey)?.messages[0]?.id;
  await holdView(client, await readConversation(client, conversationId, { before }));
}

/** Has the chat hold more of a conversation than it did. */
async function holdView(client: QueryClient, view: ConversationView): Promise<void> {
  const { queryKey } = conversationQuery(view.conversation.id);
  // A reading under way asked for less, and would take the older ones away again; what it would bring is read anew.
  const isBeingRead = client.isFetching({ queryKey }) > 0;
  await client.cancelQueries({ queryKey });
  const isBehind = (client.getQueryData(queryKey)?.seq ?? 0) > view.seq;
  client.setQueryData(queryKey, view);
  if (isBeingRead || isBehind) void client.invalidateQueries({ queryKey });
}

async function readConversation(
  client: QueryClient,
  id: string,
  query: QueryInput<"readConversation">,
  signal?: AbortSignal,
): Promise<ConversationView> {
  const view = await callApi("readConversation", { params: { id }, query, signal });
  for (const request of view.requests) rememberRequest(client, request);
  return view;
}

/** Prompts that work with this catalog and fleet; with a repository, those that it answers. */
export function suggestionsQuery(repositoryId?: string) {
  return queryOptions({
    queryKey: repositoryId === undefined ? keys.suggestions : [...keys.suggestions, repositoryId],
    queryFn: ({ signal }) => callApi("suggestions", { query: { repositoryId }, signal }),
  });
}
