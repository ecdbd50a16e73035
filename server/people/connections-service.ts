import { hash } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type {
  ConnectAsk,
  ConnectClientBody,
  RedeemCodeBody,
  RegisterClientBody,
} from "#server/contracts/connection.ts";
import { actorOf, type Principal, type TokenScope } from "#server/contracts/people.ts";
import { mcpPath } from "#server/contracts/routes.ts";
import { AppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import { type FoundCode, insertCode, lockCode, markRedeemed } from "./connections-repository.ts";
import { type Client, clientIdOf, readClient, registeredClient } from "./domain/client-id.ts";
import { destinationOf, withAnswer } from "./domain/redirects.ts";
import { makeToken, tooManyTokens } from "./make-token.ts";
import { revokeToken } from "./tokens-repository.ts";

/** How long a client has to fetch its token. */
const codeGoodForSeconds = 60;
const secondsOfDay = 86_400;

/** A client that registered; or why it was not taken. */
export type Registered =
  | { readonly kind: "registered"; readonly clientId: string; readonly client: Client }
  | { readonly kind: "fault"; readonly message: string };

/** The token that a code was redeemed for; or why there is none, as RFC 6749 and 8707 name it. */
export type Redeemed =
  | {
      readonly kind: "token";
      readonly token: string;
      readonly scopes: readonly TokenScope[];
      readonly expiresInSeconds: number;
    }
  | {
      readonly kind: "refused";
      readonly error: "invalid_grant" | "invalid_client" | "invalid_target";
      readonly reason: string;
      /** Whose code it was. */
      readonly principal: Principal | null;
    };

/**
 * MCP clients that a person lets in by looking at a page: what they ask for, the code that their answer brings, and the
 * token that it is redeemed for. It is a personal API token, good for MCP alone.
 */
export class ConnectionsService {
  readonly #db: Database;
  readonly #audit: Pick<AuditService, "record">;

  constructor(deps: { db: Database; audit: Pick<AuditService, "record"> }) {
    this.#db = deps.db;
    this.#audit = deps.audit;
  }

  /** Gives a client its id. Nothing is kept: the id says what the client said. */
  register({ client_name, redirect_uris }: RegisterClientBody): Registered {
    const read = registeredClient(client_name, redirect_uris);
    if (read.kind === "fault") return read;
    return { kind: "registered", clientId: clientIdOf(read.client), client: read.client };
  }

  /** Who asks, and where the answer goes. @throws invalid_input when it can't be told, so nobody may be led there */
  describe(ask: Pick<ConnectAsk, "clientId" | "redirectUri">): {
    readonly name: string;
    readonly destination: string;
  } {
    const read = readClient(ask.clientId, ask.redirectUri);
    if (read.kind === "fault") throw new AppError("invalid_input", { message: read.message });
    return { name: read.client.name, destination: destinationOf(ask.redirectUri) };
  }

  /**
   * Lets a client act in the caller's name, within the scopes that they chose.
   *
   * @param issuer the address by which the caller reached us, as the client knows it too
   * @returns where the browser goes on to, with a code that is good for a minute and once
   * @throws invalid_input
   */
  async allow(principal: Principal, ask: ConnectClientBody, issuer: string): Promise<string> {
    const { name, destination } = this.describe(ask);
    const { redirectUri, codeChallenge, days } = ask;
    if (!isOurs(ask.resource, issuer))
      throw new AppError("invalid_input", {
        message: `The client wants a token for ${ask.resource}, which is not this Chiffon.`,
      });
    const code = randomToken(32);
    const scopes = [...new Set(ask.scopes)];
    await inTransaction(this.#db, async (tx) => {
      const given = {
        ...{ codeHash: sha256(code), challenge: codeChallenge, clientHash: sha256(ask.clientId) },
        ...{ clientName: name, redirectUri, resource: ask.resource, scopes, days },
      };
      await insertCode(tx, principal.personId, given, codeGoodForSeconds);
      await this.#audit.record(tx, {
        type: "client.allowed",
        actor: actorOf(principal),
        facts: { name, goesTo: destination, scopes: scopes.join(" "), days },
      });
    });
    return withAnswer(redirectUri, { code, state: ask.state, iss: issuer });
  }

  /**
   * Gives the client that a code was made for its token. A code that comes a second time was seen by somebody else: the
   * token that it was redeemed for ends.
   */
  async redeem(brought: RedeemCodeBody): Promise<Redeemed> {
    if (readClient(brought.client_id, brought.redirect_uri).kind === "fault")
      return { ...refused("The client is not known here.", null), error: "invalid_client" };
    return inTransaction(this.#db, async (tx) => {
      const found = await lockCode(tx, sha256(brought.code));
      if (found === null) return refused("The code is not known.", null);
      if (found.isRedeemed) return this.#refuseAgain(tx, found);
      const fault = faultOf(found, brought);
      if (fault !== null) return { kind: "refused", ...fault, principal: found.person };
      return this.#giveToken(tx, found);
    });
  }

  async #giveToken(tx: Tx, { codeId, person, clientName, scopes, days }: FoundCode) {
    const wanted = { name: clientName, scopes, days, audience: "mcp" as const };
    const made = await makeToken(tx, this.#audit, person, wanted);
    if (made.kind === "blocked") return refused("The person is blocked.", person);
    if (made.kind === "too_many") return refused(tooManyTokens, person);
    await markRedeemed(tx, codeId, made.created.id);
    const expiresInSeconds = days * secondsOfDay;
    return { kind: "token" as const, token: made.token, scopes, expiresInSeconds };
  }

  async #refuseAgain(tx: Tx, { person, tokenId }: FoundCode): Promise<Redeemed> {
    const name = tokenId === null ? null : await revokeToken(tx, person.personId, tokenId);
    if (tokenId !== null && name !== null)
      await this.#audit.record(tx, {
        type: "token.revoked",
        actor: systemActor,
        facts: { tokenId, name, reason: "code_used_twice" },
      });
    return refused("The code was used before, so its token has ended: connect again.", person);
  }
}

function refused(reason: string, principal: Principal | null) {
  return { kind: "refused" as const, error: "invalid_grant" as const, reason, principal };
}

/** What is wrong with what a client brings beside its code; null where all of it is what the code was made for. */
function faultOf(
  found: FoundCode,
  brought: RedeemCodeBody,
): { readonly error: "invalid_grant" | "invalid_target"; readonly reason: string } | null {
  const { client_id, redirect_uri, code_verifier, resource } = brought;
  if (sha256(client_id) !== found.clientHash)
    return { error: "invalid_grant", reason: "The code was made for another client." };
  if (redirect_uri !== found.redirectUri)
    return { error: "invalid_grant", reason: "The code was sent to another address." };
  if (found.isLate)
    return { error: "invalid_grant", reason: "The code's minute is over: connect again." };
  if (hash("sha256", code_verifier, "base64url") !== found.challenge)
    return { error: "invalid_grant", reason: "The code's verifier is another one." };
  if (resource !== undefined && resource !== found.resource)
    return { error: "invalid_target", reason: "The code was given for another resource." };
  return null;
}

/** Whether what a token is wanted for is the MCP endpoint here; a client of an older revision does not say. */
function isOurs(resource: string | null, issuer: string): boolean {
  return resource === null || resource.replace(/\/$/, "") === `${issuer}${mcpPath}`;
}
