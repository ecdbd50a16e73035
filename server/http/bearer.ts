import { sessionCookieName } from "./cookie.ts";
import type { OriginHeaders } from "./origin.ts";

/** The token of an `Authorization: Bearer` header; null for none, and for other schemes, which proxies use. */
export function bearerOf(header: string | null | undefined): string | null {
  const match = /^Bearer(?: +(.*))?$/i.exec((header ?? "").trim());
  return match === null ? null : (match[1] ?? "");
}

/**
 * Whether a request comes from a program that shows a token, not from a page: a browser says where a page is from, and
 * puts no such header on a request to another site without asking that site first, which we always refuse. Such a
 * request needs no Origin.
 */
export function isProgram(
  authorization: string | null | undefined,
  headers: Pick<OriginHeaders, "origin" | "secFetchSite">,
): boolean {
  return bearerOf(authorization) !== null && isForeignProgram(headers);
}

/** Whether nothing says that a page made a request: browsers always say so of one that changes something. */
export function isForeignProgram({
  origin,
  secFetchSite,
}: Pick<OriginHeaders, "origin" | "secFetchSite">): boolean {
  return origin === undefined && secFetchSite === undefined;
}

/** Whether a `Cookie` header has a session cookie in it, good or bad. */
export function hasSessionCookie(header: string | null | undefined): boolean {
  return (header ?? "")
    .split(";")
    .some((pair) => pair.split("=", 1)[0]?.trim() === sessionCookieName);
}
