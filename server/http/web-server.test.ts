import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { refuseUnreadable } from "./web-server.ts";

const server = createServer({ headersTimeout: 100, connectionsCheckingInterval: 50 }, (_, answer) =>
  answer.end("fine"),
);
server.on("clientError", refuseUnreadable);
afterEach(() => server.close());

/** Everything that the server says on a connection on which that is sent. */
async function saidTo(sent: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(sent);
  return text(socket);
}

it.each([
  ["a connection that was opened in advance and stays idle", ""],
  ["one whose request never ends", "GET / HTTP/1.1\r\nHost: x\r\n"],
])("closes %s without a word", async (_what, sent) => {
  expect(await saidTo(sent)).toBe("");
});

it("says that it cannot read what is no HTTP", async () => {
  expect(await saidTo("hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 Bad Request/);
});
