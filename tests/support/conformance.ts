import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "#server/platform/embedded/free-port.ts";

const suite = path.resolve("node_modules/@modelcontextprotocol/conformance/dist/index.js");
const globSync = path.resolve("tests/support/conformance-fs.mjs");

/** A door before a server that shows a token for whoever comes: the suite cannot be given one. The caller closes it. */
export async function openDoor(target: string, token: string) {
  const door = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const forwarded = httpRequest(
      new URL(incoming.url ?? "/", target),
      { method, headers: { ...headers, authorization: `Bearer ${token}` }, setHost: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  const close = () => {
    door.closeAllConnections();
    return new Promise((resolve) => door.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** A scenario takes seconds; one that hangs is ended. */
const longestMs = 120_000;

/**
 * Runs one scenario of the protocol's own conformance suite against a server, at a revision.
 *
 * @returns exit code, 0 where every check held, and what it printed
 */
export async function runScenario(
  url: string,
  scenario: string,
  revision: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return runSuite(["server", "--url", url, "--scenario", scenario, "--spec-version", revision]);
}

/**
 * Runs the suite's scenarios for authorization servers: it prints an address, and waits for a person to let it in.
 *
 * @param openAddress does what that person does in their browser
 */
export async function runAuthorization(
  server: { readonly url: string; readonly clientId: string; readonly resource: string },
  openAddress: (address: string) => Promise<void>,
) {
  const { url, clientId, resource } = server;
  const args = ["authorization", "--url", url, "--client-id", clientId, "--resource", resource];
  const address = new RegExp(`^${url}\\S+$`, "m");
  let isOpened = false;
  const port = await findFreePort();
  return runSuite([...args, "--port", String(port)], async (output) => {
    const [found] = isOpened ? [] : (address.exec(output) ?? []);
    if (found === undefined) return;
    isOpened = true;
    await openAddress(found);
  });
}

/** How often is looked at what it printed, where somebody answers it. */
const lookMs = 100;

async function runSuite(
  args: readonly string[],
  onOutput?: (output: string) => Promise<void>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), "chiffon-conformance-"));
  const file = path.join(folder, "output");
  // It ends without waiting for a pipe to take all that it printed: a file takes it at once.
  const printed = openSync(file, "a");
  const read = () => readFileSync(file, "utf8");
  let looking: Promise<void> = Promise.resolve();
  const look = setInterval(() => {
    looking = onOutput?.(read()) ?? looking;
    looking.catch(() => undefined);
  }, lookMs);
  try {
    const child = spawn(process.execPath, ["--import", globSync, suite, ...args, "--verbose"], {
      stdio: ["ignore", printed, printed],
      timeout: longestMs,
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    await looking;
    return { code, output: read() };
  } finally {
    clearInterval(look);
    closeSync(printed);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of the checks that failed. @throws Error when the suite did not print what it checked */
export function failedIn(output: string): string[] {
  const list = /^\[$[\s\S]*?^\]$/m.exec(output)?.[0];
  if (list === undefined) throw new Error(`no checks in: ${output.slice(0, 2000)}`);
  const checks: { id: string; status: string }[] = JSON.parse(list);
  if (checks.length === 0) throw new Error("nothing was checked");
  return checks.filter(({ status }) => status === "FAILURE").map(({ id }) => id);
}
