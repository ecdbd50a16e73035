import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

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
  const args = ["server", "--url", url, "--scenario", scenario, "--spec-version", revision];
  const folder = mkdtempSync(path.join(tmpdir(), "chiffon-conformance-"));
  const file = path.join(folder, "output");
  // It ends without waiting for a pipe to take all that it printed: a file takes it at once.
  const printed = openSync(file, "a");
  try {
    const child = spawn(process.execPath, ["--import", globSync, suite, ...args, "--verbose"], {
      stdio: ["ignore", printed, printed],
      timeout: longestMs,
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, output: readFileSync(file, "utf8") };
  } finally {
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
