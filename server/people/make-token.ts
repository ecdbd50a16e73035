import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type ApiToken,
  actorOf,
  type Principal,
  type TokenAudience,
  type TokenScope,
} from "#server/contracts/people.ts";
import type { Tx } from "#server/platform/prisma.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import { countTokens, insertToken } from "./tokens-repository.ts";

/** More than this many at once is a mistake, or somebody else's doing. */
const maxTokens = 50;
export const tooManyTokens = `You have ${maxTokens} tokens. Revoke one first.`;
/** Starts every token, so that scanners of leaked secrets can tell one. */
const tokenPrefix = "chf_";

/** What a token is made with. */
export interface WantedToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly days: number;
  readonly audience: TokenAudience | null;
}

/** A token that was made, which stands nowhere else; or why none was. */
export type MadeToken =
  | { readonly kind: "made"; readonly token: string; readonly created: ApiToken }
  | { readonly kind: "blocked" }
  | { readonly kind: "too_many" };

/** Makes a token for a person and notes it. Two at once are counted one after the other. */
export async function makeToken(
  tx: Tx,
  audit: Pick<AuditService, "record">,
  principal: Principal,
  wanted: WantedToken,
): Promise<MadeToken> {
  const count = await countTokens(tx, principal.personId);
  if (count === null) return { kind: "blocked" };
  if (count >= maxTokens) return { kind: "too_many" };
  const token = `${tokenPrefix}${randomToken(32)}`;
  const { name, days, audience } = wanted;
  const scopes = [...new Set(wanted.scopes)];
  const created = await insertToken(tx, {
    ...{ personId: principal.personId, name, tokenHash: sha256(token), scopes, days, audience },
  });
  await audit.record(tx, {
    type: "token.created",
    actor: actorOf(principal),
    facts: {
      ...{ tokenId: created.id, name, scopes: scopes.join(" "), expiresAt: created.expiresAt },
      ...(audience === null ? {} : { audience }),
    },
  });
  return { kind: "made", token, created };
}
