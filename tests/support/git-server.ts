import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** A git server on loopback: real bare repositories behind `git http-backend`. */
export class GitServer {
  /** Repositories that ask for a password nobody has. */
  readonly locked = new Set<string>();
  /** Repositories whose server takes the question and never answers. */
  readonly hanging = new Set<string>();
  private readonly root = mkdtempSync(path.join(tmpdir(), "git-server-"));
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  /** Address of a repository. */
  urlOf(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}.git`;
  }

  /** Commits files to a repository, which is made when it is new; `tag` names the commit. */
  commit(name: string, files: Readonly<Record<string, string>>, tag?: string): void {
    const work = path.join(this.root, "work", name);
    const bare = path.join(this.root, "bare", `${name}.git`);
    mkdirSync(work, { recursive: true });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Owner", "-c", "user.email=o@localhost", ...args], {
        cwd: work,
        stdio: "pipe",
      });
    if (!existsSync(path.join(work, ".git"))) git("init", "-q", "--initial-branch=main");
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
      writeFileSync(path.join(work, file), content);
    }
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "change");
    if (tag !== undefined) git("tag", "-f", tag);
    mkdirSync(bare, { recursive: true });
    if (!existsSync(path.join(bare, "HEAD")))
      execFileSync("git", ["init", "-q", "--bare", "--initial-branch=main", bare]);
    git("push", "-q", "-f", bare, "main", "--tags");
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.root, { recursive: true, force: true });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://localhost");
    const name = /^\/([\w.-]+)\.git\//.exec(url.pathname)?.[1] ?? "";
    if (this.hanging.has(name)) return;
    if (this.locked.has(name)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    const backend = spawn("git", ["http-backend"], {
      env: {
        NODE_ENV: "test",
        PATH: process.env["PATH"],
        GIT_PROJECT_ROOT: path.join(this.root, "bare"),
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? "GET",
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      },
    });
    request.pipe(backend.stdin);
    backend.stdin.on("error", () => undefined);
    const chunks: Buffer[] = [];
    backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    backend.on("close", () => reply(response, Buffer.concat(chunks)));
  }
}

/** What a CGI program prints: headers, an empty line, the body. */
function reply(response: ServerResponse, printed: Buffer): void {
  const end = printed.indexOf("\r\n\r\n");
  const lines = printed.subarray(0, Math.max(0, end)).toString("utf8").split("\r\n");
  let status = end < 0 ? 500 : 200;
  for (const line of lines) {
    const [name = "", value = ""] = line.split(/:\s*/, 2);
    if (name === "Status") status = Number(value.slice(0, 3));
    else if (name !== "") response.setHeader(name, value);
  }
  response.writeHead(status).end(printed.subarray(end + 4));
}
