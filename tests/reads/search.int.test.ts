import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConversationsService } from "#server/conversations/conversations-service.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { storeConversation } from "./long-conversation.ts";

const messages = 20_000;
const allowedMs = 100;
const rounds = 7;

const database = useDatabase();
let db: Database;
let conversations: ConversationsService;
beforeAll(async () => {
  db = openDatabase(database.url);
  conversations = new ConversationsService({ db });
});
afterAll(() => db.$disconnect());

/** Stores a conversation in which those texts were said, oldest first. */
async function say(title: string, texts: readonly string[]) {
  const conversationId = randomUUID();
  await db.conversation.create({ data: { id: conversationId, title, personId: randomUUID() } });
  const ids: string[] = [];
  for (const text of texts) {
    const parts = [{ kind: "text", text }];
    const author = { author: "person", authorName: "Otto" };
    const { id } = await db.message.create({ data: { conversationId, ...author, parts, text } });
    ids.push(id);
  }
  return { conversationId, ids };
}

const find = async (text: string) => (await conversations.search(text, 20)).hits;
const titles = async (text: string) => (await find(text)).map(({ title }) => title);

describe("finds a conversation (UI-01)", () => {
  it("by words, their other forms, halves of them, names of hosts and its title; the newest message with it", async () => {
    const { conversationId, ids } = await say("Photos", [
      "Make a backup of the photos on backup-nas2.lan",
      "And again on nas2.lan, please",
      "100% of it",
    ]);
    await say("Else", ["Renew the certificates of the portal"]);
    for (const text of ["backups", "nas2", "NAS2.LAN", "ackup", "photos backup", "Phot", "pl"])
      expect(await titles(text), text).toEqual(["Photos"]);
    const [hit] = await find("nas2.lan");
    expect(hit).toMatchObject({ conversationId, messageId: ids[1], count: 2, author: "person" });
    expect(hit?.snippet.filter(({ isHit }) => isHit)).toEqual([{ text: "nas2.lan", isHit: true }]);
  });

  it("where every word occurs, and phrases, alternatives and exceptions as the web has them", async () => {
    await say("Red", ["paint the red door"]);
    await say("Blue", ["paint the door blue"]);
    expect(await titles("paint green")).toEqual([]);
    expect(await titles('"red door"')).toEqual(["Red"]);
    expect(await titles("paint -red")).toEqual(["Blue"]);
    expect(await titles("red or blue")).toEqual(["Blue", "Red"]);
  });

  it("by the plan that it shows: title, playbook and host", async () => {
    const conversationId = await storeConversation(db, { requests: 1, versions: 1 });
    for (const text of ["jellyfin/deploy.yml", "nas1", "grafana"]) {
      const hits = await find(text);
      expect(
        hits.map((hit) => hit.conversationId),
        text,
      ).toEqual([conversationId]);
      expect(hits[0]?.author, text).toBe("chiffon");
    }
  });

  it("whatever signs it is made of, and nothing by signs alone", async () => {
    await say("Signs", ["it's 100% a_b\\c & <b>bold</b> | it:*"]);
    for (const text of ["100%", "a_b\\c", "<b>bold", "it's", "it:*"])
      expect(await titles(text), text).toContain("Signs");
    for (const text of ["%", "_", "!!", "'", "\\", "(((", "& | !", ":*", '"'])
      expect(await find(text), text).toEqual([]);
    // A joker of LIKE is a sign like any other.
    expect(await titles("1%0")).toEqual([]);
  });

  it("and no longer once it is deleted", async () => {
    const { conversationId } = await say("Gone", ["the zebra"]);
    expect(await titles("zebra")).toEqual(["Gone"]);
    await db.$transaction((tx) => conversations.remove(tx, conversationId));
    expect(await titles("zebra")).toEqual([]);
  });
});

it(`answers among ${messages} messages within ${allowedMs} ms`, async () => {
  await storeMany();
  const pace = measurePace();
  // A rare word, one that half of them have, a host's name, half a word, two letters, and several.
  for (const text of ["quokka", "deploy", "host-77.lan", "uokk", "qu", "service grafana host-12"]) {
    const [found, plain] = [() => find(text), () => likeOnly(text)];
    expect((await found()).length, text).toBeGreaterThan(0);
    const [searchMs, likeMs] = [await medianMs(found), await medianMs(plain)];
    process.stdout.write(
      `"${text}": ${searchMs.toFixed(1)} ms, LIKE ${likeMs.toFixed(1)} ms, ratio ${(searchMs / likeMs).toFixed(2)}\n`,
    );
    expect(searchMs, text).toBeLessThan(allowedMs * Math.max(pace, measurePace()));
  }
}, 300_000);

/** Messages as long as those of the chat, in 400 conversations. */
async function storeMany(): Promise<void> {
  await db.$executeRaw`
    INSERT INTO conversation (id, title, person_id)
    SELECT gen_random_uuid(), 'Conversation ' || n, gen_random_uuid() FROM generate_series(1, 400) AS n`;
  const perConversation = messages / 400;
  await db.$executeRaw`
    INSERT INTO message (id, conversation_id, author, author_name, text, parts)
    SELECT gen_random_uuid(), id, 'person', 'Otto', said, jsonb_build_array(jsonb_build_object('kind', 'text', 'text', said))
    FROM conversation, generate_series(1, ${perConversation}::int) AS n, LATERAL (SELECT
      (ARRAY['Deploy', 'Update', 'Restart', 'Remove'])[1 + (random() * 3)::int] || ' the service ' ||
      (ARRAY['grafana', 'jellyfin', 'uptime-kuma', 'beacon', 'portal'])[1 + (random() * 4)::int] || ' on host-' ||
      (random() * 200)::int || '.lan and then look whether everything answers again, as it did the week before ' ||
      CASE WHEN random() < 0.0005 THEN ' quokka' ELSE '' END || id || n) AS words(said)
    WHERE title LIKE 'Conversation %'`;
  await db.$executeRaw`ANALYZE message, conversation`;
  expect(await db.message.count()).toBeGreaterThan(messages);
}

/** What a search without any index is: every message looked through. */
async function likeOnly(text: string): Promise<unknown> {
  const [word = ""] = text.split(" ");
  return db.message.findMany({
    where: { text: { contains: word, mode: "insensitive" } },
    orderBy: { ordinal: "desc" },
    take: 20,
  });
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
}
