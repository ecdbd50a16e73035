import { tokenScopeSchema } from "#server/contracts/people.ts";
import { mcpMetadataPath, mcpPath } from "#server/contracts/routes.ts";

/**
 * What RFC 9728 has a protected resource say of itself. It names no authorization server, for there is none: a person
 * makes a token in Chiffon and gives it to the client.
 */
export function resourceMetadata(baseUrl: string): object {
  return {
    resource: `${baseUrl}${mcpPath}`,
    resource_name: "Chiffon",
    bearer_methods_supported: ["header"],
    scopes_supported: tokenScopeSchema.options,
    resource_documentation: `${baseUrl}/settings`,
  };
}

/** The challenge that goes with a refusal (RFC 6750), leading to {@link resourceMetadata}. */
export function challenge(
  baseUrl: string,
  problem: { readonly error: string; readonly scope?: string } | null,
): string {
  const parts = Object.entries({
    ...problem,
    resource_metadata: `${baseUrl}${mcpMetadataPath}`,
  }).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${parts.join(", ")}`;
}
