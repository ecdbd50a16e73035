import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

const cost = { log2N: 15, r: 8, p: 1 } as const;
const keyBytes = 32;
/** Hashes at once: each takes 32 MiB and a thread of the pool that file reads share. */
const maxParallel = 2;

/**
 * Hashes a password with scrypt (N = 2^15, r = 8, p = 1: OWASP's figures for interactive sign-in).
 * Format: `scrypt$15$8$1$salt$key`, both in base64url.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  const parts = ["scrypt", cost.log2N, cost.r, cost.p, encode(salt), encode(key)];
  return parts.join("$");
}

/**
 * Compares a password with a stored hash. With `stored` null (no such person) it takes the same time and says no,
 * so that the answer's delay does not tell which names exist.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, log2N, r, p, salt, key] = (stored ?? unmatchable).split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64url");
  const actual = await derive(password, Buffer.from(salt, "base64url"), {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
  });
  const same = expected.length === actual.length && timingSafeEqual(expected, actual);
  return same && stored !== null;
}

const encode = (bytes: Buffer): string => bytes.toString("base64url");
const unmatchable = `scrypt$${cost.log2N}$${cost.r}$${cost.p}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(keyBytes))}`;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(
  password: string,
  salt: Buffer,
  parameters: { log2N: number; r: number; p: number },
): Promise<Buffer> {
  if (running >= maxParallel) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await new Promise((resolve, reject) => {
      const options = {
        N: 2 ** parameters.log2N,
        r: parameters.r,
        p: parameters.p,
        maxmem: 96 * 1024 * 1024,
      };
      scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
