import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type ApiToken,
  actorOf,
  type CreateTokenBody,
  type Principal,
  type TokenAudience,
} from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import { makeToken, tooManyTokens } from "./make-token.ts";
import { type RateState, TokenLimiter } from "./token-limiter.ts";
import * as tokens from "./tokens-repository.ts";

const tokenShape = /^chf_[A-Za-z0-9_-]{43}$/;

/** What became of a call with a token. */
export type TokenCall =
  | { readonly kind: "admitted"; readonly principal: Principal; readonly rate: RateState }
  /** `principal` is whose it was, for the history; null for a token that never existed. */
  | { readonly kind: "refused"; readonly reason: string; readonly principal: Principal | null }
  | { readonly kind: "too_many"; readonly principal: Principal | null; readonly rate: RateState };

/** Personal API tokens: made, listed, revoked, and who calls with one. Stored hashed; shown once. */
export class TokensService {
  readonly #db: Database;
  readonly #audit: Pick<AuditService, "record">;
  readonly #limiter: TokenLimiter;

  constructor(deps: {
    db: Database;
    audit: Pick<AuditService, "record">;
    limiter?: TokenLimiter;
  }) {
    this.#db = deps.db;
    this.#audit = deps.audit;
    this.#limiter = deps.limiter ?? new TokenLimiter();
  }

  /**
   * Who calls with this token, by the role they have now. Counts the call: each token has a rate of its own, and an
   * address that shows tokens which are none has one too.
   *
   * @param door what is called: a token that is good for one of them is refused by the others
   */
  async call(
    token: string,
    { address, door }: { address: string; door: TokenAudience | "api" },
  ): Promise<TokenCall> {
    const found = tokenShape.test(token) ? await tokens.findToken(this.#db, sha256(token)) : null;
    const fault = faultOf(found, door);
    if (found === null || fault !== null) {
      const principal = found?.principal ?? null;
      const rate = await this.#limiter.countRefused(address);
      if (rate.isOver) return { kind: "too_many", principal, rate };
      return { kind: "refused", reason: fault ?? unknownToken, principal };
    }
    const { principal } = found;
    const rate = await this.#limiter.count(principal.sessionId);
    if (rate.isOver) return { kind: "too_many", principal, rate };
    return { kind: "admitted", principal, rate };
  }

  /** The caller's tokens that still count, newest first. */
  async list({ personId }: Principal): Promise<ApiToken[]> {
    return tokens.listTokens(this.#db, personId);
  }

  /** Makes a token for the caller. @throws invalid_input at 50 tokens, not_signed_in when they were blocked meanwhile */
  async create(
    principal: Principal,
    body: CreateTokenBody,
  ): Promise<{ token: string; created: ApiToken }> {
    const wanted = { ...body, audience: null };
    return inTransaction(this.#db, async (tx) => {
      const made = await makeToken(tx, this.#audit, principal, wanted);
      if (made.kind === "blocked") throw new AppError("not_signed_in");
      if (made.kind === "too_many") throw new AppError("invalid_input", { message: tooManyTokens });
      return { token: made.token, created: made.created };
    });
  }

  /** Ends one of the caller's tokens; from now on it is refused. @throws not_found */
  async revoke(principal: Principal, tokenId: string): Promise<void> {
    await inTransaction(this.#db, async (tx) => {
      const name = await tokens.revokeToken(tx, principal.personId, tokenId);
      if (name === null) throw new AppError("not_found");
      await this.#audit.record(tx, {
        type: "token.revoked",
        actor: actorOf(principal),
        facts: { tokenId, name, reason: "revoked" },
      });
    });
  }
}

const unknownToken = "The API token is not known.";

/** Why a token is not taken; null where it is. */
function faultOf(found: tokens.FoundToken | null, door: TokenAudience | "api"): string | null {
  switch (found?.ended) {
    case undefined:
      return unknownToken;
    case "revoked":
      return "The API token was revoked.";
    case "expired":
      return "The API token has expired.";
    case "blocked":
      return "The API token's person is blocked.";
    case null:
      return found.audience === null || found.audience === door
        ? null
        : "This token was given to an MCP client and is good for MCP alone.";
  }
}
