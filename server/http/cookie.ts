/** Name of the session cookie. */
export const sessionCookieName = "chiffon_session";

/** Browsers cap a cookie's age at 400 days; the session's own end is decided by the server. */
const maxAgeSeconds = 400 * 24 * 3600;

/** The `Set-Cookie` value that carries a session, or with `token` null takes it away. */
export function sessionCookie(token: string | null, options: { secure: boolean }): string {
  const attributes = [
    `${sessionCookieName}=${token ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${token === null ? 0 : maxAgeSeconds}`,
  ];
  if (options.secure) attributes.push("Secure");
  return attributes.join("; ");
}

/** The session token of a `Cookie` header; null when there is none, or more than one that disagree. */
export function sessionTokenOf(header: string | null | undefined): string | null {
  const tokens = new Set<string>();
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === sessionCookieName)
      tokens.add(pair.slice(at + 1).trim());
  }
  const [token] = tokens;
  return tokens.size === 1 && token !== undefined && /^[A-Za-z0-9_-]{20,100}$/.test(token)
    ? token
    : null;
}
