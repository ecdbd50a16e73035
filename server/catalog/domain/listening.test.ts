import { describe, expect, it } from "vitest";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { withListening } from "./listening.ts";

/** Where a check says that its service listens, with this text in one of the files. */
function listening(text: string, target = "http://nas:{{ app_port }}/"): string | undefined {
  const check: ServiceCheck = { kind: "http", target, timeoutSeconds: 5 };
  const tree = treeOf({ "tasks.yml": text });
  return withListening([check], tree, new Set(["tasks.yml"]))[0]?.listensOn;
}

describe("where a service listens", () => {
  it.each([
    ['ports: ["127.0.0.1:{{ app_port }}:3000"]', "127.0.0.1"],
    ["  - 127.0.0.1:{{app_port}}:3000/tcp", "127.0.0.1"],
    ['  - "{{ app_bind }}:{{ app_port }}:3000"', "{{ app_bind }}"],
    ["app --listen=localhost:{{ app_port }} --quiet", "localhost"],
    ["listen [::1]:{{ app_port }};", "[::1]"],
    ["0.0.0.0:{{ app_port }}:3000", "0.0.0.0"],
  ])("%s", (text, address) => {
    expect(listening(text)).toBe(address);
  });

  it.each([
    ['- "{{ app_port }}:3000"'],
    ['url: "http://127.0.0.1:{{ app_port }}/"'],
    ['- "127.0.0.1:{{ other_port }}:3000"'],
    ["- 127.0.0.1:{{ app_port }}:1\n- 0.0.0.0:{{ app_port }}:1"],
    ["10.127.0.0.1:{{ app_port }}"],
  ])("is not known from %s", (text) => {
    expect(listening(text)).toBeUndefined();
  });

  it("is found for ports that are numbers, and never for longer ones", () => {
    expect(listening("- 127.0.0.1:3000:80", "http://localhost:3000")).toBe("127.0.0.1");
    expect(listening("- 127.0.0.1:30001:80", "http://localhost:3000")).toBeUndefined();
  });

  it("stays as the owner says it", () => {
    const check: ServiceCheck = {
      ...{ kind: "tcp", target: "nas:3000", timeoutSeconds: 5 },
      listensOn: "127.0.0.1",
    };
    const tree = treeOf({ "a.yml": "- 0.0.0.0:3000:80" });
    expect(withListening([check], tree, new Set(["a.yml"]))).toEqual([check]);
  });
});
