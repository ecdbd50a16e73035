import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JoinReply, LiveEvent } from "#server/contracts/events.ts";
import { LiveSocket, type Transport } from "./socket.ts";

const topic = "inbox";
const event = (seq: number): LiveEvent => ({
  topic,
  seq,
  at: "2026-11-21T12:00:00Z",
  body: { type: "inbox.changed", awaiting: seq },
});

/** A transport whose every move the test makes. */
class FakeTransport implements Transport {
  connected = false;
  joins: { topic: string; afterSeq: number | null }[] = [];
  reply: JoinReply | "silence" = { ok: true, seq: 0, reset: false };
  connect = vi.fn();
  leave = vi.fn();
  handlers: {
    connect: () => void;
    disconnect: (cause: string) => void;
    event: (event: LiveEvent) => void;
  } = { connect: vi.fn(), disconnect: vi.fn(), event: vi.fn() };

  disconnect = vi.fn(() => {
    this.connected = false;
  });
  join(joined: string, afterSeq: number | null): Promise<JoinReply> {
    this.joins.push({ topic: joined, afterSeq });
    return this.reply === "silence"
      ? Promise.reject(new Error("timeout"))
      : Promise.resolve(this.reply);
  }
  onConnect(handler: () => void): void {
    this.handlers.connect = handler;
  }
  onDisconnect(handler: (cause: string) => void): void {
    this.handlers.disconnect = handler;
  }
  onEvent(handler: (event: LiveEvent) => void): void {
    this.handlers.event = handler;
  }
  comeUp(): void {
    this.connected = true;
    this.handlers.connect();
  }
  goDown(): void {
    this.connected = false;
    this.handlers.disconnect("gone");
  }
}

function open() {
  const transport = new FakeTransport();
  const socket = new LiveSocket(transport);
  const seen: number[] = [];
  const resets: string[] = [];
  socket.handleEvent = (taken) => seen.push(taken.seq);
  socket.handleReset = (name) => resets.push(name);
  return { transport, socket, seen, resets };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("live socket", () => {
  it("delivers each event once, whatever is repeated", () => {
    const { transport, socket, seen } = open();
    socket.follow(topic, 4);
    transport.comeUp();
    for (const seq of [5, 5, 4, 6, 6, 7]) transport.handlers.event(event(seq));
    expect(seen).toEqual([5, 6, 7]);
  });

  it("joins again from the last event seen after an interruption", () => {
    const { transport, socket } = open();
    socket.follow(topic, 4);
    transport.comeUp();
    transport.handlers.event(event(5));
    transport.goDown();
    expect(socket.state.kind).toBe("reconnecting");
    transport.comeUp();
    expect(transport.joins.at(-1)).toEqual({ topic, afterSeq: 5 });
    expect(socket.state.kind).toBe("live");
  });

  it("asks for a gap before it shows what lies behind it", async () => {
    const { transport, socket, seen } = open();
    socket.follow(topic, 4);
    transport.comeUp();
    transport.handlers.event(event(7));
    expect(seen).toEqual([]);
    expect(transport.joins.at(-1)).toEqual({ topic, afterSeq: 4 });
    for (const seq of [5, 6, 7]) transport.handlers.event(event(seq));
    expect(seen).toEqual([5, 6, 7]);
  });

  it("goes on over a hole that the server cannot fill", () => {
    const { transport, socket, seen } = open();
    socket.follow(topic, 4);
    transport.comeUp();
    transport.handlers.event(event(7));
    transport.handlers.event(event(7));
    expect(seen).toEqual([7]);
  });

  it("reports a reset and continues from where the server stands", async () => {
    const { transport, socket, seen, resets } = open();
    transport.reply = { ok: true, seq: 90, reset: true };
    socket.follow(topic, 4);
    transport.comeUp();
    await vi.waitFor(() => expect(resets).toEqual([topic]));
    transport.handlers.event(event(91));
    expect(seen).toEqual([91]);
  });

  it("replaces a connection that does not answer after sleep", async () => {
    const { transport, socket } = open();
    socket.follow(topic, 4);
    transport.comeUp();
    transport.reply = "silence";
    await socket.wake();
    expect(transport.disconnect).toHaveBeenCalled();
    expect(transport.connect).toHaveBeenCalled();
  });

  it("says lost with the cause when nothing helps for 15 s, and live when it is back", () => {
    const { transport, socket } = open();
    socket.connect();
    transport.comeUp();
    transport.goDown();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      vi.advanceTimersByTime(3000);
      transport.handlers.disconnect("gone");
    }
    expect(socket.state).toMatchObject({ kind: "lost", cause: "gone" });
    transport.comeUp();
    expect(socket.state.kind).toBe("live");
  });

  it("leaves a topic only when its last holder lets go", () => {
    const { transport, socket } = open();
    const first = socket.follow(topic, null);
    const second = socket.follow(topic, null);
    transport.comeUp();
    first();
    expect(transport.leave).not.toHaveBeenCalled();
    second();
    expect(transport.leave).toHaveBeenCalledWith(topic);
  });
});
