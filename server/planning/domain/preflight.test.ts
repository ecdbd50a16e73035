import { expect, it } from "vitest";
import { makePlanTask } from "#tests/support/dom/requests.ts";
import { portsWanted, preflightWarnings } from "./preflight.ts";

const check = (target: string, kind: "http" | "tcp" | "command" = "http") => ({
  ...{ kind, target, timeoutSeconds: 5 },
});

it("looks at the ports that a first deployment will open, each once", () => {
  const checks = [
    check("http://nas:3001/health"),
    check("http://nas:3001/"),
    check("nas:5432", "tcp"),
    check("nas:1", "command"),
    check("http://elsewhere:80"),
    { ...check("http://{{ host }}:1"), unresolved: "unknown" },
  ];
  expect(portsWanted(makePlanTask({ checks }))).toEqual([
    { host: "nas", port: 3001 },
    { host: "nas", port: 5432 },
  ]);
  expect(portsWanted(makePlanTask({ checks, estimateSource: "history" }))).toEqual([]);
});

it("names a taken port and a disk that is nearly full, and nothing else", () => {
  const facts = {
    os: null,
    python: null,
    diskTotalMb: 9_000,
    memoryAvailableMb: null,
    memoryTotalMb: null,
  };
  const hosts = [
    { name: "nas", facts: { ...facts, diskFreeMb: 300 } },
    { name: "pi", facts: { ...facts, diskFreeMb: 3_000 } },
    { name: "new", facts: null },
  ];
  expect(preflightWarnings([{ host: "nas", port: 3001 }], hosts)).toEqual([
    "Port 3001 on nas is taken already: something answers there. Choose another, or stop that first.",
    "nas has only 300 MB of disk left, as of its last test.",
  ]);
  expect(preflightWarnings([], [])).toEqual([]);
});
