import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { ChatAccepted, MessagePart } from "#server/contracts/chat.ts";
import type { Principal } from "#server/contracts/people.ts";
import { insertMessage } from "#server/conversations/conversations-repository.ts";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { startWeb, type TestWeb } from "#tests/support/web.ts";

const asker: Principal = {
  personId: randomUUID(),
  name: "Otto",
  role: "operator",
  sessionId: randomUUID(),
};
const database = useDatabase();
const redis = useRedis();
const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-wait-"));
let container: Container;
let web: TestWeb;

// A web process without an orchestrator: nothing answers but the test.
beforeAll(async () => {
  const environment = {
    CHIFFON_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
  };
  const config = { ...loadConfig(environment), logLevel: "silent" };
  container = createContainer(config, { process: "wait" });
  web = await startWeb({ ...container, databaseUrl: database.url });
});
afterAll(async () => {
  await web.close();
  await container.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function send(): Promise<ChatAccepted> {
  const body = { message: "deploy jellyfin" };
  return container.services.chat.send(asker, { body, idempotencyKey: null });
}

async function answer(
  { conversationId, requestId }: ChatAccepted,
  parts: MessagePart[] = [],
): Promise<void> {
  await inTransaction(container.db, async (tx) => {
    const messageId = randomUUID();
    await insertMessage(tx, {
      ...{ id: messageId, conversationId, requestId, author: "chiffon", authorName: "Chiffon" },
      ...{ personId: null, parts, text: "Done.", idempotencyKey: null },
    });
    const event = { type: "message.added" as const, conversationId, messageId };
    await appendEvent(tx, `conversation:${conversationId}`, event);
  });
}

async function listeningConnections(): Promise<number> {
  return withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND application_name = 'chiffon-listen'",
      [database.name],
    );
    return rows.length;
  });
}

it("wakes everyone who waits when the answer is there, over the process's one connection (UI-01)", async () => {
  const accepted = await send();
  const wait = () => container.services.chat.waitForAnswer(accepted, AbortSignal.timeout(30_000));
  const waits = Array.from({ length: 20 }, wait);
  expect(await listeningConnections()).toBe(1);
  const announced = vi.spyOn(container.eventWatch, "announced");
  await answer(accepted);
  await vi.waitFor(() =>
    expect(announced).toHaveBeenCalledWith(`conversation:${accepted.conversationId}`),
  );
  await Promise.all(waits);
  // What is there already needs no event.
  expect(await wait()).toMatchObject([{ author: "chiffon", requestId: accepted.requestId }]);
});

it("waits for what is said after the message, and no longer than it may", async () => {
  const accepted = await send();
  await answer(accepted);
  const again = { ...accepted, messageId: randomUUID() };
  await container.db.message.updateMany({
    where: { id: accepted.messageId },
    data: { id: again.messageId, ordinal: 1_000_000 },
  });
  const late = container.services.chat.waitForAnswer(again, AbortSignal.timeout(50));
  await expect(late).rejects.toMatchObject({ code: "timeout" });
});

it("says that none could be worked out, to whoever goes by the status (section 7: 502)", async () => {
  const accepted = await send();
  const failed = { kind: "error", message: "No plan.", fix: "Again.", traceId: null } as const;
  await answer(accepted, [failed]);
  const { chat } = container.services;
  const wait = chat.waitForGoodAnswer(accepted, AbortSignal.timeout(30_000));
  await expect(wait).rejects.toMatchObject({
    ...{ code: "answer_failed", message: "No plan." },
    details: { requestId: accepted.requestId },
  });
});
