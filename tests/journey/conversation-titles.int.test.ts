import { expect, it } from "vitest";
import { planFor } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;

async function titleOf(conversationId: string): Promise<string> {
  const { conversation } = await chiffon.viewer.call<{ conversation: { title: string } }>(
    "GET",
    `/api/conversations/${conversationId}`,
  );
  return conversation.title;
}

const conversationOf = async (requestId: string) =>
  (await chiffon.db.request.findUniqueOrThrow({ where: { id: requestId } })).conversationId;

it("a conversation is titled by what was asked, then by its first plan, then by whoever renames it (UI-01)", async () => {
  const greeted = await ask(chiffon.operator, "Hello, could you please tell me what runs?");
  expect(await titleOf(greeted.conversationId)).toBe("Tell me what runs?");

  const { request_id } = await planFor(chiffon.operator, "please deploi the beacon thanks");
  const conversationId = await conversationOf(request_id);
  expect(await titleOf(conversationId)).toMatch(/^(?!.*deploi).*beacon.* on /i);

  const at = `/api/conversations/${conversationId}`;
  const rename = (title: unknown, as = chiffon.operator) => as.call("PATCH", at, { title });
  expect((await refusal(rename("Mine", chiffon.viewer))).status).toBe(403);
  for (const title of ["", "  ", "two\nlines", "x".repeat(81), 7])
    expect((await refusal(rename(title))).status, String(title)).toBe(400);
  await rename("  Attic lights  ");
  expect(await titleOf(conversationId)).toBe("Attic lights");
  const [entry] = await chiffon.db.auditEntry.findMany({
    where: { type: "conversation.renamed" },
    select: { actorName: true, facts: true },
  });
  expect(entry).toEqual({ actorName: "Otto", facts: { conversationId } });

  // Another plan in it leaves the title that it was given.
  await ask(chiffon.operator, "Deploy the beacon again", { conversationId });
  expect(await titleOf(conversationId)).toBe("Attic lights");
  // It is found by its new title, and by what was said.
  const found = async (text: string) =>
    (
      await chiffon.viewer.call<{ hits: { conversation_id: string }[] }>(
        "GET",
        `/api/v1/search?text=${encodeURIComponent(text)}`,
      )
    ).hits.map((hit) => hit.conversation_id);
  expect(await found("attic")).toEqual([conversationId]);
  expect(await found("deploi")).toEqual([conversationId]);

  const gone = chiffon.operator.call("PATCH", `/api/conversations/${request_id}`, { title: "x" });
  expect((await refusal(gone)).status).toBe(404);
});
