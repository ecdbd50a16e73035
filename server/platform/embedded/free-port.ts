import { createServer } from "node:net";

/**
 * Returns `preferred` when it can be bound on `host`, else a port the kernel picks.
 * The port is free at the moment of asking only: callers retry when the bind fails later.
 */
export async function findFreePort({
  preferred = null,
  host = "127.0.0.1",
}: {
  preferred?: number | null;
  host?: string;
} = {}): Promise<number> {
  if (preferred !== null && (await tryPort(preferred, host)) !== null) return preferred;
  const port = await tryPort(0, host);
  if (port === null) throw new Error(`no free port on ${host}`);
  return port;
}

function tryPort(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === "object" ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
