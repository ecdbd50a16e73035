import { networkInterfaces } from "node:os";

/** The addresses under which browsers reach a server bound to `host`: this machine first, then the LAN. */
export function browserUrls(host: string, port: number): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [`http://${host}:${port}`];
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return ["127.0.0.1", ...addresses].map((address) => `http://${address}:${port}`);
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
