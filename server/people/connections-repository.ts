import type { Principal, TokenScope } from "#server/contracts/people.ts";
import { roleSchema, tokenScopeSchema } from "#server/contracts/people.ts";
import type { Tx } from "#server/platform/prisma.ts";

/** What a person let a client do, with what the client has to show for its token. */
export interface GivenCode {
  readonly codeHash: string;
  readonly challenge: string;
  readonly clientHash: string;
  readonly clientName: string;
  readonly redirectUri: string;
  readonly resource: string | null;
  readonly scopes: readonly TokenScope[];
  readonly days: number;
}

/** A code as it is found again, with the person who gave it as they are now. */
export interface FoundCode extends GivenCode {
  readonly codeId: string;
  readonly person: Principal;
  /** Its minute is over. */
  readonly isLate: boolean;
  readonly isRedeemed: boolean;
  /** The token that it was redeemed for. */
  readonly tokenId: string | null;
}

interface CodeRow extends Omit<GivenCode, "scopes"> {
  codeId: string;
  scopes: string[];
  personId: string;
  personName: string;
  role: string;
  isLate: boolean;
  isRedeemed: boolean;
  tokenId: string | null;
}

/** Keeps a code for some seconds; those that were over a day ago go. */
export async function insertCode(
  tx: Tx,
  personId: string,
  code: GivenCode,
  goodForSeconds: number,
): Promise<void> {
  await tx.$executeRaw`DELETE FROM connect_code WHERE expires_at < now() - interval '1 day'`;
  await tx.$executeRaw`
    INSERT INTO connect_code (id, person_id, code_hash, challenge, client_hash, client_name, redirect_uri, resource,
      scopes, days, expires_at)
    VALUES (gen_random_uuid(), ${personId}::uuid, ${code.codeHash}, ${code.challenge}, ${code.clientHash},
      ${code.clientName}, ${code.redirectUri}, ${code.resource}, ${[...code.scopes]}::text[], ${code.days}::int,
      now() + make_interval(secs => ${goodForSeconds}::int))`;
}

/** Locks the code with this hash, so that two who bring it come one after the other. Null when there is none. */
export async function lockCode(tx: Tx, codeHash: string): Promise<FoundCode | null> {
  const [row] = await tx.$queryRaw<CodeRow[]>`
    SELECT c.id AS "codeId", c.code_hash AS "codeHash", c.challenge, c.client_hash AS "clientHash",
      c.client_name AS "clientName", c.redirect_uri AS "redirectUri", c.resource, c.scopes, c.days,
      c.expires_at <= now() AS "isLate", c.redeemed_at IS NOT NULL AS "isRedeemed", c.token_id AS "tokenId",
      p.id AS "personId", p.name AS "personName", p.role
    FROM connect_code AS c JOIN person AS p ON p.id = c.person_id
    WHERE c.code_hash = ${codeHash} FOR UPDATE OF c`;
  return row === undefined ? null : toCode(row);
}

/** Notes that a code was redeemed, and for which token. */
export async function markRedeemed(tx: Tx, codeId: string, tokenId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE connect_code SET redeemed_at = now(), token_id = ${tokenId}::uuid
    WHERE id = ${codeId}::uuid AND redeemed_at IS NULL`;
}

function toCode({ personId, personName, role, ...row }: CodeRow): FoundCode {
  return {
    ...row,
    scopes: row.scopes.map((scope) => tokenScopeSchema.parse(scope)),
    person: { personId, name: personName, role: roleSchema.parse(role), sessionId: row.codeId },
  };
}
