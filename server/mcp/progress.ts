import type { ServerContext } from "@modelcontextprotocol/server";

/** More than this of one call tells nobody anything. */
const mostSteps = 100;

/** Passes steps on as progress of a call, where its caller asked for that; undefined where not. */
export function tellProgress({ mcpReq }: ServerContext): ((step: string) => void) | undefined {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return (message) => {
    progress += 1;
    if (progress > mostSteps) return;
    const params = { progressToken, progress, message };
    // Whoever has gone is told nothing more; the call itself finds out that they have.
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
  };
}
