import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startOwnRedis } from "#tests/support/redis.ts";
import { isAlive } from "./os-process.ts";
import { startRedis } from "./redis.ts";
import { assertRedisPolicy, withRedis } from "./redis-policy.ts";
import { waitUntil } from "./wait-until.ts";

async function open() {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.remove());
  return redis;
}

async function again(dataDir: string, lines: string[] = []) {
  const redis = await startRedis({ dataDir, log: (line) => lines.push(line) });
  onTestFinished(() => redis.stop());
  return redis;
}

async function kill(pid: number) {
  process.kill(pid, "SIGKILL");
  await waitUntil(() => !isAlive(pid), { what: "it dies", timeoutMs: 5_000 });
}

describe("the built-in Redis", () => {
  test("has every acknowledged write back after kill -9", async () => {
    const { url, pid, port, dataDir } = await open();
    await withRedis(url, async (redis) => {
      for (let index = 0; index < 500; index++) await redis.rpush("queue", index);
    });
    await kill(pid);
    const second = await again(dataDir);
    expect(await withRedis(second.url, (redis) => redis.llen("queue"))).toBe(500);
    expect(second.port).toBe(port);
  });

  test("is taken over, not started twice, when it outlived its starter", async () => {
    const { pid, url, dataDir } = await open();
    expect(await again(dataDir)).toMatchObject({ pid, url, wasReused: true });
  });

  test("starts empty, keeping the old file, when that can't be read any more", async () => {
    const { url, stop, dataDir } = await open();
    await withRedis(url, (redis) => redis.set("key", "value"));
    await stop();
    writeFileSync(
      path.join(dataDir, "redis/appendonlydir/appendonly.aof.1.incr.aof"),
      "not redis\n",
    );
    const lines: string[] = [];
    const second = await again(dataDir, lines);
    expect(await withRedis(second.url, (redis) => redis.dbsize())).toBe(0);
    expect(lines.join()).toContain("kept it as");
  });

  test("shows its password neither in its arguments nor to strangers", async () => {
    const { url, pid, port } = await open();
    expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).not.toContain(new URL(url).password);
    await expect(withRedis(`redis://127.0.0.1:${port}`, (redis) => redis.dbsize())).rejects.toThrow(
      /NOAUTH/,
    );
  });
});

describe("a Redis of the owner's own", () => {
  test("is accepted when it never evicts", async () => {
    const { url } = await open();
    await assertRedisPolicy(url);
  });

  test("is refused with the command that fixes it when it may evict", async () => {
    const { url } = await open();
    await withRedis(url, (redis) => redis.config("SET", "maxmemory-policy", "allkeys-lru"));
    await expect(assertRedisPolicy(url)).rejects.toThrow(
      /allkeys-lru.*CONFIG SET maxmemory-policy noeviction/,
    );
  });

  test("is named, without its password, when it does not answer", async () => {
    const failure = await assertRedisPolicy("redis://:hunter2hunter2@127.0.0.1:1/0").catch(String);
    expect(failure).toContain("127.0.0.1:1");
    expect(failure).not.toContain("hunter2");
  });
});
