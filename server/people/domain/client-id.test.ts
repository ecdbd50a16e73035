import fc from "fast-check";
import { expect, it } from "vitest";
import { clientIdOf, readClient, registeredClient } from "./client-id.ts";

const back = "https://claude.ai/api/mcp/auth_callback";

it("reads back what a client said when it registered", () => {
  const id = clientIdOf({ name: "Claude", redirectUris: [back] });
  expect(readClient(id, back)).toEqual({
    kind: "client",
    client: { name: "Claude", redirectUris: [back] },
  });
});

it("leads a client nowhere that it did not register", () => {
  const id = clientIdOf({ name: "Claude", redirectUris: [back, "http://127.0.0.1:33418/"] });
  const elsewhere = [
    "https://claude.ai/api/mcp/auth_callback/",
    "https://claude.ai.evil.example/api/mcp/auth_callback",
    "https://claude.ai/api/mcp/auth_callback?next=https://evil.example",
    "http://127.0.0.1:33418/other",
    "http://127.0.0.2:33418/",
  ];
  for (const address of elsewhere) expect(readClient(id, address).kind, address).toBe("fault");
  // The port of one's own machine is another each time (RFC 8252).
  expect(readClient(id, "http://127.0.0.1:55001/").kind).toBe("client");
});

it("takes no id that only looks like one, and no address that a registration would not have", () => {
  const unsafe = clientIdOf({ name: "x", redirectUris: ["javascript:alert(1)//"] });
  const none = `chf-client.${Buffer.from(JSON.stringify(["x"])).toString("base64url")}`;
  for (const id of ["", "claude", "chf-client.", "chf-client.!", none])
    expect(readClient(id, back).kind, id).toBe("fault");
  expect(readClient(unsafe, "javascript:alert(1)//").kind).toBe("fault");
});

it("never throws, whatever is brought as an id", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const sealed = `chf-client.${Buffer.from(text).toString("base64url")}`;
      for (const id of [text, sealed]) expect(readClient(id, back).kind).toBe("fault");
    }),
  );
});

it("makes a token's name of whatever a client calls itself", () => {
  const names = [
    ["Claude (claude.ai)", "Claude claude.ai"],
    ["<script>", "script"],
    ["...", "MCP client"],
    [undefined, "MCP client"],
    ["x".repeat(200), "x".repeat(60)],
  ] as const;
  for (const [said, kept] of names) {
    const read = registeredClient(said, [back]);
    expect(read.kind === "client" && read.client.name).toBe(kept);
  }
});

it("refuses more addresses than fit into one", () => {
  const many = Array.from({ length: 10 }, (_, at) => `https://a.example/${at}${"x".repeat(300)}`);
  expect(registeredClient("x", many).kind).toBe("fault");
});
