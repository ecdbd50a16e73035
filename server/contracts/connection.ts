import { z } from "zod";
import { tokenDaysSchema, tokenScopeSchema } from "./people.ts";

/** Longest address that a client may be led back to. */
const redirectUriSchema = z.string().min(1).max(500);

/** What a client says of itself when it registers (RFC 7591); what else it says is not needed. Spelt as the standard spells it. */
export const registerClientBodySchema = z.object({
  client_name: z.string().max(200).optional(),
  redirect_uris: z.array(redirectUriSchema).min(1).max(10),
});
export type RegisterClientBody = z.infer<typeof registerClientBodySchema>;

/** What a client asks a person for: the query of the consent page (RFC 6749, 7636, 8707), in our spelling. */
export const connectAskSchema = z.object({
  clientId: z.string().min(1).max(6_000),
  redirectUri: redirectUriSchema,
  responseType: z.literal("code"),
  codeChallenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "43 characters of base64url"),
  codeChallengeMethod: z.literal("S256"),
  scope: z.string().max(500).nullable(),
  state: z.string().max(2_000).nullable(),
  /** What the token is to be good for; null where the client does not say. */
  resource: z.string().max(500).nullable(),
});
export type ConnectAsk = z.infer<typeof connectAskSchema>;

/** The scopes that any tool or resource takes: others would be given for nothing. */
export const mcpScopeSchema = tokenScopeSchema.extract(["read", "ask", "approve"]);

/** What a person lets a client do. */
export const connectClientBodySchema = connectAskSchema.strict().extend({
  scopes: z.array(mcpScopeSchema).min(1).max(mcpScopeSchema.options.length),
  days: tokenDaysSchema,
});
export type ConnectClientBody = z.infer<typeof connectClientBodySchema>;

/** How a client asks for its token, as the form is spelt (RFC 6749). */
export const redeemCodeBodySchema = z.object({
  grant_type: z.literal("authorization_code"),
  code: z.string().min(1).max(200),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  client_id: z.string().min(1).max(6_000),
  redirect_uri: redirectUriSchema,
  resource: z.string().max(500).optional(),
});
export type RedeemCodeBody = z.infer<typeof redeemCodeBodySchema>;
