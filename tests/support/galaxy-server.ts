import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Files of a role or collection by path. */
export type ContentFiles = Readonly<Record<string, string>>;

/** How the server behaves. `endless` sends a download that never stops growing. */
export type GalaxyMood =
  | "honest"
  | "hanging"
  | "lying"
  | "redirecting"
  | "web_page"
  | "closed"
  | "endless";

interface Artifact {
  readonly version: string;
  readonly bytes: Buffer;
  readonly dependencies: Readonly<Record<string, string>>;
}

const pageSize = 2;

/**
 * A stand-in for galaxy.ansible.com that speaks its wire format: version 1 for roles, version 3 for collections, lists
 * in pages, artifacts with their SHA-256.
 */
export class GalaxyServer {
  mood: GalaxyMood = "honest";
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  private readonly server: Server;
  private readonly work = mkdtempSync(path.join(tmpdir(), "galaxy-"));
  private readonly roles = new Map<string, Artifact[]>();
  private readonly collections = new Map<string, Artifact[]>();

  constructor() {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Publishes a version of a role, "author.name". */
  addRole(name: string, version: string, files: ContentFiles): void {
    const folder = this.write(`role-${name}-${version}`, files);
    const archive = path.join(this.work, `${name}-${version}.tar.gz`);
    execFileSync("tar", ["czf", archive, "-C", path.dirname(folder), path.basename(folder)]);
    const bytes = readFileSync(archive);
    this.put(this.roles, name, { version, bytes, dependencies: {} });
  }

  /** Publishes a version of a collection, "namespace.name", as `ansible-galaxy collection build` makes it. */
  addCollection(
    name: string,
    version: string,
    files: ContentFiles,
    dependencies: Readonly<Record<string, string>> = {},
  ): void {
    const [namespace = "", short = ""] = name.split(".");
    const galaxy = {
      ...{ namespace, name: short, version, dependencies, readme: "README.md" },
      ...{ authors: ["Owner"], license: ["MIT"], repository: "https://example.com" },
    };
    const folder = this.write(`collection-${name}-${version}`, {
      "README.md": "# it\n",
      "galaxy.yml": JSON.stringify(galaxy),
      "meta/runtime.yml": "requires_ansible: '>=2.9'\n",
      ...files,
    });
    execFileSync(
      "ansible-galaxy",
      ["collection", "build", folder, "--output-path", this.work, "--force"],
      { stdio: "ignore", env: { ...process.env, HOME: this.work } },
    );
    const bytes = readFileSync(path.join(this.work, `${namespace}-${short}-${version}.tar.gz`));
    this.put(this.collections, name, { version, bytes, dependencies });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.work, { recursive: true, force: true });
  }

  private put(into: Map<string, Artifact[]>, name: string, artifact: Artifact): void {
    const others = (into.get(name) ?? []).filter(({ version }) => version !== artifact.version);
    into.set(name, [...others, artifact]);
  }

  private write(folder: string, files: ContentFiles): string {
    const target = path.join(this.work, folder);
    rmSync(target, { recursive: true, force: true });
    for (const [file, content] of Object.entries(files)) {
      const full = path.join(target, file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, content);
    }
    return target;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.url);
    this.asked.push(url.pathname + url.search);
    if (this.mood === "hanging") return;
    if (this.mood === "redirecting") {
      response.writeHead(302, { location: url.pathname + url.search }).end();
      return;
    }
    if (this.mood === "closed") {
      send(response, { message: "credentials wanted" }, 401);
      return;
    }
    if (this.mood === "web_page") {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome</html>");
      return;
    }
    if (url.pathname.startsWith("/download/")) this.download(url.pathname, response);
    else {
      const found = this.look(url);
      send(response, found ?? { detail: "Not found." }, found === null ? 404 : 200);
    }
  }

  private look(url: URL): object | null {
    const at = url.pathname.replace(/\/+$/, "");
    if (at === "/api") return { available_versions: { v1: "v1/", v3: "v3/" }, description: "it" };
    if (at === "/api/v1/roles") return this.role(url.searchParams);
    const role = /^\/api\/v1\/roles\/(\d+)\/versions$/.exec(at);
    if (role !== null) return this.roleVersions(Number(role[1]), url);
    const match = /^\/api\/v3\/collections\/(\w+)\/(\w+)(?:\/(versions)(?:\/([^/]+))?)?$/.exec(at);
    if (match === null) return null;
    const [, namespace = "", short = "", list, version] = match;
    return this.collection({ namespace, short, list, version }, url);
  }

  private role(query: URLSearchParams): object {
    const wanted = `${query.get("owner__username")}.${query.get("name")}`;
    const index = [...this.roles.keys()].indexOf(wanted);
    return {
      count: index < 0 ? 0 : 1,
      results: index < 0 ? [] : [{ id: index + 1, name: wanted }],
    };
  }

  private roleVersions(id: number, url: URL): object | null {
    const [name, versions] = [...this.roles][id - 1] ?? [];
    if (name === undefined || versions === undefined) return null;
    const { page, next } = paged(versions, Number(url.searchParams.get("page") ?? 1));
    return {
      count: versions.length,
      next_link: next === null ? null : `${url.pathname}?page=${next}`,
      results: page.map(({ version }) => ({
        name: version,
        source: `${this.url}/download/role/${name}/${version}.tar.gz`,
      })),
    };
  }

  private collection(
    wanted: {
      namespace: string;
      short: string;
      list: string | undefined;
      version: string | undefined;
    },
    url: URL,
  ): object | null {
    const { namespace, short, list, version } = wanted;
    const name = `${namespace}.${short}`;
    const versions = this.collections.get(name);
    const base = `/api/v3/collections/${namespace}/${short}/`;
    if (versions === undefined) return null;
    if (list === undefined) {
      const at = "2026-01-01T00:00:00Z";
      return { href: base, namespace, name: short, created_at: at, updated_at: at };
    }
    if (version === undefined) {
      const { page, next } = paged(versions, Number(url.searchParams.get("page") ?? 1));
      return {
        meta: { count: versions.length },
        links: { next: next === null ? null : `${base}versions/?page=${next}` },
        data: page.map((one) => ({
          version: one.version,
          href: `${base}versions/${one.version}/`,
        })),
      };
    }
    const found = versions.find((one) => one.version === version);
    if (found === undefined) return null;
    const file = `${namespace}-${short}-${version}.tar.gz`;
    return {
      ...{
        version,
        href: `${base}versions/${version}/`,
        name: short,
        namespace: { name: namespace },
      },
      collection: { name: short, href: base },
      artifact: { filename: file, sha256: sha256(found.bytes), size: found.bytes.length },
      download_url: `${this.url}/download/collection/${name}/${version}.tar.gz`,
      metadata: { dependencies: found.dependencies },
      signatures: [],
    };
  }

  private download(at: string, response: ServerResponse): void {
    const match = /^\/download\/(role|collection)\/([\w.-]+)\/(.+)\.tar\.gz$/.exec(at);
    const from = match?.[1] === "role" ? this.roles : this.collections;
    const found = from.get(match?.[2] ?? "")?.find(({ version }) => version === match?.[3]);
    if (found === undefined) {
      send(response, { detail: "Not found." }, 404);
      return;
    }
    response.writeHead(200, { "content-type": "application/gzip" });
    if (this.mood === "endless") {
      pour(response);
      return;
    }
    // What a lying server sends is an archive as well, only another one than it promised.
    response.end(
      this.mood === "lying" ? Buffer.concat([found.bytes, Buffer.from("x")]) : found.bytes,
    );
  }
}

function paged<T>(all: readonly T[], page: number): { page: readonly T[]; next: number | null } {
  const from = (page - 1) * pageSize;
  return {
    page: all.slice(from, from + pageSize),
    next: from + pageSize < all.length ? page + 1 : null,
  };
}

function send(response: ServerResponse, body: object, status: number): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(256 * 1024, 7);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
