import { createServer } from "node:net";
import { expect, it } from "vitest";
import { isPortOpen } from "./port-probe.ts";

it("tells a port that is taken from one that is free", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await isPortOpen("127.0.0.1", port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortOpen("127.0.0.1", port)).toBe(false);
});
