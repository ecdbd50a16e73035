import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckPlace } from "#server/contracts/plan.ts";
import { type Reach, reachOf } from "./check-address.ts";

const place = (host: string, change: Partial<CheckPlace> = {}): CheckPlace => ({
  ...{ host, address: host, isThisMachine: false, values: [] },
  ...change,
});
const nas = place("nas", { address: "192.168.1.5" });
const pi = place("pi.lan");
const here = place("localhost", { address: null, isThisMachine: true });
const tunnel = place("vm", { address: "127.0.0.1" });
const box = place("box", { address: null });

function ask(
  kind: "http" | "tcp",
  target: string,
  on: CheckPlace = nas,
  listensOn: string | null = null,
): Reach {
  return reachOf(kind, { target, listensOn }, { place: on, places: [on, pi] });
}

describe("the address of a check", () => {
  it.each([
    ["http", "http://localhost:80/a?b=c", nas, { target: "http://192.168.1.5/a?b=c", host: null }],
    ["http", "https://NAS:8443", nas, { target: "https://192.168.1.5:8443/", host: null }],
    ["http", "http://2130706433:81/", nas, { target: "http://192.168.1.5:81/", host: null }],
    [
      "http",
      "http://[::ffff:127.0.0.1]:81/",
      nas,
      { target: "http://192.168.1.5:81/", host: null },
    ],
    ["tcp", "pi.lan:22", nas, { target: "pi.lan:22", host: null }],
    [
      "tcp",
      "[::1]:22",
      place("v6", { address: "fd00::5" }),
      { target: "[fd00::5]:22", host: null },
    ],
    ["tcp", "localhost:22", here, { target: "localhost:22", host: null }],
    ["tcp", "localhost:22", tunnel, { target: "127.0.0.1:22", host: "vm" }],
    ["http", "http://box:80/", box, { target: "http://127.0.0.1/", host: "box" }],
  ] as const)("%s %s", (kind, target, on, expected) => {
    expect(ask(kind, target, on)).toEqual(expected);
  });

  it("is asked on the host where its service listens for the host alone", () => {
    const inside = { target: "http://127.0.0.1:3000/", host: "nas" };
    expect(ask("http", "http://nas:3000/", nas, "127.0.0.1")).toEqual(inside);
    expect(ask("tcp", "localhost:3000", nas, "::1")).toEqual({ target: "[::1]:3000", host: "nas" });
    const outside = { target: "http://192.168.1.5:3000/", host: null };
    for (const listensOn of ["0.0.0.0", "::", "192.168.1.5", "evil.example", "not an address"])
      expect(ask("http", "http://nas:3000/", nas, listensOn)).toEqual(outside);
    expect(ask("tcp", "localhost:22", here, "127.0.0.1")).toMatchObject({ host: null });
  });

  it.each([
    ["http", "http://169.254.169.254/latest/meta-data/"],
    ["http", "http://2852039166/"],
    ["http", "http://[::ffff:169.254.169.254]/"],
    ["http", "http://[fd00:ec2::254]/"],
    ["http", "http://192.168.1.1/"],
    ["http", "http://nas@192.168.1.1/"],
    ["http", "http://nas:80@192.168.1.1/"],
    ["http", "http://192.168.1.1\\@nas/"],
    ["http", "http://192.168.1.1#@nas/"],
    ["http", "http://nas.evil.example/"],
    ["http", "http://192.168.1.5.nip.io/"],
    ["http", "file:///etc/passwd"],
    ["http", "http://{{ lookup('env', 'HOME') }}/"],
    ["tcp", "192.168.1.1:22"],
    ["tcp", "3232235777:22"],
    ["tcp", "nas@192.168.1.1:22"],
    ["tcp", "nas:22/../x"],
    ["tcp", "nas:0"],
    ["tcp", "nas:99999"],
  ] as const)("is refused: %s %s", (kind, target) => {
    expect(ask(kind, target)).toEqual({ refused: expect.any(String) });
  });

  it("is refused where the host itself is where a cloud keeps its keys", () => {
    const trap = place("trap", { address: "169.254.169.254" });
    expect(ask("http", "http://localhost/", trap)).toEqual({ refused: expect.any(String) });
  });

  it("never leads anywhere but to the task's hosts, and never to this machine's own loopback", () => {
    const part = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "@",
        "[::1]",
        "127.1",
        "localhost",
        "nas",
        "0",
        "\\",
        "#",
        ":80",
        "169.254.169.254",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const found = ask("http", `http://${parts.join("")}/`);
        if ("refused" in found) return;
        expect(found.host).toBeNull();
        expect(["192.168.1.5", "pi.lan"]).toContain(new URL(found.target).hostname);
      }),
      { numRuns: 500 },
    );
  });
});
