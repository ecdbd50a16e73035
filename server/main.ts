import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { awaitConfig } from "./config.ts";
import { type Container, createContainer } from "./container.ts";
import { createEdge } from "./http/create-edge.ts";
import { type Edge, publishEdge } from "./http/edge.ts";
import { createHealthEndpoint } from "./http/health-endpoint.ts";
import { createLinkEndpoint } from "./http/link-endpoint.ts";
import { originPolicy } from "./http/origin.ts";
import { createWebServer } from "./http/web-server.ts";
import { giveBackMemoryWhenQuiet } from "./platform/give-back-memory.ts";
import { startLiveUpdates } from "./realtime/live-updates.ts";

/** The composition root under the name by which other bundles of this process find it. */
const containerKey = Symbol.for("chiffon.container");
const shutdownMs = 8_000;
const portAttempts = 20;

const config = await awaitConfig();
const dev = process.argv.includes("--dev") || !config.production;
const container = createContainer(config, { process: "web" });
const { log } = container;

try {
  const close = await start(container);
  stopWhenTold(close);
  giveBackMemoryWhenQuiet();
} catch (error) {
  log.fatal({ err: error }, "the web process could not start");
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 500).unref();
  await container.close();
}

/** Brings everything up and returns what takes it down again. */
async function start({
  db,
  services,
  eventWatch,
  version,
}: Container): Promise<() => Promise<void>> {
  const startedAt = performance.now();
  Object.assign(globalThis, { [containerKey]: container });
  const origins = originPolicy(config);
  const { edge, refusals } = createEdge({ services, db, log, origins });
  publishEdge(edge);
  // Next listens for upgrades by itself on the server it is given; this one never gets any.
  const idleServer = createServer();
  const pages = next({
    dev,
    httpServer: idleServer,
    hostname: config.host,
    port: config.port,
    quiet: !dev,
  });
  await Promise.all([container.waitForDatabase(), pages.prepare()]);
  await services.people.tidy();
  const live = startLiveUpdates({ edge, eventWatch, db, databaseUrl: config.databaseUrl, log });
  let mcp: ReturnType<typeof openMcp> | null = null;
  const handlePage = pages.getRequestHandler();
  const handleUpgrade = pages.getUpgradeHandler();
  const link = createLinkEndpoint(edge);
  const server = createWebServer({
    edge,
    dev,
    link: link.handle,
    health: createHealthEndpoint(edge),
    pages: (request, response) => handlePage(request, response),
    mcp: async (request, response) => {
      mcp ??= openMcp(edge, version);
      return (await mcp).handle(request, response);
    },
    polling: (request, response) => live.sockets.handleRequest(request, response),
    sockets: (request, socket, head) => live.sockets.handleUpgrade(request, socket, head),
    devSockets: dev ? (request, socket, head) => void handleUpgrade(request, socket, head) : null,
  });
  const port = await listen(server, config.port);
  log.info({ port, dev, startupMs: Math.round(performance.now() - startedAt) }, "listening");
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    link.close();
    await live.close();
    await (await mcp)?.close();
    server.closeIdleConnections();
    await closed;
    await refusals.settled();
    await pages.close();
    await container.close();
  };
}

/** The protocol's code comes into memory with the first client that speaks it. */
async function openMcp(edge: Edge, version: string) {
  const { createMcpEndpoint } = await import("./mcp/endpoint.ts");
  return createMcpEndpoint(edge, version);
}

/** Listens on the preferred port, or the next free one. A supervisor has chosen a free port already. */
async function listen(server: Server, preferred: number): Promise<number> {
  for (let port = preferred; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, config.host, () => {
          server.removeListener("error", reject);
          resolve();
        });
      });
      if (port !== preferred)
        log.warn({ preferred, port }, "the preferred port is taken; using another");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || port - preferred >= portAttempts) throw error;
    }
  }
}

/** Ends in order when told to, or when the supervisor is gone; insists after a while. */
function stopWhenTold(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = (reason: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, "stopping");
    setTimeout(() => process.exit(0), shutdownMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => stop(signal));
  process.on("disconnect", () => stop("supervisor gone"));
}
