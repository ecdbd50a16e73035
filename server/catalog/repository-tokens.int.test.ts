import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listRemote } from "./owner-git.ts";
import { RepositoryTokens } from "./repository-tokens.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-tokens-"));
const certificate = { key: path.join(root, "key.pem"), cert: path.join(root, "cert.pem") };
const tokens = new RepositoryTokens(path.join(root, "tokens"));
const secret = "glpat-Example_0123456789";
const commit = "1".repeat(40);
/** What callers said of themselves, by the port that was asked. */
const heard: { port: number; authorization: string }[] = [];
const servers: Server[] = [];

beforeAll(() => {
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = ["-nodes", "-keyout", certificate.key, "-out", certificate.cert];
  execFileSync("openssl", [...kind, ...files, ...subject], { stdio: "ignore" });
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(root, { recursive: true, force: true });
});

/** An https server that wants a password before it lists the branches of a repository. */
async function serve(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<string> {
  const files = { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) };
  const server = createServer(files, (request, response) => {
    const { port } = server.address() as AddressInfo;
    const { authorization = "" } = request.headers;
    heard.push({ port, authorization });
    answer(response, request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/house.git`;
}

const listBranches = (response: ServerResponse, request: IncomingMessage): void => {
  if (request.headers.authorization === undefined) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  } else response.end(`${commit}\trefs/heads/main\n`);
};

function ask(url: string, env: Record<string, string>): Promise<string> {
  const reach = { sshCommand: "/bin/false", env: { ...env, GIT_SSL_CAINFO: certificate.cert } };
  return listRemote(url, "refs/heads/main", reach);
}

it("opens an address with its token, which stands in a file of Chiffon's alone", async () => {
  const url = await serve(listBranches);
  const name = await tokens.keep(secret);
  const env = await tokens.environment(name, url);
  expect(await ask(url, env)).toContain(commit);
  const sent = Buffer.from(heard.at(-1)?.authorization.replace("Basic ", "") ?? "", "base64");
  expect(sent.toString()).toBe(`token:${secret}`);
  expect(JSON.stringify(env)).not.toContain(secret);
  expect(statSync(path.join(root, "tokens", name)).mode & 0o777).toBe(0o600);
  await tokens.forget(name);
  await expect(ask(url, env)).rejects.toThrow(/Git says/);
});

it("does not give the token to where a server sends git on", async () => {
  const other = await serve(listBranches);
  const url = await serve((response, request) =>
    response
      .writeHead(302, { location: `${other}${request.url?.replace("/house.git", "")}` })
      .end(),
  );
  const name = await tokens.keep(secret);
  await expect(ask(url, await tokens.environment(name, url))).rejects.toThrow();
  const encoded = Buffer.from(`token:${secret}`).toString("base64");
  const otherPort = Number(new URL(other).port);
  expect(heard.filter(({ port }) => port === otherPort).length).toBeGreaterThan(0);
  expect(
    heard.filter(
      ({ port, authorization }) => port === otherPort && authorization.includes(encoded),
    ),
  ).toEqual([]);
});

it.each(["", "two words", "line\nbreak", "x".repeat(501), "tökén"])(
  "keeps no %j",
  async (token) => {
    await expect(tokens.keep(token)).rejects.toThrow("no access token");
  },
);
