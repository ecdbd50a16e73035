import { readFileSync } from "node:fs";
import { io, type Socket } from "socket.io-client";

/** A monitor as Uptime Kuma itself lists it; only what a portal decides. */
export interface KumaMonitor {
  id: number;
  name: string;
  type: string;
  url: string | null;
  hostname: string | null;
  port: number | null;
  description: string | null;
}

const ANSWER_TIMEOUT_MS = 20_000;

/** Reads all monitors over Uptime Kuma's own socket, with the account of `secretFile`. */
export async function readKumaMonitors(url: string, secretFile: string): Promise<KumaMonitor[]> {
  return withKuma(url, secretFile, async (socket) => {
    const list = new Promise<Record<string, KumaMonitor>>((done) => {
      socket.once("monitorList", done);
    });
    await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("getMonitorList");
    return Object.values(await list);
  });
}

/** Deletes one monitor, as a person might. */
export async function deleteKumaMonitor(url: string, secretFile: string, id: number) {
  await withKuma(url, secretFile, (socket) =>
    socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("deleteMonitor", id),
  );
}

async function withKuma<T>(url: string, secretFile: string, use: (socket: Socket) => Promise<T>) {
  const socket = io(url, { transports: ["websocket"], timeout: ANSWER_TIMEOUT_MS });
  try {
    const account: unknown = JSON.parse(readFileSync(secretFile, "utf8"));
    const answer = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("login", account);
    if (!answer.ok) throw new Error(`Uptime Kuma refused the account: ${answer.msg}`);
    return await use(socket);
  } finally {
    socket.close();
  }
}
