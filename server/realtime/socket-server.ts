import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Socket as BaseSocket, Server } from "socket.io";
import {
  type JoinReply,
  joinMessageSchema,
  type LiveEvent,
  leaveMessageSchema,
  topicSchema,
} from "#server/contracts/events.ts";
import type { Principal } from "#server/contracts/people.ts";
import { sessionTokenOf } from "#server/http/cookie.ts";
import type { Edge } from "#server/http/edge.ts";
import { addressOf, originHeaders } from "#server/http/gate.ts";
import { isOwnOrigin } from "#server/http/origin.ts";
import { can } from "#server/people/domain/policy.ts";
import { parseAnnouncement } from "#server/people/domain/session-announcement.ts";
import type { EventHub } from "./event-hub.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What a browser may say. Anything else ends its socket. */
interface ClientMessages {
  join: (message: unknown, reply: unknown) => void;
  leave: (message: unknown) => void;
}
interface ServerMessages {
  event: (event: LiveEvent) => void;
}
interface SocketState {
  principal: Principal;
  bucket: TokenBucket;
}
type Socket = BaseSocket<ClientMessages, ServerMessages, Record<string, never>, SocketState>;
type Io = Server<ClientMessages, ServerMessages, Record<string, never>, SocketState>;

const maxTopicsPerSocket = 100;
const maxSocketsPerSession = 40;
/** Messages that wait for a slow client before it is let go; it comes back with its last `seq`. */
const maxWaitingMessages = 4_000;
const sessionCheckMs = 1_000;

/** Socket.IO behind the gate: authorises, joins topics, forwards events, drops sockets of ended sessions. */
export class SocketServer {
  readonly #io: Io;
  readonly #edge: Edge;
  readonly #hub: EventHub;
  readonly #timer: NodeJS.Timeout;
  #isChecking = false;

  constructor(deps: { edge: Edge; hub: EventHub }) {
    this.#edge = deps.edge;
    this.#hub = deps.hub;
    this.#io = new Server({
      serveClient: false,
      destroyUpgrade: false,
      maxHttpBufferSize: 100_000,
      connectTimeout: 10_000,
      // Recovery is ours: by `seq`, across restarts and servers.
      transports: ["polling", "websocket"],
      allowRequest: (request, decide) => decide(null, this.#isFromUs(request)),
    });
    // Socket.IO would put itself before our gate if it knew the real server; this one never listens.
    this.#io.attach(createServer());
    this.#io.use((socket, next) => void this.#admit(socket, next));
    this.#io.on("connection", (socket) => this.#welcome(socket));
    this.#timer = setInterval(() => void this.checkSessions(), sessionCheckMs);
  }

  /** Serves Socket.IO's polling requests. */
  handleRequest(request: IncomingMessage, response: ServerResponse): void {
    // Socket.IO reads the path and the query from the request itself.
    this.#io.engine.handleRequest(
      request as Parameters<Io["engine"]["handleRequest"]>[0],
      response,
    );
  }

  /** Serves WebSocket upgrades that passed the gate. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#io.engine.handleUpgrade(
      request as Parameters<Io["engine"]["handleUpgrade"]>[0],
      socket,
      head,
    );
  }

  /** Sends an event to those who follow its topic. */
  broadcast(event: LiveEvent): void {
    this.#io.local.to(event.topic).emit("event", event);
  }

  /** Whether a socket here follows the topic. */
  hasFollowers(topic: string): boolean {
    return this.#io.of("/").adapter.rooms.has(topic);
  }

  /** Drops the sockets that an announcement of the session channel means, right away. */
  drop(payload: string): void {
    const ended = parseAnnouncement(payload);
    if (ended === null) return;
    for (const socket of this.#io.of("/").sockets.values()) {
      const { sessionId, personId } = socket.data.principal;
      const isMeant =
        ended.kind === "session" ? sessionId === ended.sessionId : personId === ended.personId;
      if (isMeant) socket.disconnect(true);
    }
  }

  /** Drops sockets whose session ended or whose role changed: what a lost notification would have done. */
  async checkSessions(): Promise<void> {
    const sockets = [...this.#io.of("/").sockets.values()];
    for (const socket of sockets) if (isTooSlow(socket)) socket.disconnect(true);
    if (this.#isChecking || sockets.length === 0) return;
    this.#isChecking = true;
    try {
      const sessionIds = [...new Set(sockets.map((socket) => socket.data.principal.sessionId))];
      const live = await this.#edge.services.people.livePrincipals(sessionIds);
      const bySession = new Map(live.map((principal) => [principal.sessionId, principal]));
      for (const socket of sockets) {
        const now = bySession.get(socket.data.principal.sessionId);
        if (now?.role !== socket.data.principal.role) socket.disconnect(true);
      }
    } catch (error) {
      // Without a database nothing is sent either; the next check decides.
      this.#edge.log.warn({ err: error }, "sessions of open sockets not checked");
    } finally {
      this.#isChecking = false;
    }
  }

  /** Closes every socket. Clients reconnect by themselves. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
    await this.#io.close().catch(() => undefined);
  }

  /**
   * The gate has judged Host, and Origin wherever it is required. Left is polling by GET: a same-origin one has no
   * Origin, so a foreign one betrays itself by having one.
   */
  #isFromUs(request: IncomingMessage): boolean {
    const headers = originHeaders(request);
    if (request.headers.origin !== undefined) return isOwnOrigin(this.#edge.origins, headers);
    return headers.secFetchSite === undefined || headers.secFetchSite === "same-origin";
  }

  async #admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    try {
      const token = sessionTokenOf(socket.request.headers.cookie);
      const principal = token === null ? null : await this.#edge.services.people.principalOf(token);
      if (principal === null || !can(principal.role, "read")) return next(refusal("not_signed_in"));
      if (this.#socketsOf(principal.sessionId) >= maxSocketsPerSession) {
        return next(refusal("too_many_requests"));
      }
      socket.data.principal = principal;
      socket.data.bucket = new TokenBucket({ burst: 120, perSecond: 20, nowMs: performance.now() });
      next();
    } catch (error) {
      this.#edge.log.warn({ err: error }, "socket not admitted");
      next(refusal(this.#edge.toKnownError(error).code));
    }
  }

  #welcome(socket: Socket): void {
    socket.use(([name], next) => {
      if (socket.data.bucket.take(performance.now()) && (name === "join" || name === "leave"))
        return next();
      this.#refused(socket, "too_many_requests", `message ${String(name).slice(0, 40)}`);
      socket.disconnect(true);
    });
    socket.on("join", (message, reply) => {
      void this.#join(socket, message).then((answer) => {
        if (typeof reply === "function") reply(answer);
      });
    });
    socket.on("leave", (message) => {
      const parsed = leaveMessageSchema.safeParse(message);
      if (parsed.success) void socket.leave(parsed.data.topic);
    });
  }

  async #join(socket: Socket, message: unknown): Promise<JoinReply> {
    const parsed = joinMessageSchema.safeParse(message);
    const topic = topicSchema.safeParse(parsed.data?.topic);
    if (!parsed.success || !topic.success) return denied("invalid_input", "That is not a topic.");
    if (socket.rooms.size > maxTopicsPerSocket) {
      return denied("too_many_requests", "Too many topics on one connection.");
    }
    try {
      const [principal] = await this.#edge.services.people.livePrincipals([
        socket.data.principal.sessionId,
      ]);
      if (principal === undefined || !can(principal.role, "read")) {
        socket.disconnect(true);
        return denied("not_signed_in", "Please sign in.");
      }
      if (topic.data.startsWith("person:") && topic.data !== `person:${principal.personId}`)
        return denied("not_allowed", "That is somebody else's.");
      const follower = {
        send: (event: LiveEvent) => void socket.emit("event", event),
        // Joining after the end would leave a room that nobody ever leaves.
        enter: () => void (socket.connected && socket.join(topic.data)),
      };
      const { seq, reset } = await this.#hub.join(topic.data, follower, parsed.data.afterSeq);
      return { ok: true, seq, reset };
    } catch (error) {
      const known = this.#edge.toKnownError(error);
      this.#edge.log.warn({ err: error, topic: topic.data }, "topic not joined");
      return denied(known.code, known.message);
    }
  }

  #socketsOf(sessionId: string): number {
    let count = 0;
    for (const socket of this.#io.of("/").sockets.values()) {
      if (socket.data.principal.sessionId === sessionId) count++;
    }
    return count;
  }

  #refused(socket: Socket, code: "too_many_requests", reason: string): void {
    this.#edge.refused({
      code,
      edge: "socket",
      method: "GET",
      path: "/socket.io/",
      address: addressOf(socket.request, this.#edge.origins),
      principal: socket.data.principal,
      traceId: socket.id,
      reason,
    });
  }
}

/** What a client sees as `connect_error`: the code is in `data`, so it knows whether to sign in or to wait. */
function refusal(code: string): Error & { data: { code: string } } {
  return Object.assign(new Error(code), { data: { code } });
}

const denied = (errorCode: string, message: string): JoinReply => ({
  ok: false,
  errorCode,
  message,
});

function isTooSlow(socket: Socket): boolean {
  // Engine.IO keeps what the transport has not taken yet in this list.
  const { writeBuffer } = socket.conn as unknown as { writeBuffer?: readonly unknown[] };
  return (writeBuffer?.length ?? 0) > maxWaitingMessages;
}
