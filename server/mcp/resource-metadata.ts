import type { TokenScope } from "#server/contracts/people.ts";
import { connectPath, mcpMetadataPath, mcpPath, oauthPaths } from "#server/contracts/routes.ts";
import { mcpScopes } from "#server/people/domain/token-scopes.ts";

/** What a client is told to ask for where nobody told it what it needs: to look and to ask, not to approve. */
const usualScopes = ["read", "ask"] as const satisfies readonly TokenScope[];

/**
 * What RFC 9728 has a protected resource say of itself. A person makes a token in Chiffon and gives it to the client, or
 * the client asks them for one, here.
 */
export function resourceMetadata(baseUrl: string): object {
  return {
    resource: `${baseUrl}${mcpPath}`,
    resource_name: "Chiffon",
    authorization_servers: [baseUrl],
    bearer_methods_supported: ["header"],
    scopes_supported: usualScopes,
    resource_documentation: `${baseUrl}/settings`,
  };
}

/** What RFC 8414 has an authorization server say of itself: clients come by code, with PKCE, and hold no secret. */
export function serverMetadata(baseUrl: string): object {
  return {
    issuer: baseUrl,
    authorization_endpoint: `${baseUrl}${connectPath}`,
    token_endpoint: `${baseUrl}${oauthPaths.token}`,
    registration_endpoint: `${baseUrl}${oauthPaths.register}`,
    scopes_supported: mcpScopes,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none"],
    authorization_response_iss_parameter_supported: true,
    service_documentation: `${baseUrl}/settings`,
  };
}

/** The challenge that goes with a refusal (RFC 6750), leading to {@link resourceMetadata}. */
export function challenge(
  baseUrl: string,
  problem: { readonly error?: string; readonly scope?: string },
): string {
  const parts = Object.entries({
    ...problem,
    scope: problem.scope ?? usualScopes.join(" "),
    resource_metadata: `${baseUrl}${mcpMetadataPath}`,
  }).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${parts.join(", ")}`;
}
