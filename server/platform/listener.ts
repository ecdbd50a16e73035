import pg from "pg";
import type { Logger } from "#server/platform/logger.ts";

/** A standing LISTEN connection. */
export interface Listener {
  /** Resolves once the first connection listens. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const reconnectDelayMs = 500;

/**
 * Follows Postgres notification channels on a connection of its own and reconnects for ever. Notifications sent
 * while it was away are lost by design: every reader also sweeps. `onReconnect` is the moment to sweep at once.
 */
export function listen(options: {
  url: string;
  channels: readonly string[];
  onNotify: (channel: string, payload: string) => void;
  onReconnect: () => void;
  log: Logger;
}): Listener {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let markReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });

  const retry = (): void => {
    client = null;
    if (!closed && timer === null) {
      timer = setTimeout(() => {
        timer = null;
        void connect();
      }, reconnectDelayMs);
    }
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: "chiffon-listen",
    });
    next.on("error", (error) => options.log.warn({ err: error }, "notification connection lost"));
    next.on("end", retry);
    next.on("notification", (message) => options.onNotify(message.channel, message.payload ?? ""));
    try {
      await next.connect();
      client = next;
      for (const channel of options.channels)
        await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      markReady();
      options.onReconnect();
    } catch (error) {
      options.log.warn({ err: error }, "notification connection failed");
      next.removeAllListeners("end");
      void next.end().catch(() => undefined);
      retry();
    }
  };
  void connect();

  return {
    ready,
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end();
    },
  };
}
