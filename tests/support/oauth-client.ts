import {
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import type { ConnectClientBody } from "#server/contracts/connection.ts";
import { mcpPath } from "#server/contracts/routes.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { newClient, type Revision } from "#tests/support/mcp-client.ts";

/** A client's own side of signing in, as the official SDK asks for it: registration, PKCE, state, tokens. */
export class SigningIn implements OAuthClientProvider {
  /** Where the person's browser was sent. */
  sentTo: URL | null = null;
  #registered: StoredOAuthClientInformation | undefined;
  #tokens: StoredOAuthTokens | undefined;
  #verifier = "";
  #discovered: OAuthDiscoveryState | undefined;
  readonly redirectUrl: string;

  constructor(redirectUrl: string) {
    this.redirectUrl = redirectUrl;
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: "Test assistant",
      redirect_uris: [this.redirectUrl],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    };
  }
  state = () => "state-of-the-client";
  clientInformation = () => this.#registered;
  saveClientInformation(registered: StoredOAuthClientInformation): void {
    this.#registered = registered;
  }
  tokens = () => this.#tokens;
  saveTokens(tokens: StoredOAuthTokens): void {
    this.#tokens = tokens;
  }
  redirectToAuthorization(url: URL): void {
    this.sentTo = url;
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }
  codeVerifier = () => this.#verifier;
  discoveryState = () => this.#discovered;
  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.#discovered = state;
  }
}

/** A client of the official SDK with no token, and how it reaches a server. */
export function clientWithoutToken(
  url: string,
  revision: Revision,
  redirectUrl = "http://127.0.0.1:33418/callback",
) {
  const provider = new SigningIn(redirectUrl);
  const transport = () =>
    new StreamableHTTPClientTransport(new URL(mcpPath, url), { authProvider: provider });
  return { provider, transport, client: () => newClient(revision) };
}

/** What the consent page asks, as its form sends it. */
export function askOf(sentTo: URL): Omit<ConnectClientBody, "scopes" | "days"> {
  const field = (name: string) => sentTo.searchParams.get(name);
  return {
    ...{ clientId: field("client_id") ?? "", redirectUri: field("redirect_uri") ?? "" },
    ...{ responseType: "code", codeChallengeMethod: "S256" },
    ...{ codeChallenge: field("code_challenge") ?? "", scope: field("scope") },
    ...{ state: field("state"), resource: field("resource") },
  };
}

/** A person lets a client in. @returns where their browser is led */
export async function letIn(
  person: ChiffonClient,
  sentTo: URL,
  scopes: ConnectClientBody["scopes"],
): Promise<URL> {
  const body = { ...askOf(sentTo), scopes, days: 1 };
  const { redirectTo } = await person.call<{ redirectTo: string }>("POST", "/api/connect", body);
  return new URL(redirectTo);
}
