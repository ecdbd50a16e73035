import { io, type Socket } from "socket.io-client";
import type { JoinReply, LiveEvent } from "#server/contracts/events.ts";
import type { Transport } from "./socket.ts";

const refusedDelayMs = 2000;

/** Connects by WebSocket, falling back to polling where a proxy refuses it. */
export function makeSocketIoTransport(): Transport {
  const socket = io({
    autoConnect: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5000,
    timeout: 5000,
  });
  return {
    get connected() {
      return socket.connected;
    },
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    join: (topic, afterSeq, timeoutMs) =>
      socket.timeout(timeoutMs).emitWithAck("join", { topic, afterSeq }) as Promise<JoinReply>,
    leave: (topic) => void socket.emit("leave", { topic }),
    onConnect: (handler) => void socket.on("connect", handler),
    onDisconnect: (handler) => {
      socket.on("disconnect", (reason) => {
        handler(causeText(reason));
        if (reason !== "io client disconnect") comeBack(socket);
      });
      socket.on("connect_error", (error) => {
        handler(causeText(error.message));
        comeBack(socket);
      });
    },
    onEvent: (handler) => void socket.on("event", (event: LiveEvent) => handler(event)),
  };
}

/** After a refusal or a dropped session socket.io does not try again by itself: a role may have changed. */
function comeBack(socket: Socket): void {
  if (!socket.active) setTimeout(() => socket.connect(), refusedDelayMs);
}

function causeText(reason: string): string {
  if (reason === "not_signed_in") return "You were signed out.";
  if (reason === "too_many_requests") return "Too many pages of yours are open.";
  if (reason === "ping timeout") return "The connection went silent.";
  return "Chiffon cannot be reached.";
}
