import { expect, it } from "vitest";
import { renderSshConfig } from "./ssh-config.ts";

const gate = { address: "gate", port: 2222, user: "pi" };

it("trusts pinned keys only, and nothing of the machine's own settings", () => {
  const text = renderSshConfig({ knownHostsFile: "/run/known", identityFile: "none", routes: [] });
  expect(text).toMatch(/^Host \*\n/);
  expect(text).toContain('UserKnownHostsFile "/run/known"');
  expect(text).toContain("StrictHostKeyChecking yes");
  expect(text).toContain("IdentityFile none");
});

it("goes by jump hosts under names of their own, so that none is reached by way of itself", () => {
  const inner = { address: "fd00::1", port: 22, user: null };
  const text = renderSshConfig({
    knownHostsFile: "/k",
    identityFile: "/key",
    routes: [
      { address: "gate", jumps: [gate] },
      { address: "10.0.0.5", jumps: [gate, inner] },
    ],
  });
  expect(text).toContain("Host gate\n  ProxyJump chiffon-jump-1\n");
  expect(text).toContain("Host 10.0.0.5\n  ProxyJump chiffon-jump-1,chiffon-jump-2\n");
  expect(text).toContain("Host chiffon-jump-1\n  HostName gate\n  Port 2222\n  User pi\n");
  expect(text).toContain("Host chiffon-jump-2\n  HostName fd00::1\n  Port 22\n");
});
