import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSshArguments } from "./jump-hosts.ts";

const gate = { address: "gate", port: 22, user: null };

describe("options for ssh in an inventory", () => {
  it.each([
    ["", []],
    ["-J gate", [gate]],
    ["-Jgate", [gate]],
    ["-J pi@gate:2222", [{ address: "gate", port: 2222, user: "pi" }]],
    ["-J pi@[fd00::1]:2222", [{ address: "fd00::1", port: 2222, user: "pi" }]],
    [
      "-J a,b",
      [
        { ...gate, address: "a" },
        { ...gate, address: "b" },
      ],
    ],
    ["-o ProxyJump=gate", [gate]],
    ["-oProxyJump=gate", [gate]],
    ['-o "ProxyJump gate"', [gate]],
    ["-o 'proxyjump=gate'", [gate]],
  ])("%j name the way", (text, jumps) => {
    expect(readSshArguments(text)).toEqual({ jumps, problem: null });
  });

  it.each([
    "-o ProxyCommand='ssh -W %h:%p gate'",
    "-o ProxyCommand=touch",
    "-o StrictHostKeyChecking=no",
    "-F /tmp/x",
    "-i /tmp/key",
    "-J {{ bastion }}",
    "-J $(touch x)",
    "-J `x`",
    "-J gate;touch",
    "-J -oProxyCommand=touch",
    "-J gate:99999",
    "-J gate:0",
    "-J us er@gate",
    "-J 'a b'",
    "-J ssh://gate",
    "-J %h",
    "-J a,b,c,d,e,f",
    "-J",
    "-o",
    'x "unclosed',
  ])("%j are not passed on", (text) => {
    const { jumps, problem } = readSshArguments(text);
    expect(jumps).toEqual([]);
    expect(problem).toContain("Only -J and ProxyJump");
  });

  it("keep the way where other options stand beside it, and say so", () => {
    const { jumps, problem } = readSshArguments("-o StrictHostKeyChecking=no -J gate -C");
    expect(jumps).toEqual([gate]);
    expect(problem).not.toBeNull();
  });

  it("give plain names only, whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        for (const { address, user } of readSshArguments(`-J ${text}`).jumps) {
          expect(address).toMatch(/^[A-Za-z0-9][\w.:-]*$|^[0-9A-Fa-f:]+$/);
          expect(user ?? "x").toMatch(/^[A-Za-z_][\w.-]*$/);
        }
      }),
    );
  });
});
