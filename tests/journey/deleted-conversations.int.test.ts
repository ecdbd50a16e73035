import { expect, it } from "vitest";
import { useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal } from "./lab.ts";

const chiffon = useInstallation();
const dayMs = 86_400_000;
const at = (conversationId: string) => `/api/conversations/${conversationId}`;
const remove = (id: string, as = chiffon.operator) => as.call("DELETE", at(id));
const restore = (id: string, as = chiffon.operator) => as.call("POST", `${at(id)}/restore`);
const entries = (type: string) => chiffon.db.auditEntry.count({ where: { type } });

/** Conversations that are found by a word that was said, and those that are listed. */
async function shown(text: string) {
  const { hits } = await chiffon.viewer.call<{ hits: { conversation_id: string }[] }>(
    "GET",
    `/api/v1/search?text=${text}`,
  );
  const { conversations } = await chiffon.viewer.call<{ conversations: { id: string }[] }>(
    "GET",
    "/api/conversations",
  );
  return {
    found: hits.map((hit) => hit.conversation_id),
    listed: conversations.map(({ id }) => id),
  };
}

it("nobody finds a deleted conversation, and brought back it is as it was (UI-01)", async () => {
  const { conversationId } = await ask(chiffon.operator, "hello zanzibar");
  const before = await chiffon.viewer.call<{ messages: unknown }>("GET", at(conversationId));
  await remove(conversationId);

  const { found, listed } = await shown("zanzibar");
  expect([...found, ...listed]).not.toContain(conversationId);
  expect(await refusal(chiffon.viewer.call("GET", at(conversationId)))).toMatchObject({
    status: 404,
    reply: { details: { isDeleted: true } },
  });
  const said = chiffon.operator.call("POST", "/api/chat", { message: "more", conversationId });
  expect((await refusal(said)).status).toBe(404);
  const renamed = chiffon.operator.call("PATCH", at(conversationId), { title: "Mine" });
  expect((await refusal(renamed)).status).toBe(404);
  expect((await refusal(remove(conversationId))).status).toBe(404);
  expect((await refusal(restore(conversationId, chiffon.viewer))).status).toBe(403);

  await restore(conversationId);
  const after = await shown("zanzibar");
  expect(after.found).toEqual([conversationId]);
  expect(after.listed).toContain(conversationId);
  const back = await chiffon.viewer.call<{ messages: unknown }>("GET", at(conversationId));
  expect(back.messages).toEqual(before.messages);
  expect((await refusal(restore(conversationId))).status).toBe(404);
  expect(await entries("conversation.deleted")).toBe(1);
  expect(await entries("conversation.restored")).toBe(1);
});

it("a day after it is gone with its messages, and no earlier", async () => {
  const { conversationId } = await ask(chiffon.operator, "hello timbuktu");
  const kept = await ask(chiffon.operator, "hello tangier");
  await remove(conversationId);
  const { chat } = chiffon.services;
  await chat.eraseDeleted(new Date(Date.now() + dayMs - 60_000));
  expect(await chiffon.db.message.count({ where: { conversationId } })).toBeGreaterThan(0);

  for (let time = 0; time < 2; time += 1)
    await chat.eraseDeleted(new Date(Date.now() + dayMs + 60_000));
  expect(await chiffon.db.message.count({ where: { conversationId } })).toBe(0);
  expect((await refusal(restore(conversationId))).status).toBe(404);
  expect(await entries("conversation.erased")).toBe(1);
  expect((await shown("tangier")).found).toEqual([kept.conversationId]);
});
