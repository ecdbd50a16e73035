import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, InboxItem, Reply } from "#server/contracts/api.ts";
import type { KeptHost } from "#server/contracts/host.ts";
import type { Role } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import { callApi } from "./api-client.ts";
import { keys, rememberRequest } from "./queries.ts";

function settleRequest(client: QueryClient, view: RequestView): void {
  rememberRequest(client, view);
  void client.invalidateQueries({ queryKey: keys.inbox });
  void client.invalidateQueries({ queryKey: keys.conversation(view.conversationId) });
}

/** Approves (whole or in part) or rejects one plan version by its digest. A refused decision reads the card again. */
export function useDecidePlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"decidePlan"> & { readonly planId: string }) =>
      callApi("decidePlan", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => {
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
      void client.invalidateQueries({ queryKey: keys.inbox });
    },
  });
}

/** Approves one of several plans as it was listed; never one of high risk. */
export function useApproveInBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, version, digest }: InboxItem) =>
      callApi("decidePlan", {
        params: { id: planId },
        body: {
          ...{ planVersion: version, planDigest: digest, decision: "approve", inBatch: true },
        },
      }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.inbox }),
  });
}

/** Starts an approved plan that waits for its time. */
export function useStartPlanNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (planId: string) => callApi("startPlanNow", { params: { id: planId }, body: {} }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Saves changed values, order or selection as a new version. */
export function useModifyPlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"modifyPlan"> & { readonly planId: string }) =>
      callApi("modifyPlan", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** What every change of a rule has in common: the list and the offers follow, refused or not. */
function ruleChange(client: QueryClient) {
  return {
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.rules });
      void client.invalidateQueries({ queryKey: keys.ruleOffers });
    },
  };
}

/** Makes a rule of a task that a person approved. */
export function useMakeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"makeRule">) => callApi("makeRule", { body }),
    ...ruleChange(client),
  });
}

/** Changes, renews or resumes a rule. */
export function useChangeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"changeRule"> & { readonly id: string }) =>
      callApi("changeRule", { params: { id }, body }),
    ...ruleChange(client),
  });
}

/** Revokes a rule, for good. */
export function useRevokeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeRule", { params: { id } }),
    ...ruleChange(client),
  });
}

/** Holds a drafted rule against the newest plans. Changes nothing. */
export function useTestRule() {
  return useMutation({
    mutationFn: (body: BodyInput<"testRule">) => callApi("testRule", { body }),
  });
}

/** Starts an unattended run through a list of requests. */
export function useStartUnattended() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"startUnattended">) => callApi("startUnattended", { body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.unattended }),
  });
}

/** Pauses, resumes or stops an unattended run. */
export function useSteerUnattended() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { readonly id: string; readonly how: "pause" | "resume" | "stop" }) =>
      callApi(`${how}Unattended`, { params: { id }, body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.unattended }),
  });
}

/** Has the hosts asked what a waiting plan would change. */
export function useStartPreview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"startPreview"> & { readonly planId: string }) =>
      callApi("startPreview", { params: { id: planId }, body }),
    onSuccess: (preview) => client.setQueryData(keys.preview(preview.planId), preview),
  });
}

/** Has a waiting plan keep the files that its preview named. It becomes a new version. */
export function useKeepFiles() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"keepFiles"> & { readonly planId: string }) =>
      callApi("keepFiles", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Gives a waiting plan a secret that it lacks: for this plan only, or for those to come. It becomes a new version. */
export function useGiveSecret(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: ({
      planId,
      keep,
      ...body
    }: BodyInput<"giveSecretOnce"> & {
      readonly planId: string;
      readonly keep: "once" | "save";
    }) =>
      callApi(keep === "once" ? "giveSecretOnce" : "saveSecretForPlan", {
        params: { id: planId },
        body,
      }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Gives anew what a run was refused with: stored, or for a plan that is made again with it. */
export function useGiveSecretAgain(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: ({
      planId,
      keep,
      ...body
    }: BodyInput<"giveSecretAgain"> & {
      readonly planId: string;
      readonly keep: "once" | "save";
    }) =>
      callApi(keep === "once" ? "giveSecretOnceAgain" : "giveSecretAgain", {
        params: { id: planId },
        body,
      }),
    onSuccess: (view, { keep }) => {
      if (keep === "save") return void client.invalidateQueries({ queryKey: keys.secrets });
      settleRequest(client, view);
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
    },
  });
}

/** Cancels what waits and stops what runs. */
export function useCancelRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      requestId,
      ...body
    }: BodyInput<"cancelRequest"> & { readonly requestId: string }) =>
      callApi("cancelRequest", { params: { id: requestId }, body }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Plans a request again; an ended one as a new request, which the old one then leads to. */
export function useReplanRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      requestId,
      ...body
    }: BodyInput<"replanRequest"> & { readonly requestId: string }) =>
      callApi("replanRequest", { params: { id: requestId }, body }),
    onSuccess: (view, { requestId }) => {
      settleRequest(client, view);
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
    },
  });
}

/** Records a person's verdict on a task whose outcome is unknown. */
export function useReviewTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, ...body }: BodyInput<"reviewTask"> & { readonly taskId: string }) =>
      callApi("reviewTask", { params: { id: taskId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Gives up on a run whose agent does not answer; a person then says what became of its task. */
export function useGiveUpTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) => callApi("giveUpTask", { params: { id: taskId }, body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Goes on with the rest of a task's hosts after the first, or leaves them untouched. */
export function useDecideFirstHost(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, ...body }: BodyInput<"decideFirstHost"> & { readonly taskId: string }) =>
      callApi("decideFirstHost", { params: { id: taskId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Gives a conversation a title that stays. */
export function useRenameConversation(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (title: string) =>
      callApi("renameConversation", { params: { id: conversationId }, body: { title } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Brings a deleted conversation back. */
export function useRestoreConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      callApi("restoreConversation", { params: { id: conversationId } }),
    onSuccess: (_, conversationId) => {
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Deletes a conversation, which can be brought back for a while; its requests stay in the audit. */
export function useDeleteConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      callApi("deleteConversation", { params: { id: conversationId } }),
    onSuccess: (_, conversationId) => {
      // It may still be drawn: whoever opens it again asks for it anew.
      const queryKey = keys.conversation(conversationId);
      void client.invalidateQueries({ queryKey, refetchType: "none" });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Switches an agent off or on, or changes its tags. */
export function useChangeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, ...body }: { agentId: string } & BodyInput<"changeAgent">) =>
      callApi("changeAgent", { params: { id: agentId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Says which hosts an agent's machine is. */
export function useSetAgentHosts() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, ...body }: { agentId: string } & BodyInput<"setAgentHosts">) =>
      callApi("setAgentHosts", { params: { id: agentId }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Forgets an agent that is gone. */
export function useRemoveAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => callApi("removeAgent", { params: { id: agentId } }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Makes a one-time token with which another machine enrols. */
export function useCreateEnrolment() {
  return useMutation({ mutationFn: () => callApi("createEnrolment") });
}

/** Ends such a token before it is used. */
export function useRevokeEnrolment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeEnrolment", { params: { id } }),
    onSettled: (_data, _error, id) =>
      void client.invalidateQueries({ queryKey: keys.enrolment(id) }),
  });
}

/** Ends an agent on another machine. */
export function useRevokeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => callApi("revokeAgent", { params: { id: agentId } }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Saves the rules of where work goes. */
export function useSaveRoutingRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"saveRoutingRules">) => callApi("saveRoutingRules", { body }),
    onSuccess: (view) => client.setQueryData(keys.routingRules, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.routingRules }),
  });
}

/** Asks where a task would go; nothing is started. */
export function useExplainRouting() {
  return useMutation({
    mutationFn: (body: BodyInput<"explainRouting">) => callApi("explainRouting", { body }),
  });
}

/** Connects to a host and pins its keys the first time. */
export function useTestHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"testHost">) => callApi("testHost", { body, timeoutMs: 60_000 }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.hosts }),
  });
}

function refreshCatalog(client: QueryClient): void {
  const stale = [keys.repositories, keys.doctor, keys.playbooks, keys.hosts, keys.suggestions];
  for (const queryKey of stale) void client.invalidateQueries({ queryKey });
}

/** Adds a host to Chiffon's own inventory, or changes one there. */
export function useSaveHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ isNew, body }: { readonly isNew: boolean; readonly body: KeptHost }) => {
      const { name, ...rest } = body;
      return isNew
        ? callApi("addHost", { body })
        : callApi("changeHost", { params: { name }, body: rest });
    },
    onSettled: () => refreshCatalog(client),
  });
}

/** Takes a host out of Chiffon's own inventory. */
export function useRemoveHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callApi("removeHost", { params: { name } }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Copies an inventory of this machine. */
export function useAddInventory() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addInventory">) =>
      callApi("addInventory", { body, timeoutMs: 60_000 }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Adds a repository and scans it. */
export function useAddRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addRepository">) =>
      callApi("addRepository", { body, timeoutMs: 120_000 }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Reads a repository again. */
export function useScanRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi("scanRepository", {
        params: { id: repositoryId },
        timeoutMs: 120_000,
      }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Changes what may be done with a repository's content. */
export function useChangeRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"changeRepository"> & { readonly id: string }) =>
      callApi("changeRepository", { params: { id }, body }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Keeps the inventory that a project uses. */
export function useChooseInventory(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"chooseInventory">) =>
      callApi("chooseInventory", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.doctor, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.doctor }),
  });
}

/** Runs a dynamic inventory once: up to a minute. */
export function useRefreshInventory(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"refreshInventory">) =>
      callApi("refreshInventory", { params: { id: repositoryId }, body, timeoutMs: 90_000 }),
    onSuccess: (view) => {
      client.setQueryData(keys.doctor, view);
      refreshCatalog(client);
    },
  });
}

/** Takes a repository out of Chiffon; nothing is deleted on disk. */
export function useRemoveRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi("removeRepository", { params: { id: repositoryId } }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Fetches what a repository needs: what is missing, or all anew. */
export function useInstallDependencies(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"installDependencies">) =>
      callApi("installDependencies", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.dependencies(repositoryId), view),
  });
}

/** Takes an offered update into use, or keeps what there is. */
export function useDecideDependencies(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"decideDependencies">) =>
      callApi("decideDependencies", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.dependencies(repositoryId), view),
    onError: () => void client.invalidateQueries({ queryKey: keys.dependencies(repositoryId) }),
  });
}

/** Checks the whole audit chain against the database and git. */
export function useVerifyAudit() {
  return useMutation({
    mutationFn: (): Promise<Reply<"verifyAudit">> => callApi("verifyAudit", { timeoutMs: 120_000 }),
  });
}

/** Changes a person's role or lets them in or out. */
export function useChangePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      personId,
      ...body
    }: BodyInput<"changePerson"> & { readonly personId: string }) =>
      callApi("changePerson", { params: { id: personId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people }),
  });
}

/** Makes a one-time invite link for a role. */
export function useInvitePerson() {
  return useMutation({
    mutationFn: (role: Role) => callApi("invitePerson", { body: { role } }),
  });
}

/** Sets what models may cost. */
export function useSetBudgets() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"setBudgets">) => callApi("setBudgets", { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.spend }),
  });
}

/** Changes one's own password; other sessions end. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: BodyInput<"changePassword">) => callApi("changePassword", { body }),
  });
}

/** Ends the session and leaves for the sign-in page, dropping everything this tab knew. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callApi("signOut"),
    onSuccess: () => {
      client.clear();
      window.location.assign("/sign-in");
    },
  });
}

/** Makes an API token. What it is made of leaves memory with the dialog. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: BodyInput<"createToken">) => callApi("createToken", { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

/** Ends an API token. */
export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeToken", { params: { id } }),
    onSuccess: (view) => client.setQueryData(keys.tokens, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

/** What every change of a secret has in common: the value is dropped from memory at once, the list follows. */
function secretChange(client: QueryClient) {
  return {
    gcTime: 0,
    onSuccess: (view: Reply<"listSecrets">) => {
      client.setQueryData(keys.secrets, view);
      void client.invalidateQueries({ queryKey: keys.settings });
      void client.invalidateQueries({ queryKey: keys.doctor });
      void client.invalidateQueries({ queryKey: keys.hosts });
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.secrets }),
  };
}

/** Stores a secret. */
export function useAddSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addSecret">) => callApi("addSecret", { body }),
    ...secretChange(client),
  });
}

/** Gives a secret a new value. */
export function useRotateSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"rotateSecret"> & { readonly id: string }) =>
      callApi("rotateSecret", { params: { id }, body }),
    ...secretChange(client),
  });
}

/** Deletes a secret for good. */
export function useRemoveSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("removeSecret", { params: { id } }),
    ...secretChange(client),
  });
}

/** Says which evidence each phase needs. */
export function useSaveGateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"saveGateSettings">) => callApi("saveGateSettings", { body }),
    onSuccess: (settings) => client.setQueryData(keys.gateSettings, settings),
  });
}

/** Tries background work again that was set aside, or drops it. */
export function useDecideSetAsideJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"decideSetAsideJob">) => callApi("decideSetAsideJob", { body }),
    onSuccess: (view) => {
      client.setQueryData(keys.setAsideJobs, view);
      void client.invalidateQueries({ queryKey: keys.settings });
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.setAsideJobs }),
  });
}

/** Has a playbook or task file looked at for suggestions. */
export function useStartReview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      repositoryId,
      ...body
    }: BodyInput<"startReview"> & { readonly repositoryId: string }) =>
      callApi("startReview", { params: { id: repositoryId }, body }),
    onSuccess: (review) => client.setQueryData(keys.review(review.id), review),
  });
}

/** Has the patch of a review put on a branch: all that is proven together (null), or one suggestion's. */
export function usePutReviewOnBranch(reviewId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (suggestion: number | null) =>
      callApi("putReviewOnBranch", { params: { id: reviewId }, body: { suggestion } }),
    onSuccess: (review) => client.setQueryData(keys.review(reviewId), review),
  });
}

/** Has a playbook and a role written for a service. */
export function useStartScaffold() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      repositoryId,
      ...body
    }: BodyInput<"startScaffold"> & { readonly repositoryId: string }) =>
      callApi("startScaffold", { params: { id: repositoryId }, body }),
    onSuccess: (scaffold) => client.setQueryData(keys.scaffold(scaffold.id), scaffold),
  });
}

/** Has edited files checked, as a version of its own. */
export function useEditScaffold(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"editScaffold">) =>
      callApi("editScaffold", { params: { id: scaffoldId }, body }),
    onSuccess: (edited) => client.setQueryData(keys.scaffold(edited.id), edited),
  });
}

/** Has it written again with what was open, as a version of its own. */
export function useFillScaffold(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"fillScaffold">) =>
      callApi("fillScaffold", { params: { id: scaffoldId }, body }),
    onSuccess: (filled) => client.setQueryData(keys.scaffold(filled.id), filled),
  });
}

/** What a model would fill in; kept by nobody. */
export function useProposeScaffoldValues(scaffoldId: string) {
  return useMutation({
    mutationFn: () => callApi("proposeScaffoldValues", { params: { id: scaffoldId } }),
  });
}

/** Has what was written put on a branch. */
export function usePutScaffoldOnBranch(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callApi("putScaffoldOnBranch", { params: { id: scaffoldId } }),
    onSuccess: (scaffold) => client.setQueryData(keys.scaffold(scaffoldId), scaffold),
  });
}

const changeSteps = { put: "putChange", apply: "applyChange", revert: "revertChange" } as const;

/** The next step of a change to a repository. What shows it is read again. */
export function useChangeStep(changeId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: keyof typeof changeSteps) =>
      callApi(changeSteps[step], { params: { id: changeId } }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.reviews }),
        client.invalidateQueries({ queryKey: keys.scaffolds }),
        client.invalidateQueries({ queryKey: keys.changes }),
      ]),
  });
}

/** Makes what a task of a plan switches on a change to its repository. */
export function useKeepOn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, taskKey }: { readonly planId: string; readonly taskKey: string }) =>
      callApi("keepOn", { params: { id: planId }, body: { taskKey } }),
    onSuccess: (change) => client.setQueryData(keys.change(change.id), change),
  });
}
