import { expect, it } from "vitest";
import { messageHeaders } from "./message-headers.ts";

const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };

it("repeats what the body says, from the revision on that wants it", () => {
  const call = { method: "tools/call", params: { name: "get_plan", _meta } };
  expect(messageHeaders(call, null)).toEqual({
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "get_plan",
  });
  const list = { method: "tools/list", params: { _meta } };
  expect(messageHeaders(list, null)).not.toHaveProperty("mcp-name");
});

it("names the agreed revision where a message does not say one", () => {
  expect(messageHeaders({ method: "tools/list" }, "2025-11-25")).toEqual({
    "mcp-protocol-version": "2025-11-25",
  });
  expect(messageHeaders({ method: "initialize", params: {} }, null)).toEqual({});
});

it("lets nothing break out of a header", () => {
  for (const name of ["a\r\nauthorization: x", "Übersicht", " edge ", "=?base64?eA==?="]) {
    const headers = messageHeaders({ method: "tools/call", params: { name, _meta } }, null);
    const [, encoded = ""] = /^=\?base64\?(.*)\?=$/.exec(headers["mcp-name"] ?? "") ?? [];
    expect(Buffer.from(encoded, "base64").toString()).toBe(name);
  }
});
