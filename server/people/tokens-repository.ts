import {
  type ApiToken,
  type Principal,
  roleSchema,
  type TokenAudience,
  type TokenScope,
  tokenAudienceSchema,
  tokenScopeSchema,
} from "#server/contracts/people.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

/** A token as it is found by its hash, with the person it calls for. */
export interface FoundToken {
  readonly principal: Principal;
  readonly audience: TokenAudience | null;
  /** Why it does not count any more; null while it does. */
  readonly ended: "revoked" | "expired" | "blocked" | null;
}

interface FoundRow {
  tokenId: string;
  tokenName: string;
  scopes: string[];
  personId: string;
  name: string;
  role: string;
  audience: string | null;
  ended: FoundToken["ended"];
}

interface TokenRow {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  audience: string | null;
}

const tokenColumns = Prisma.sql`id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", audience`;

/**
 * The token with this hash, with the role that its person has now. In the same statement its last use is noted, at most
 * once a minute, so that reading stays cheap. Null when there never was one.
 */
export async function findToken(db: Db, tokenHash: string): Promise<FoundToken | null> {
  const [row] = await db.$queryRaw<FoundRow[]>`
    WITH found AS (
      SELECT t.id, t.name AS token_name, t.scopes, t.audience, t.last_used_at, p.id AS person_id, p.name, p.role,
        CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired'
             WHEN p.disabled_at IS NOT NULL THEN 'blocked' END AS ended
      FROM api_token AS t JOIN person AS p ON p.id = t.person_id WHERE t.token_hash = ${tokenHash}
    ), touched AS (
      UPDATE api_token SET last_used_at = now() FROM found
      WHERE api_token.id = found.id AND found.ended IS NULL
        AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 minute')
    )
    SELECT id AS "tokenId", token_name AS "tokenName", scopes, person_id AS "personId", name, role, audience, ended
    FROM found`;
  if (row === undefined) return null;
  return { principal: toPrincipal(row), audience: toAudience(row.audience), ended: row.ended };
}

/** A person's tokens that still count, newest first. */
export async function listTokens(db: Db, personId: string): Promise<ApiToken[]> {
  const rows = await db.$queryRaw<TokenRow[]>`
    SELECT ${tokenColumns} FROM api_token
    WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND expires_at > now()
    ORDER BY created_at DESC, id`;
  return rows.map(toToken);
}

/**
 * Locks the person, so that two tokens at once are counted one after the other and none is made for somebody who is
 * being blocked. Null when they are blocked or gone.
 */
export async function countTokens(tx: Tx, personId: string): Promise<number | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM person WHERE id = ${personId}::uuid AND disabled_at IS NULL FOR UPDATE`;
  if (locked.length === 0) return null;
  return (await listTokens(tx, personId)).length;
}

/** Adds a token that counts for some days from now. */
export async function insertToken(
  tx: Tx,
  token: {
    personId: string;
    name: string;
    tokenHash: string;
    scopes: readonly TokenScope[];
    days: number;
    audience: TokenAudience | null;
  },
): Promise<ApiToken> {
  const { days, scopes, ...row } = token;
  const [inserted] = await tx.$queryRaw<[TokenRow]>`
    INSERT INTO api_token (id, person_id, name, token_hash, scopes, audience, expires_at)
    VALUES (gen_random_uuid(), ${row.personId}::uuid, ${row.name}, ${row.tokenHash}, ${[...scopes]}::text[],
      ${row.audience}, now() + make_interval(days => ${days}::int))
    RETURNING ${tokenColumns}`;
  return toToken(inserted);
}

/** Ends one of a person's tokens and says its name. Null when they have none of that id that still counts. */
export async function revokeToken(
  tx: Tx,
  personId: string,
  tokenId: string,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ name: string }[]>`
    UPDATE api_token SET revoked_at = now()
    WHERE id = ${tokenId}::uuid AND person_id = ${personId}::uuid AND revoked_at IS NULL RETURNING name`;
  return row?.name ?? null;
}

/** Ends every token of a person. Returns how many ended. */
export async function revokeTokens(tx: Tx, personId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE api_token SET revoked_at = now() WHERE person_id = ${personId}::uuid AND revoked_at IS NULL`;
}

function toToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scopes: toScopes(row.scopes),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    audience: toAudience(row.audience),
  };
}

function toPrincipal(row: FoundRow): Principal {
  return {
    personId: row.personId,
    name: row.name,
    role: roleSchema.parse(row.role),
    sessionId: row.tokenId,
    token: { tokenId: row.tokenId, name: row.tokenName, scopes: toScopes(row.scopes) },
  };
}

const toScopes = (scopes: readonly string[]): TokenScope[] =>
  scopes.map((scope) => tokenScopeSchema.parse(scope));

const toAudience = (audience: string | null): TokenAudience | null =>
  tokenAudienceSchema.nullable().parse(audience);
