import { networkInterfaces } from "node:os";

/** The address of this machine's server as this machine reaches it. */
export function localUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return host.includes(":") ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

/** The addresses under which browsers reach a server bound to `host`: this machine first, then the LAN. */
export function browserUrls(host: string, port: number): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [localUrl(host, port)];
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return ["127.0.0.1", ...addresses].map((address) => localUrl(address, port));
}

/** What the terminal says when everything is up. */
export function readyMessage(urls: string[], setupToken: string | null, seconds: number): string {
  const lines = [`Chiffon is ready (${seconds.toFixed(1)} s):`, ...urls.map((url) => `  ${url}`)];
  if (setupToken) {
    lines.push("Make your account (this link works once):");
    lines.push(...urls.map((url) => `  ${url}/setup?token=${setupToken}`));
  }
  return lines.join("\n");
}

/** A step of starting with how long it took: "database and queue are up: 1.9 s". */
export function timedLine(step: string, startedAt: number, now = performance.now()): string {
  return `${step}: ${((now - startedAt) / 1000).toFixed(1)} s`;
}
