import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { addressFault, post, SendFault } from "./outgoing-http.ts";

const rule = { allowsLoopback: false };

describe("which addresses are sent to", () => {
  it.each([
    "169.254.169.254",
    "169.254.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "fe80::1",
    "fd00:ec2::254",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "ff02::1",
  ])("never %s, not for admins either", (address) => {
    expect(addressFault(address, { allowsLoopback: true })).not.toBeNull();
  });

  it.each(["127.0.0.1", "127.8.9.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1"])(
    "%s only where that is allowed",
    (address) => {
      expect(addressFault(address, rule)).not.toBeNull();
      expect(addressFault(address, { allowsLoopback: true })).toBeNull();
    },
  );

  it.each(["192.168.1.20", "10.0.0.1", "172.16.4.4", "100.64.0.7", "fd12::7", "93.184.216.34"])(
    "%s, as it is of a network at home or of the internet",
    (address) => {
      expect(addressFault(address, rule)).toBeNull();
    },
  );
});

const sent = { headers: {}, body: "{}", timeoutMs: 300 };
const faultOf = async (url: string, allowsLoopback = true) => {
  try {
    await post({ ...sent, url }, { allowsLoopback });
  } catch (error) {
    if (error instanceof SendFault) return error;
  }
  throw new Error("it was sent");
};

it("a server that does not answer is given up in time, and tried again later", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fault = await faultOf(`http://127.0.0.1:${port}/`);
  expect(fault.message).toMatch(/does not answer/);
  expect(fault.isFinal).toBe(false);
  server.closeAllConnections();
  server.close();
});

it("an endless answer is not read to its end", async () => {
  let bytes = 0;
  const server = createServer((_request, response) => {
    const timer = setInterval(() => {
      bytes += 1_024;
      response.write("x".repeat(1_024));
    }, 1);
    response.on("close", () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  await post({ ...sent, url, timeoutMs: 5_000 }, { allowsLoopback: true });
  expect(bytes).toBeLessThan(1_000_000);
  server.closeAllConnections();
  server.close();
});

it("a name is looked up as it is called: this machine's is refused, and what has none is named", async () => {
  const here = await faultOf("http://localhost:9/", false);
  expect([here.message, here.isFinal]).toEqual([
    expect.stringMatching(/^localhost \(.*\) is this machine itself/),
    true,
  ]);
  expect((await faultOf("http://nowhere.invalid/")).message).toMatch(
    /nowhere\.invalid is not known/,
  );
});

it("http where TLS is wanted says so", async () => {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect((await faultOf(`https://127.0.0.1:${port}/`)).message).toMatch(/speaks no TLS there/);
  server.close();
});
