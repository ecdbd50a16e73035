import type { Edge } from "#server/http/edge.ts";
import { isOwnHost, isOwnOrigin, type OriginHeaders } from "#server/http/origin.ts";
import { AppError } from "#server/lib/app-error.ts";

/**
 * Host and Origin as for every endpoint, but that a program, which has no Origin, may come without a token: it is told that
 * it needs one, or asks for it.
 *
 * @throws host_refused, origin_refused
 */
export function checkPlaces({ origins }: Edge, headers: OriginHeaders): void {
  if (!isOwnHost(origins, headers.host)) throw new AppError("host_refused");
  const isPage = headers.origin !== undefined || headers.secFetchSite !== undefined;
  if (isPage && !isOwnOrigin(origins, headers)) throw new AppError("origin_refused");
}
