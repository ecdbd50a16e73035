import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a model server answers one call. Counts are what it reports; null leaves them out. */
export type Behaviour =
  | {
      readonly kind: "answer";
      readonly text: string;
      readonly tokensIn?: number | null;
      readonly tokensOut?: number | null;
    }
  /** Stops in the middle because its limit of tokens is reached. */
  | { readonly kind: "cut"; readonly text: string }
  | { readonly kind: "status"; readonly status: number }
  /** Bytes that are no JSON, with status 200. */
  | { readonly kind: "noise" }
  | { readonly kind: "redirect"; readonly to: string }
  /** Takes the call and never says anything. */
  | { readonly kind: "hang" }
  /** Says the same for ever, as a model in a loop; `every` is how many milliseconds apart. */
  | { readonly kind: "endless"; readonly text: string; readonly everyMs?: number }
  /** Begins an answer and breaks the connection. */
  | { readonly kind: "die" }
  /** Asks for a tool that nobody offered. */
  | { readonly kind: "tool" };

/** A call as it arrived. */
export interface RecordedCall {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
}

/** A server that speaks a provider's wire format. Behaviours are used up in order; the last one stays. */
export interface FakeModel {
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  behave(...next: [Behaviour, ...Behaviour[]]): void;
  /** Breaks every connection that is open. */
  hangUp(): void;
  close(): Promise<void>;
}

/** What a provider's dialect does with a call. */
export interface Dialect {
  /** Answers what is no call; false when it is one. */
  other(request: IncomingMessage, response: ServerResponse): boolean;
  reply(call: RecordedCall, behaviour: Behaviour, response: ServerResponse): void;
}

/** Starts a server on a port of its own. */
export async function startModelServer(dialect: Dialect): Promise<FakeModel> {
  const calls: RecordedCall[] = [];
  let behaviours: readonly Behaviour[] = [{ kind: "status", status: 500 }];
  const server = createServer((request, response) => {
    if (dialect.other(request, response)) return;
    void readJson(request).then((body) => {
      const call = { path: request.url ?? "", headers: request.headers, body };
      calls.push(call);
      const [now, ...later] = behaviours;
      if (later.length > 0) behaviours = later;
      if (now !== undefined) act(dialect, call, { behaviour: now, response });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    behave: (...next) => {
      behaviours = next;
      calls.length = 0;
    },
    hangUp: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function act(
  dialect: Dialect,
  call: RecordedCall,
  { behaviour, response }: { behaviour: Behaviour; response: ServerResponse },
): void {
  switch (behaviour.kind) {
    case "hang":
      return;
    case "redirect":
      response.writeHead(307, { location: behaviour.to }).end();
      return;
    case "noise":
      response.writeHead(200, { "content-type": "application/json" });
      response.end("<html>\u0000 this is {not an answer");
      return;
    case "die":
      response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
      response.write('{"model":"m",', () => response.destroy());
      return;
    default:
      dialect.reply(call, behaviour, response);
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
}

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Writes `chunk` again and again until the other side has enough. */
export function writeForEver(response: ServerResponse, chunk: string, everyMs = 0): void {
  const write = () => {
    if (response.destroyed) return;
    if (everyMs > 0) {
      response.write(chunk);
      setTimeout(write, everyMs).unref();
    } else if (response.write(chunk)) setImmediate(write);
    else response.once("drain", write);
  };
  write();
}

/** A text in pieces, as tokens come. */
export function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,7}/g) ?? [];
}
