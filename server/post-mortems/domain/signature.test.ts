import { describe, expect, it } from "vitest";
import { normalMessage } from "./signature.ts";

describe("a message without what differs from time to time", () => {
  it.each([
    ["numbers and addresses", "connect to 10.0.0.1 port 22", "connect to 10.9.8.7 port 2222"],
    ["paths", "cat: /tmp/a-1/x: No such file", "cat: /var/lib/other.d/y: No such file"],
    [
      "ids",
      "run 4f9a1c2b-0000-4000-8000-0123456789ab lost",
      "run ffffffff-1111-4111-9111-aaaaaaaaaaaa lost",
    ],
    ["hashes", "object deadbeef12345678 missing", "object 0badcafe87654321 missing"],
    ["white space and case", "It  Failed\nhere", "it failed here"],
  ])("is the same whatever its %s", (_what, one, other) => {
    expect(normalMessage(one, null)).toBe(normalMessage(other, null));
  });

  it("is the same on another host", () => {
    expect(normalMessage("web1 refused", "web1")).toBe(normalMessage("db refused", "db"));
  });

  it("tells different failures apart", () => {
    expect(normalMessage("No space left on device", null)).not.toBe(
      normalMessage("Permission denied", null),
    );
  });

  it("is short and read quickly, however long the message", () => {
    const began = performance.now();
    expect(normalMessage("/a".repeat(500_000), null).length).toBeLessThanOrEqual(400);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
