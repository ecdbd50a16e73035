import { hostname, networkInterfaces } from "node:os";

/** What decides whether a request is addressed to us and comes from our own pages. */
export interface OriginPolicy {
  /** Names and addresses we answer to, lower case, without port and brackets. */
  readonly hosts: () => ReadonlySet<string>;
  /** `PUBLIC_URL`, the address behind a proxy; null when there is none. */
  readonly publicUrl: URL | null;
  /** Whether `X-Forwarded-*` is written by a proxy of the owner. */
  readonly trustProxy: boolean;
}

/** The headers that count here. More than one value of any of them arrives as undefined or joined, and fails. */
export interface OriginHeaders {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly forwardedProto: string | undefined;
}

const addressesAgeMs = 10_000;

/** The policy of this machine: its name, name.local, localhost, its own addresses and `PUBLIC_URL`. */
export function originPolicy(settings: {
  publicUrl: string | null;
  trustProxy: boolean;
}): OriginPolicy {
  const publicUrl = settings.publicUrl === null ? null : new URL(settings.publicUrl);
  let hosts: ReadonlySet<string> = new Set();
  let readAtMs = Number.NEGATIVE_INFINITY;
  return {
    publicUrl,
    trustProxy: settings.trustProxy,
    hosts() {
      // Addresses change while we run (DHCP, VPN), and reading them costs more than a request should.
      if (performance.now() - readAtMs > addressesAgeMs) {
        hosts = ownHosts(publicUrl);
        readAtMs = performance.now();
      }
      return hosts;
    },
  };
}

/** Splits a Host header into a lower-case name and a port; null when it is not one. */
export function parseHost(header: string | undefined): { name: string; port: string } | null {
  if (header === undefined || header.length > 255) return null;
  const match =
    /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?)\.?)(?::(\d{1,5}))?$/i.exec(
      header,
    );
  const name = match?.[1] ?? match?.[2];
  if (match === null || name === undefined || /\.\./.test(name)) return null;
  return { name: name.toLowerCase(), port: match[3] ?? "" };
}

/** Whether the Host header names this Chiffon: what stops DNS rebinding. Any port, because ports get forwarded. */
export function isOwnHost(policy: OriginPolicy, host: string | undefined): boolean {
  const parsed = parseHost(host);
  return parsed !== null && policy.hosts().has(parsed.name);
}

/**
 * Whether a request that changes something (or opens a WebSocket) comes from one of our own pages: its Origin is
 * there, is exactly the scheme and host it was sent to, or `PUBLIC_URL`, and the browser says nothing else.
 */
export function isOwnOrigin(policy: OriginPolicy, headers: OriginHeaders): boolean {
  if (headers.secFetchSite !== undefined && headers.secFetchSite !== "same-origin") return false;
  if (headers.origin === undefined || !isOwnHost(policy, headers.host)) return false;
  if (policy.publicUrl !== null && headers.origin === policy.publicUrl.origin) {
    return headers.host?.toLowerCase() === policy.publicUrl.host;
  }
  const origin = parseOrigin(headers.origin);
  if (origin === null || origin.host !== canonicalHost(origin.protocol, headers.host)) return false;
  return origin.protocol === (isSecure(policy, headers) ? "https:" : "http:");
}

/** Whether the browser reached us over https: only a proxy can have made that so. */
export function isSecure(
  policy: OriginPolicy,
  headers: Pick<OriginHeaders, "host" | "forwardedProto">,
): boolean {
  if (policy.trustProxy && headers.forwardedProto !== undefined) {
    return headers.forwardedProto.split(",").at(-1)?.trim() === "https";
  }
  return (
    policy.publicUrl?.protocol === "https:" && headers.host?.toLowerCase() === policy.publicUrl.host
  );
}

function parseOrigin(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // An origin has nothing but scheme, host and port; a browser writes it in its canonical form.
  return url.origin === text ? url : null;
}

/** The Host header as a URL would write it: without the scheme's own port. */
function canonicalHost(protocol: string, host: string | undefined): string | null {
  const text = `${protocol}//${host ?? ""}`;
  return URL.canParse(text) ? new URL(text).host : null;
}

function ownHosts(publicUrl: URL | null): ReadonlySet<string> {
  const name = hostname().toLowerCase();
  const label = name.split(".")[0] ?? name;
  const names = ["localhost", name, label, `${label}.local`, "127.0.0.1", "::1"];
  if (publicUrl !== null) names.push(publicUrl.hostname.replace(/^\[|\]$/g, ""));
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address } of addresses ?? []) names.push(address.toLowerCase());
  }
  return new Set(names);
}
