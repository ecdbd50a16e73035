const namedHosts = 3;

/** What a lost run may still be doing, for the person who has to judge it. */
export function mayStillRun(run: {
  readonly taskName: string;
  readonly agentName: string;
  readonly hosts: readonly string[];
}): string {
  const named = run.hosts.slice(0, namedHosts).join(", ");
  const more = run.hosts.length - namedHosts;
  const hosts = more > 0 ? `${named} and ${more} more` : named;
  return `"${run.taskName}" may still be running on ${hosts || "its hosts"}, started by the agent ${run.agentName}. Look there, then say what became of it.`;
}
