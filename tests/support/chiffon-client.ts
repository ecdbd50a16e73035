import { setTimeout as delay } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import type { LiveEvent } from "#server/contracts/events.ts";

/** A reply that was no success, with what the server said. */
export class ReplyError extends Error {
  readonly status: number;
  readonly reply: Record<string, unknown>;

  constructor(path: string, status: number, reply: Record<string, unknown>) {
    super(`${path} answered ${status}: ${JSON.stringify(reply).slice(0, 400)}`);
    this.status = status;
    this.reply = reply;
  }
}

/** The parts of a plan that a client decides by, as `/api/v1` writes them. */
export interface WirePlan {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  readonly status: string;
}

/** A request's view as `/api/v1` writes it; only what tests look at. */
export interface WireView {
  readonly request_id: string;
  readonly conversation_id: string;
  readonly phase: string;
  readonly card: string | null;
  /** How it ended, null while it goes on. */
  readonly end: string | null;
  readonly plan: (WirePlan & { readonly body: Record<string, unknown> }) | null;
  readonly tasks: readonly {
    readonly id: string;
    readonly status: string;
    readonly runs: readonly { readonly id: string; readonly status: string }[];
  }[];
}

/** A person at the API, over real HTTP with a real session. */
export class ChiffonClient {
  readonly url: string;
  private cookie = "";

  constructor(url: string) {
    this.url = url;
  }

  /** Makes the first admin with the token of the first start, and is signed in as it. */
  async setUp(token: string, name = "Ada", password = "correct horse battery"): Promise<void> {
    await this.call("POST", "/api/setup", { token, name, password });
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.call("POST", "/api/session", { name, password });
  }

  /** @throws ReplyError on anything but a success */
  async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.cookie === "" ? {} : { cookie: this.cookie }),
        origin: this.url,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(120_000),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";", 1)[0] ?? "";
    const text = await response.text();
    const reply = text === "" ? {} : JSON.parse(text);
    if (!response.ok) throw new ReplyError(path, response.status, reply);
    return reply as T; // the caller names the shape it asked for
  }

  /** Says something; resolves with the request that it made. */
  async say(
    message: string,
    conversationId?: string,
  ): Promise<{ conversationId: string; requestId: string }> {
    return this.call("POST", "/api/chat", {
      message,
      ...(conversationId === undefined ? {} : { conversationId }),
    });
  }

  async view(requestId: string): Promise<WireView> {
    return this.call("GET", `/api/v1/requests/${requestId}`);
  }

  async decide(plan: WirePlan, decision: "approve" | "reject" = "approve"): Promise<WireView> {
    return this.call("POST", `/api/v1/plan/${plan.id}/approve`, {
      plan_version: plan.version,
      plan_digest: plan.digest,
      decision,
    });
  }

  /** Asks until `holds`. @throws Error naming what was seen last, when it does not within `timeoutMs` */
  async waitFor(
    requestId: string,
    holds: (view: WireView) => boolean,
    timeoutMs = 30_000,
    everyMs = 40,
  ): Promise<WireView> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const view = await this.viewOnceReachable(requestId, deadline);
      if (holds(view)) return view;
      if (Date.now() > deadline) {
        const tasks = view.tasks.map((task) => task.status).join(", ");
        throw new Error(`request stands in ${view.phase}, card ${view.card}, tasks ${tasks}`);
      }
      await delay(everyMs);
    }
  }

  /** A busy machine's database may not answer in time; whoever waits asks again. */
  private async viewOnceReachable(requestId: string, deadline: number): Promise<WireView> {
    for (;;) {
      try {
        return await this.view(requestId);
      } catch (error) {
        const isBusy =
          error instanceof ReplyError && error.reply["code"] === "database_unavailable";
        if (!isBusy || Date.now() > deadline) throw error;
        await delay(500);
      }
    }
  }

  /** Opens a live connection; the caller closes it. */
  async connect(): Promise<Socket> {
    const socket = io(this.url, {
      transports: ["websocket"],
      extraHeaders: { cookie: this.cookie, origin: this.url },
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    return socket;
  }
}

/** Follows a topic from its beginning; `onEvent` sees each event with the moment it arrived. */
export async function follow(
  socket: Socket,
  topic: string,
  onEvent: (event: LiveEvent, atMs: number) => void,
): Promise<void> {
  socket.on("event", (event: LiveEvent) => {
    if (event.topic === topic) onEvent(event, Date.now());
  });
  await socket.emitWithAck("join", { topic, afterSeq: 0 });
}
