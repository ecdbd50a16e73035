import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Kernels give outgoing connections ports from 32768 up (Linux) or 49152 up (macOS). A server's own port
 * lies below, so that no connection of anything on this machine takes it between a crash and the next start.
 */
const PORTS = { first: 20_000, end: 32_768 };
const MAX_TRIES = 50;

/**
 * Returns `preferred` when it can be bound on `host`, else a free port between 20000 and 32767.
 * The port is free at the moment of asking only: callers retry when the bind fails later.
 */
export async function findFreePort({
  preferred = null,
  host = "127.0.0.1",
}: {
  preferred?: number | null;
  host?: string;
} = {}): Promise<number> {
  if (preferred !== null && (await canBind(preferred, host))) return preferred;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const port = randomInt(PORTS.first, PORTS.end);
    if (await canBind(port, host)) return port;
  }
  throw new Error(`no free port between ${PORTS.first} and ${PORTS.end - 1} on ${host}`);
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
