import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Body, Reply } from "#server/contracts/api.ts";
import type { Role } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import { callApi } from "./api-client.ts";
import { keys, rememberRequest } from "./queries.ts";

const at = (id: string): string => encodeURIComponent(id);

function settleRequest(client: QueryClient, view: RequestView): void {
  rememberRequest(client, view);
  void client.invalidateQueries({ queryKey: keys.inbox });
  void client.invalidateQueries({ queryKey: keys.conversation(view.conversationId) });
}

/** Approves or rejects one plan version by its digest. A refused decision reads the card again. */
export function useDecidePlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: Body<"decidePlan"> & { readonly planId: string }) =>
      callApi<"decidePlan">("POST", `/api/v1/plan/${at(planId)}/approve`, { body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => {
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
      void client.invalidateQueries({ queryKey: keys.inbox });
    },
  });
}

/** Saves changed values, order or selection as a new version. */
export function useModifyPlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: Body<"modifyPlan"> & { readonly planId: string }) =>
      callApi<"modifyPlan">("POST", `/api/v1/plan/${at(planId)}/versions`, { body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Cancels what waits and stops what runs. */
export function useCancelRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId, reason }: { requestId: string; reason?: string }) =>
      callApi<"cancelRequest">("POST", `/api/v1/requests/${at(requestId)}/cancel`, {
        body: reason ? { reason } : {},
      }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Plans the same wish again. */
export function useReplanRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId, reason }: { requestId: string; reason?: string }) =>
      callApi<"replanRequest">("POST", `/api/v1/requests/${at(requestId)}/replan`, {
        body: reason ? { reason } : {},
      }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Stops one task; asked again while it still runs, it is killed. */
export function useCancelTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      callApi<"cancelTask">("POST", `/api/v1/cancel/${at(taskId)}`, { body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Says what became of a task that nobody could tell about. */
export function useReviewTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, ...body }: Body<"reviewTask"> & { readonly taskId: string }) =>
      callApi<"reviewTask">("POST", `/api/v1/tasks/${at(taskId)}/review`, { body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Deletes a conversation; its requests stay in the audit. */
export function useDeleteConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      callApi<"deleteConversation">("DELETE", `/api/conversations/${at(conversationId)}`),
    onSuccess: (_, conversationId) => {
      client.removeQueries({ queryKey: keys.conversation(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Enables or disables an agent. */
export function useToggleAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) =>
      callApi<"toggleAgent">("POST", `/api/v1/agents/${at(agentId)}/toggle`, { body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Connects to a host and pins its keys the first time. */
export function useTestHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<"testHost">) =>
      callApi<"testHost">("POST", "/api/hosts/test", { body, timeoutMs: 60_000 }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.hosts }),
  });
}

function refreshCatalog(client: QueryClient): void {
  for (const queryKey of [keys.repositories, keys.playbooks, keys.hosts, keys.suggestions]) {
    void client.invalidateQueries({ queryKey });
  }
}

/** Adds a repository and scans it. */
export function useAddRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<"addRepository">) =>
      callApi<"addRepository">("POST", "/api/repositories", { body, timeoutMs: 120_000 }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Reads a repository again. */
export function useScanRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi<"scanRepository">("POST", `/api/repositories/${at(repositoryId)}/scan`, {
        body: {},
        timeoutMs: 120_000,
      }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Changes what may be done with a repository's content. */
export function useChangeRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Body<"changeRepository"> & { readonly id: string }) =>
      callApi<"changeRepository">("PATCH", `/api/repositories/${at(id)}`, { body }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Takes a repository out of Chiffon; nothing is deleted on disk. */
export function useRemoveRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi<"removeRepository">("DELETE", `/api/repositories/${at(repositoryId)}`),
    onSettled: () => refreshCatalog(client),
  });
}

/** Checks the whole audit chain against the database and git. */
export function useVerifyAudit() {
  return useMutation({
    mutationFn: (): Promise<Reply<"verifyAudit">> =>
      callApi<"verifyAudit">("POST", "/api/v1/audit/verify", { body: {}, timeoutMs: 120_000 }),
  });
}

/** Changes a person's role or lets them in or out. */
export function useChangePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ personId, ...body }: Body<"changePerson"> & { readonly personId: string }) =>
      callApi<"changePerson">("PATCH", `/api/people/${at(personId)}`, { body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people }),
  });
}

/** Makes a one-time invite link for a role. */
export function useInvitePerson() {
  return useMutation({
    mutationFn: (role: Role) => callApi<"invitePerson">("POST", "/api/invites", { body: { role } }),
  });
}

/** Sets what models may cost. */
export function useSetBudgets() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<"setBudgets">) =>
      callApi<"setBudgets">("PATCH", "/api/v1/spend/budgets", { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.spend }),
  });
}

/** Changes one's own password; other sessions end. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Body<"changePassword">) =>
      callApi<"changePassword">("POST", "/api/session/password", { body }),
  });
}

/** Ends the session and leaves for the sign-in page, dropping everything this tab knew. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callApi<"signOut">("DELETE", "/api/session"),
    onSuccess: () => {
      client.clear();
      window.location.assign("/sign-in");
    },
  });
}
