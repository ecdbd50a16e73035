import { type ConnectAsk, connectAskSchema } from "#server/contracts/connection.ts";
import type { Edge } from "#server/http/edge.ts";

/** What a client's address asks a person for; or why they are not asked, and where that may be said to the client. */
export type ReadAsk =
  | {
      readonly kind: "asked";
      readonly ask: ConnectAsk;
      readonly name: string;
      readonly destination: string;
    }
  | { readonly kind: "fault"; readonly message: string; readonly back: BackToClient | null };

/** An answer that is none: for a client that is known, at an address it registered. */
export interface BackToClient {
  readonly name: string;
  readonly redirectUri: string;
  readonly error: "invalid_request" | "unsupported_response_type";
  readonly state: string | null;
}

/**
 * Reads the query of the consent page. Whoever can't be told by it is never led anywhere; and a client whose question is
 * wrong is told so only when the person presses for it, since anybody may register any address (RFC 9700, 4.11.2).
 */
export function readConnectAsk(
  { services, toKnownError }: Pick<Edge, "services" | "toKnownError">,
  query: Readonly<Record<string, string | string[] | undefined>>,
): ReadAsk {
  const field = (name: string) => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const given = {
    ...{ clientId: field("client_id") ?? "", redirectUri: field("redirect_uri") ?? "" },
    ...{ responseType: field("response_type"), state: field("state"), scope: field("scope") },
    codeChallenge: field("code_challenge"),
    codeChallengeMethod: field("code_challenge_method"),
    resource: field("resource"),
  };
  try {
    const { name, destination } = services.connections.describe(given);
    const read = connectAskSchema.safeParse(given);
    if (read.success) return { kind: "asked", ask: read.data, name, destination };
    const isOther = given.responseType !== "code";
    const back = {
      ...{ name, redirectUri: given.redirectUri, state: given.state },
      error: isOther ? ("unsupported_response_type" as const) : ("invalid_request" as const),
    };
    return { kind: "fault", message: faultOf(read.error.issues[0]?.path[0]), back };
  } catch (error) {
    return { kind: "fault", message: toKnownError(error).message, back: null };
  }
}

function faultOf(field: PropertyKey | undefined): string {
  switch (field) {
    case "responseType":
      return "The client asks in a way that is not served here: only codes are given (response_type=code).";
    case "codeChallenge":
    case "codeChallengeMethod":
      return "The client asks without PKCE (code_challenge_method=S256), so its code could be stolen.";
    default:
      return `What the client asks with is not valid: ${String(field ?? "unknown")}.`;
  }
}
