import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findNeverSent } from "#server/catalog/catalog-repository.ts";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildMatchIndex } from "../domain/match-index.ts";
import { match } from "../domain/matcher.ts";
import { phraseKey } from "../domain/prepare-entry.ts";
import { EntryEmbeddings } from "./entry-embeddings.ts";
import { OllamaEmbedder } from "./ollama-embedder.ts";
import { OnnxEmbedder } from "./onnx-embedder.ts";
import { dimensions, type TextEmbedder } from "./text-embedder.ts";

const database = useDatabase();
const root = mkdtempSync(path.join(tmpdir(), "chiffon-embeddings-"));
let db: Database;
const servers: Server[] = [];
const opened: EntryEmbeddings[] = [];

beforeAll(() => {
  db = openDatabase(database.url, 4);
});
afterEach(async () => {
  for (const embeddings of opened.splice(0)) await embeddings.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await db.textEmbedding.deleteMany();
  await db.repository.deleteMany();
});
afterAll(async () => {
  await db.$disconnect();
  rmSync(root, { recursive: true, force: true });
});

/** Meanings that share no word, as directions of a vector; not scaled to length 1, as Ollama's older models do. */
const meanings = [
  /jellyfin|movie|cinema|flurbs/i,
  /vaultwarden|password|logins/i,
  /pihole|advert|ads/i,
];

function vectorOf(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  vector[300] = 0.5;
  for (const [at, meaning] of meanings.entries()) if (meaning.test(text)) vector[at] = 3;
  return vector;
}

interface EmbedCall {
  readonly model: string;
  readonly input: string[];
}

/** A server that speaks Ollama's `/api/embed`: what it was asked, and how it answers. */
async function serveOllama(
  answer: (call: EmbedCall, response: ServerResponse) => void = embedAll,
): Promise<{ url: string; calls: EmbedCall[] }> {
  const calls: EmbedCall[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      if (request.method !== "POST" || request.url !== "/api/embed") {
        response.writeHead(404).end("404 page not found");
        return;
      }
      const call = JSON.parse(body) as EmbedCall;
      calls.push(call);
      answer(call, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

function embedAll({ model, input }: EmbedCall, response: ServerResponse): void {
  const answer = {
    model,
    embeddings: input.map(vectorOf),
    total_duration: 14143917,
    load_duration: 1019500,
    prompt_eval_count: 8,
  };
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(answer));
}

const files = {
  "jellyfin.yml": "- name: Install Jellyfin\n  hosts: all\n  tasks: [{apt: {name: jellyfin}}]\n",
  "vaultwarden.yml": "- name: Install Vaultwarden\n  hosts: all\n  tasks: [{apt: {name: x}}]\n",
};
const repositoryId = "00000000-0000-4000-8000-0000000000aa";

function entriesOf(tree: Readonly<Record<string, string>>): CatalogEntry[] {
  return buildCatalog(treeOf(tree), "repo").entries.map((entry) => ({
    ...entry,
    id: `00000000-0000-4000-8000-${Buffer.from(entry.path).toString("hex").padEnd(12, "0").slice(0, 12)}`,
    repositoryId,
  }));
}

function open(embedder: TextEmbedder, secrets: readonly string[] = []): EntryEmbeddings {
  const log = createLogger("test", "silent");
  const catalog = { neverSent: () => findNeverSent(db) };
  const embeddings = new EntryEmbeddings({
    db,
    log,
    catalog,
    embedder,
    secrets: async () => secrets,
  });
  opened.push(embeddings);
  return embeddings;
}

const ollama = (url: string) => new OllamaEmbedder({ url, model: "all-minilm" });

describe("vectors from Ollama", () => {
  it("are stored at length 1, and made again only for what changed", async () => {
    const { url, calls } = await serveOllama();
    await open(ollama(url)).update(entriesOf(files));
    expect(calls.map(({ model, input }) => [model, input.length])).toEqual([["all-minilm", 2]]);
    const stored = await db.textEmbedding.findMany();
    expect(stored.map(({ model, vector }) => [model, vector.length])).toEqual([
      ["ollama/all-minilm", dimensions],
      ["ollama/all-minilm", dimensions],
    ]);
    for (const { vector } of stored) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    const later = open(ollama(url));
    await later.update(entriesOf(files));
    expect(calls).toHaveLength(1);
    await later.update(
      entriesOf({ ...files, "jellyfin.yml": files["jellyfin.yml"].replace("Install", "Set up") }),
    );
    expect(calls.map(({ input }) => input.length)).toEqual([2, 1]);
  });

  it("find what shares no word, as a question; without them the answer is what it was", async () => {
    const { url } = await serveOllama();
    const entries = entriesOf(files);
    const embeddings = open(ollama(url));
    await embeddings.update(entries);
    const index = buildMatchIndex(entries);
    const text = "something for flurbs and gribbles";
    const similar = await embeddings.similarities([phraseKey(text)]);
    const without = match(index, text);
    expect(without.decision).toBe("none");
    expect(match(index, text, { similarity: () => null })).toEqual(without);
    const withThem = match(index, text, { similarity: (phrase) => similar.get(phrase) ?? null });
    expect(withThem.decision).toBe("ask");
    expect(withThem.intents[0]?.candidates[0]).toMatchObject({ path: "jellyfin.yml" });
  });

  it("do not replace a product that is lacking, nor shake a name", async () => {
    const { url } = await serveOllama();
    const entries = entriesOf(files);
    const embeddings = open(ollama(url));
    await embeddings.update(entries);
    const index = buildMatchIndex(entries);
    for (const text of ["install plex for movies", "install vaultwarden"]) {
      const similar = await embeddings.similarities([phraseKey(text)]);
      const similarity = (phrase: string) => similar.get(phrase) ?? null;
      expect(match(index, text, { similarity }).decision).toBe(match(index, text).decision);
    }
  });

  it("are not asked for what must not leave: repositories never sent, texts with a secret", async () => {
    const { url, calls } = await serveOllama();
    const embeddings = open(ollama(url), ["hunter2"]);
    await embeddings.update(
      entriesOf({ ...files, "leak.yml": "- name: Login hunter2\n  hosts: all\n  tasks: []\n" }),
    );
    await embeddings.similarities(["set the password to hunter2"]);
    expect(JSON.stringify(calls)).not.toContain("hunter2");
    await db.repository.create({
      data: { id: repositoryId, name: "private", location: "/x", branch: "main", neverSend: true },
    });
    calls.length = 0;
    await open(ollama(url)).update(entriesOf({ "other.yml": files["jellyfin.yml"] }));
    expect(calls).toEqual([]);
  });
});

describe("trouble", () => {
  const refuse = (status: number, body: string) => (_call: EmbedCall, response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(body);

  it.each<[string, (call: EmbedCall, response: ServerResponse) => void, RegExp]>([
    [
      "a missing model",
      refuse(404, '{"error":"model \\"all-minilm\\" not found, try pulling it first"}'),
      /not found, try pulling/,
    ],
    ["garbage", refuse(200, "<html>"), /cannot embed/],
    [
      "vectors of another size",
      refuse(
        200,
        JSON.stringify({
          embeddings: [
            [1, 2],
            [1, 2],
          ],
        }),
      ),
      /384 are needed/,
    ],
    [
      "too few vectors",
      refuse(200, JSON.stringify({ embeddings: [vectorOf("x")] })),
      /1 vectors for 2/,
    ],
    [
      "vectors without direction",
      refuse(
        200,
        JSON.stringify({ embeddings: [Array(dimensions).fill(0), Array(dimensions).fill(0)] }),
      ),
      /direction/,
    ],
    [
      "an endless answer",
      (_call, response) => {
        response.writeHead(200);
        const more = () => response.write("x".repeat(1_000_000), more);
        more();
      },
      /does not end/,
    ],
    [
      "a redirect",
      (_call, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      /does not answer/,
    ],
  ])("with %s ends in a notice and leaves matching alone", async (_name, answer, words) => {
    const { url } = await serveOllama(answer);
    const embeddings = open(ollama(url));
    await embeddings.update(entriesOf(files));
    expect(await embeddings.similarities(["cinema"])).toEqual(new Map());
    expect(await embeddings.check()).toMatch(words);
    expect(await db.textEmbedding.count()).toBe(0);
  });

  it("with nobody there, or one who does not answer in time, costs a request less than a second", async () => {
    const silent = await serveOllama(() => undefined);
    const { url } = await serveOllama();
    let asked = 0;
    const moody: TextEmbedder = {
      model: "ollama/all-minilm",
      isInProcess: false,
      embed: (texts, signal) => ollama(asked++ === 0 ? url : silent.url).embed(texts, signal),
    };
    const embeddings = open(moody);
    await embeddings.update(entriesOf(files));
    const startedAt = performance.now();
    expect(await embeddings.similarities(["cinema"])).toEqual(new Map());
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const nobody = open(ollama("http://127.0.0.1:1"));
    await nobody.update(entriesOf(files));
    expect(await nobody.check()).toContain("does not answer at");
  });
});

describe("vectors from a local ONNX folder", () => {
  const folder = path.join(root, "all-MiniLM-L6-v2");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "config.json"), "{}");

  it("come from transformers.js, which may read that folder and nothing else", async () => {
    const env = { allowRemoteModels: true, localModelPath: "" };
    const embedder = new OnnxEmbedder(folder, async () => ({
      env,
      pipeline: async (task: string, model: string) => {
        expect([task, model]).toEqual(["feature-extraction", "all-MiniLM-L6-v2"]);
        return async (texts: string[], options: object) => {
          expect(options).toEqual({ pooling: "mean", normalize: true });
          return { tolist: () => texts.map(vectorOf) };
        };
      },
    }));
    const embeddings = open(embedder);
    await embeddings.update(entriesOf(files));
    expect(env).toEqual({ allowRemoteModels: false, localModelPath: root });
    expect((await embeddings.similarities(["cinema"])).get("cinema")?.size).toBeGreaterThan(0);
    expect(await db.textEmbedding.count()).toBe(2);
  });

  it("are missed with words where the package is not installed or the folder holds no model", async () => {
    expect(await open(new OnnxEmbedder(folder)).check()).toContain(
      "transformers.js is not installed",
    );
    expect(await open(new OnnxEmbedder(path.join(root, "none"))).check()).toContain(
      "holds no model",
    );
  });
});
