import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A call as it came. */
export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the other side does with a call: a status, nothing at all, or a connection broken off. */
export type Answer = number | "silence" | "hang up";

/** A server on loopback that keeps what it is sent and answers as it is told. */
export async function startReceiver() {
  const calls: ReceivedCall[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      calls.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = answers.shift() ?? 200;
      if (answer === "silence") return;
      if (answer === "hang up") {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer, answer === 302 ? { location: "http://127.0.0.1:1/" } : {});
      response.end("a reply that nobody is shown");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    /** What the next calls are answered with, in this order; then 200. */
    answers,
    json: () => calls.map(({ body }) => JSON.parse(body.toString("utf8")) as ReceivedJson),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type ReceivedJson = Readonly<Record<string, unknown>>;

/** A mail server on loopback that keeps what it is sent. `user` and `password` are what it wants; null: it takes all. */
export async function startMailServer(login: { user: string; password: string } | null) {
  const mails: { from: string; to: string[]; text: string }[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: login === null,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(Object.assign(new Error("no"), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const responseCode = refusals.shift();
        if (responseCode !== undefined)
          return done(Object.assign(new Error("not now"), { responseCode }));
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
  });
  server.on("error", () => undefined); // a client that breaks off is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    /** What the next mails are refused with. */
    refusals,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
