import { describe, expect, it } from "vitest";
import {
  isOwnHost,
  isOwnOrigin,
  isSecure,
  type OriginPolicy,
  originPolicy,
  parseHost,
} from "./origin.ts";

const policy = (more: Partial<OriginPolicy> = {}): OriginPolicy => ({
  hosts: () => new Set(["nas", "nas.local", "localhost", "192.168.1.5", "::1", "chiffon.example"]),
  publicUrl: null,
  trustProxy: false,
  ...more,
});

describe("host", () => {
  it.each([
    "nas",
    "NAS:3000",
    "nas.local:80",
    "localhost:3000",
    "192.168.1.5",
    "[::1]:3000",
    "nas.",
  ])("answers to %s", (host) => expect(isOwnHost(policy(), host)).toBe(true));

  it.each([
    undefined,
    "",
    "evil.example",
    "nas.evil.example",
    "nas.local.evil.example",
    "evil.example:3000",
    "nas@evil.example",
    "nas/evil",
    "nas, evil.example",
    "nas evil",
    "nas\\evil",
    "nas:99999999",
    "nas:",
    "nas:80:80",
    "::1",
    "[::1",
    "192.168.1.6",
    "192.168.1.5.nip.io",
    "0300.0250.1.5",
    "nas..",
    ".nas",
    "nas%2elocal",
    "nаs",
    "a".repeat(300),
  ])("does not answer to %s", (host) => expect(isOwnHost(policy(), host)).toBe(false));

  it("knows this machine's own name and addresses", () => {
    const own = originPolicy({ publicUrl: "https://chiffon.example:8443/x", trustProxy: false });
    for (const host of ["localhost", "127.0.0.1", "::1", "chiffon.example"])
      expect(own.hosts().has(host)).toBe(true);
  });

  it("keeps a port apart from an IPv6 address", () => {
    expect(parseHost("[fe80::1]:3000")).toEqual({ name: "fe80::1", port: "3000" });
  });
});

describe("origin", () => {
  const headers = (
    origin: string | undefined,
    host = "nas:3000",
    site?: string,
    proto?: string,
  ) => ({
    host,
    origin,
    secFetchSite: site,
    forwardedProto: proto,
  });

  it.each([
    ["http://nas:3000", "nas:3000"],
    ["http://192.168.1.5:3000", "192.168.1.5:3000"],
    ["http://nas", "nas"],
    ["http://nas", "nas:80"],
    ["http://[::1]:3000", "[::1]:3000"],
  ])("takes %s sent to %s", (origin, host) => {
    expect(isOwnOrigin(policy(), headers(origin, host))).toBe(true);
    expect(isOwnOrigin(policy(), headers(origin, host, "same-origin"))).toBe(true);
  });

  it.each([
    [undefined, "nas:3000"],
    ["null", "nas:3000"],
    ["", "nas:3000"],
    ["http://evil.example", "nas:3000"],
    ["http://nas:3001", "nas:3000"],
    ["http://nas", "nas:3000"],
    ["https://nas:3000", "nas:3000"],
    ["http://nas:3000.evil.example", "nas:3000"],
    ["http://nas:3000@evil.example", "nas:3000"],
    ["http://evil.example/nas:3000", "nas:3000"],
    ["http://nas:3000/", "nas:3000"],
    ["http://localhost:3000", "nas:3000"],
    ["http://nas:3000, http://evil.example", "nas:3000"],
    ["file://", "nas:3000"],
    ["chrome-extension://nas:3000", "nas:3000"],
    ["http://evil.example", "evil.example"],
  ])("refuses %s sent to %s", (origin, host) => {
    expect(isOwnOrigin(policy(), headers(origin, host))).toBe(false);
  });

  it.each(["cross-site", "same-site", "none", "same-origin, cross-site", ""])(
    "refuses a browser that says Sec-Fetch-Site: %s",
    (site) =>
      expect(isOwnOrigin(policy(), headers("http://nas:3000", "nas:3000", site))).toBe(false),
  );

  it("takes https only through a proxy that is trusted or is PUBLIC_URL", () => {
    const secure = headers("https://nas", "nas", "same-origin", "https");
    expect(isOwnOrigin(policy(), secure)).toBe(false);
    expect(isOwnOrigin(policy({ trustProxy: true }), secure)).toBe(true);
    expect(
      isOwnOrigin(policy({ trustProxy: true }), headers("http://nas", "nas", undefined, "https")),
    ).toBe(false);

    const published = policy({ publicUrl: new URL("https://chiffon.example") });
    const fromPublic = headers("https://chiffon.example", "chiffon.example");
    expect(isOwnOrigin(published, fromPublic)).toBe(true);
    expect(isSecure(published, fromPublic)).toBe(true);
    expect(isSecure(published, headers("http://nas:3000"))).toBe(false);
    expect(isOwnOrigin(published, headers("https://chiffon.example", "nas:3000"))).toBe(false);
  });
});
