import { expect, it } from "vitest";
import { planFor } from "#tests/support/installation.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;
const at = "/api/v1/collaboration";
type Handoffs = {
  handoffs: { id: string; subject: string; is_mine: boolean; status: string; context: string }[];
  people: string[];
};

it("a waiting task is handed to a person, who sees it and accepts; the conversation and history say so (AGENT-06)", async () => {
  await lab.toggleAgent();
  const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
  await chiffon.approver.decide(plan);
  const { tasks } = await chiffon.viewer.view(request_id);
  const body = { task_id: tasks[0]?.id, to: "abel", context: "I am away till Monday" };
  const offer = (change: object = {}, as = chiffon.operator) =>
    as.call("POST", `${at}/handoffs`, { ...body, ...change });
  expect((await refusal(offer({}, chiffon.viewer))).status).toBe(403);
  const unknown = await refusal(offer({ to: "Nobody" }));
  expect(unknown.reply["error_message"]).toContain("There are: ");
  await offer();
  expect((await refusal(offer({ to: "Ada" }))).reply["error_message"]).toContain("already");
  const mine = await chiffon.approver.call<Handoffs>("GET", `${at}/handoffs`);
  expect(mine.handoffs[0]).toMatchObject({ is_mine: true, context: "I am away till Monday" });
  const path = `${at}/handoffs/${mine.handoffs[0]?.id}`;
  const foreign = await refusal(chiffon.admin.call("POST", path, { decision: "accept" }));
  expect(foreign).toMatchObject({ status: 403, code: "not_allowed" });
  await chiffon.approver.call("POST", path, { decision: "decline", reason: "no time" });
  expect((await refusal(chiffon.approver.call("POST", path, { decision: "accept" }))).status).toBe(
    409,
  );
  await offer({ to: "Ada" });
  const ada = await chiffon.admin.call<Handoffs>("GET", `${at}/handoffs`);
  await chiffon.admin.call("POST", `${at}/handoffs/${ada.handoffs[0]?.id}`, { decision: "accept" });
  const said = await chiffon.db.message.findMany({
    where: { requestId: request_id, author: "chiffon" },
    orderBy: { ordinal: "desc" },
    take: 4,
    select: { text: true },
  });
  expect(said.map(({ text }) => text).reverse()).toEqual([
    expect.stringMatching(/^Otto hands ".*" to Abel: I am away till Monday$/),
    expect.stringMatching(/^Abel declined ".*": no time$/),
    expect.stringMatching(/^Otto hands ".*" to Ada/),
    expect.stringMatching(/^Ada accepted/),
  ]);
  const types = await chiffon.db.auditEntry.findMany({
    where: { requestId: request_id, type: { startsWith: "handoff." } },
    orderBy: { ordinal: "asc" },
    select: { type: true, actorName: true },
  });
  expect(types.map(({ type, actorName }) => `${actorName} ${type}`)).toEqual([
    ...["Otto handoff.offered", "Abel handoff.declined"],
    ...["Otto handoff.offered", "Ada handoff.accepted"],
  ]);
  await chiffon.operator.call("POST", `/api/v1/requests/${request_id}/cancel`, {});
  await lab.toggleAgent();
  expect((await refusal(offer({ to: "Ada" }))).status).toBe(409);
});

it("people talk in a thread, nothing is planned of it, and who is addressed sees it", async () => {
  const before = await chiffon.db.request.count();
  const started = await chiffon.operator.call<{ conversation_id: string }>(
    "POST",
    `${at}/threads`,
    {
      ...{ title: "Key to the attic", text: "who has it?", to: "Abel" },
    },
  );
  await chiffon.approver.call("POST", `${at}/messages`, {
    ...{ conversation_id: started.conversation_id, text: "I have" },
  });
  const { messages } = await chiffon.viewer.call<{
    messages: { text: string; author_name: string }[];
  }>("GET", `${at}/messages?conversation_id=${started.conversation_id}`);
  expect(messages).toHaveLength(2);
  const mine = await chiffon.approver.call<Handoffs>("GET", `${at}/handoffs`);
  expect(mine.handoffs[0]).toMatchObject({ subject: "Key to the attic", is_mine: true });
  const threads = await chiffon.viewer.call<{ conversations: { title: string }[] }>(
    "GET",
    `${at}/threads`,
  );
  expect(threads.conversations.map(({ title }) => title)).toContain("Key to the attic");
  expect(await chiffon.db.request.count()).toBe(before);
});
