import { connect, createServer, type Server, type Socket } from "node:net";

/** A line to a server that a test can cut and mend: connections break and are refused, as when the server is away. */
export class CutLine {
  private target = { host: "127.0.0.1", port: 0 };
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private sent = "";
  private cutAt: string | null = null;

  private constructor() {
    this.server = createServer((incoming) => this.join(incoming));
  }

  static async open(): Promise<CutLine> {
    const line = new CutLine();
    await new Promise<void>((resolve) => line.server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  /** The given address, led over this line. */
  lead(url: string): string {
    const led = new URL(url);
    this.target = { host: led.hostname, port: Number(led.port) };
    const address = this.server.address();
    led.hostname = "127.0.0.1";
    led.port = String(typeof address === "object" ? address?.port : 0);
    return led.href;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
    this.cutAt = null;
  }

  /** Cuts as soon as a text is about to pass, which then does not. */
  cutBefore(text: string): void {
    this.cutAt = text;
  }

  /** How often a text was sent to the server, as far as it was not cut in two. */
  count(text: string): number {
    return this.sent.split(text).length - 1;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private note(text: string): void {
    this.sent += text;
    if (this.cutAt !== null && text.includes(this.cutAt)) this.cut();
  }

  private join(incoming: Socket): void {
    if (this.isCut) {
      incoming.destroy();
      return;
    }
    const outgoing = connect(this.target);
    // Before the pipe's own: what it cuts does not pass any more.
    incoming.on("data", (chunk) => this.note(chunk.toString("latin1")));
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
