import type { Edge } from "#server/http/edge.ts";
import type { RequestFacts } from "#server/http/request-facts.ts";

/** The address by which the caller reached us: the gate has seen that it is one of ours. */
export function baseUrlOf({ origins }: Edge, { headers, caller }: RequestFacts): string {
  const { publicUrl } = origins;
  if (publicUrl !== null && headers.host?.toLowerCase() === publicUrl.host) return publicUrl.origin;
  return `${caller.secure ? "https" : "http"}://${headers.host ?? ""}`;
}
