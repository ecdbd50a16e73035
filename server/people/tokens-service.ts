import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type ApiToken,
  actorOf,
  type CreateTokenBody,
  type Principal,
} from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import { type RateState, TokenLimiter } from "./token-limiter.ts";
import * as tokens from "./tokens-repository.ts";

/** More than this many at once is a mistake, or somebody else's doing. */
const maxTokens = 50;
/** Starts every token, so that scanners of leaked secrets can tell one. */
const tokenPrefix = "chf_";
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
   */
  async call(token: string, address: string): Promise<TokenCall> {
    const found = tokenShape.test(token) ? await tokens.findToken(this.#db, sha256(token)) : null;
    if (found === null || found.ended !== null) {
      const principal = found?.principal ?? null;
      const rate = await this.#limiter.countRefused(address);
      if (rate.isOver) return { kind: "too_many", principal, rate };
      return { kind: "refused", reason: reasonOf(found?.ended ?? null), principal };
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
    const token = `${tokenPrefix}${randomToken(32)}`;
    const scopes = [...new Set(body.scopes)];
    const created = await inTransaction(this.#db, async (tx) => {
      const count = await tokens.countTokens(tx, principal.personId);
      if (count === null) throw new AppError("not_signed_in");
      if (count >= maxTokens) {
        const message = `You have ${maxTokens} tokens. Revoke one first.`;
        throw new AppError("invalid_input", { message });
      }
      const made = await tokens.insertToken(tx, {
        personId: principal.personId,
        name: body.name,
        tokenHash: sha256(token),
        scopes,
        days: body.days,
      });
      await this.#audit.record(tx, {
        type: "token.created",
        actor: actorOf(principal),
        facts: {
          tokenId: made.id,
          name: made.name,
          scopes: scopes.join(" "),
          expiresAt: made.expiresAt,
        },
      });
      return made;
    });
    return { token, created };
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

function reasonOf(ended: tokens.FoundToken["ended"]): string {
  switch (ended) {
    case "revoked":
      return "The API token was revoked.";
    case "expired":
      return "The API token has expired.";
    case "blocked":
      return "The API token's person is blocked.";
    case null:
      return "The API token is not known.";
  }
}
