import type { FileEndpointName } from "#server/contracts/api.ts";
import type { EndpointName } from "#server/contracts/routes.ts";

/** What each endpoint does, in a line. One that is missing here does not compile. */
export const operationWords: Readonly<Record<EndpointName, string>> = {
  health: "Say how Chiffon is",
  readOpenApi: "Read this document",

  setUpState: "Say whether the first admin is still to be made",
  setUp: "Make the first admin",
  signIn: "Sign in",
  currentSession: "Say who is calling",
  signOut: "Sign out",
  changePassword: "Change one's own password",
  listPeople: "List everyone with an account",
  changePerson: "Change a person's role, or block them",
  invitePerson: "Invite someone",
  acceptInvite: "Join by an invite",
  listTokens: "List one's own API tokens",
  createToken: "Make an API token",
  revokeToken: "Revoke an API token",

  sendMessage: "Say something in the chat",
  listConversations: "List conversations",
  readConversation: "Read a conversation",
  deleteConversation: "Delete a conversation's messages",
  suggestions: "List examples of what can be asked",
  inbox: "List plans that wait for a decision",

  submitRequest: "Make a request",
  readRequest: "Read a request with its plan and tasks",
  cancelRequest: "Cancel a request",
  replanRequest: "Plan a request again, or what undoes it",
  readPhases: "Read the phases a request went through",
  readPostMortem: "Read what went wrong in a failed request",
  downloadPostMortem: "Download what went wrong as Markdown",
  readContext: "Read what is known around a request",
  addToContext: "Add a note to a request",
  readPlan: "Read the live plan of a request, by the request's id",
  decidePlan: "Approve or reject a plan",
  modifyPlan: "Change a plan into a new version",
  startPreview: "Have the hosts asked what a plan would change",
  readPreview: "Read the newest preview of a plan",
  keepOn: "Keep a line of the inventory switched on for a plan",
  giveSecretOnce: "Give a plan a secret, for this plan only",
  saveSecretForPlan: "Give a plan a secret and keep it",
  giveSecretAgain: "Give a secret again that did not work",
  giveSecretOnceAgain: "Plan again with a secret that did not work, given for that plan only",
  planStatus: "Say where a plan stands",
  taskStatus: "Say where a task stands",
  cancelTask: "Cancel a task",
  reviewTask: "Say how a task ended that nobody saw end",
  giveUpTask: "Give up a task whose run is lost",
  readRun: "Read a run with its events",
  readRunLog: "Read lines of a run's output",
  downloadRunLog: "Download a run's output as text",

  listAgents: "List agents",
  toggleAgent: "Switch an agent off or on",

  queryAudit: "Search the history",
  auditFailures: "List failures of the last days",
  auditByService: "List what happened to a service",
  exportAudit: "Download the history",
  verifyAudit: "Prove that the history was not changed",

  readSpend: "Read what models did and cost",
  setBudgets: "Set what models may cost",
  readModelDecisions: "Read which model was asked for a request, and why",

  listRepositories: "List repositories",
  addRepository: "Add a repository",
  scanRepository: "Read a repository again",
  changeRepository: "Change how a repository is used",
  removeRepository: "Remove a repository",
  chooseInventory: "Choose a repository's inventory",
  refreshInventory: "Ask a dynamic inventory for its hosts",
  readDoctor: "Say what each repository still needs",
  readDependencies: "Read what a repository depends on",
  installDependencies: "Install what a repository depends on",
  decideDependencies: "Use or decline what was installed",
  readInstallLog: "Read lines of an install's output",
  startReview: "Have a playbook looked at for suggestions",
  readReview: "Read suggestions for a playbook",
  putReviewOnBranch: "Put suggested changes on a branch",
  startScaffold: "Have a playbook written for a service",
  readScaffold: "Read a playbook that was written",
  putScaffoldOnBranch: "Put a written playbook on a branch",
  readChange: "Read a change to a repository",
  putChange: "Put a change on a branch",
  applyChange: "Merge a change",
  revertChange: "Take a change back",
  listPlaybooks: "List playbooks",
  listHosts: "List hosts",
  addHost: "Add a host",
  changeHost: "Change a host",
  removeHost: "Remove a host",
  testHost: "Test the connection to a host",
  addInventory: "Add an inventory that lies outside git",
  readSettings: "Read facts about this installation",

  listSecrets: "List secrets, without their values",
  addSecret: "Store a secret",
  rotateSecret: "Give a secret a new value",
  removeSecret: "Delete a secret",

  listSetAsideJobs: "List background jobs that were set aside",
  decideSetAsideJob: "Try such a job again, or drop it",
};

/** Statuses of a good answer, where they are not 200 alone. */
export const successStatus: { readonly [Name in EndpointName]?: readonly number[] } = {
  sendMessage: [200, 202],
  submitRequest: [202],
};

/** What the endpoints that answer with a file answer with. */
export const fileTypes: Readonly<Record<FileEndpointName, readonly string[]>> &
  Partial<Record<EndpointName, readonly string[]>> = {
  readOpenApi: ["application/json"],
  downloadPostMortem: ["text/markdown"],
  downloadRunLog: ["text/plain"],
  exportAudit: ["text/csv", "application/json"],
};
