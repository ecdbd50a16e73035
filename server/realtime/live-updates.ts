import type { Edge } from "#server/http/edge.ts";
import { sessionChannel } from "#server/people/domain/session-announcement.ts";
import { eventChannel, readAnnouncement } from "#server/platform/event-log.ts";
import type { EventWatch } from "#server/platform/event-watch.ts";
import { listen } from "#server/platform/listener.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { EventHub } from "./event-hub.ts";
import { SocketServer } from "./socket-server.ts";

/** The running push side of a web process. */
export interface LiveUpdates {
  readonly sockets: SocketServer;
  /** Resolves once notifications are being heard. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Connects notifications of the database with the sockets of this process and with whoever waits for an event. */
export function startLiveUpdates(deps: {
  edge: Edge;
  eventWatch: EventWatch;
  db: Database;
  databaseUrl: string;
  log: Logger;
}): LiveUpdates {
  const { edge, eventWatch, db, log } = deps;
  const hub = new EventHub({
    db,
    log,
    broadcast: (event) => sockets.broadcast(event),
    hasFollowers: (topic) => sockets.hasFollowers(topic),
  });
  const sockets: SocketServer = new SocketServer({ edge, hub });
  const listener = listen({
    url: deps.databaseUrl,
    channels: [eventChannel, sessionChannel],
    onNotify: (channel, payload) => {
      if (channel === sessionChannel) return sockets.drop(payload);
      const news = readAnnouncement(payload);
      if (news === null) return;
      hub.announced(news.topic, news.seq);
      eventWatch.announced(news.topic);
    },
    onReconnect: () => {
      void hub.sweep();
      eventWatch.lookAgain();
      void sockets.checkSessions();
    },
    log,
  });
  return {
    sockets,
    ready: listener.ready,
    async close() {
      hub.close();
      await Promise.all([sockets.close(), listener.close()]);
    },
  };
}
