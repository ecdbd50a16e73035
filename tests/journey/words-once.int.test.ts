import { randomUUID } from "node:crypto";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { isAppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { until, useInstallation } from "#tests/support/installation.ts";
import { ask, questionIn } from "./conversation.ts";
import { fleetFiles } from "./conversation-repository.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const ledger = (colour: string) => `---
# Deploys the ${colour} ledger.
# chiffon:service=ledger-${colour}
# chiffon:aliases=ledger
# chiffon:action=deploy
- name: Deploy the ${colour} ledger
  hosts: all
  tasks:
    - name: Install
      ansible.builtin.apt:
        name: ledger
`;

const chiffon = useInstallation();
beforeAll(async () => {
  const directory = path.join(chiffon.paths.apps, "../fleet");
  const ledgers = { "playbooks/blue.yml": ledger("blue"), "playbooks/red.yml": ledger("red") };
  const files = { ...fleetFiles, ...ledgers };
  await addRepository(chiffon.admin, "Fleet", new PlaybookRepository(directory, files));
});

const cardOf = async (requestId: string) => (await chiffon.viewer.view(requestId)).card;

/** Has words worked out as if the process had died before it could say what came of them. */
async function workOutAgain(requestId: string): Promise<void> {
  await chiffon.db.message.deleteMany({ where: { requestId, author: "chiffon" } });
  await chiffon.db.request.update({ where: { id: requestId }, data: { phase: "planning" } });
  await chiffon.services.planRequest.run(requestId);
}

it("“cancel it” ends one plan, however often it is worked out (R1)", async () => {
  const first = await ask(chiffon.operator, "deploy jellyfin on nas1");
  const place = { conversationId: first.conversationId };
  const second = await ask(chiffon.operator, "deploy jellyfin on nas2", place);
  const cancel = await ask(chiffon.operator, "cancel it", place);
  expect(await cardOf(second.requestId)).toBe("cancelled");
  await workOutAgain(cancel.requestId);
  expect(await cardOf(first.requestId)).toBe("awaiting");
  const said = await chiffon.db.message.findFirstOrThrow({
    where: { requestId: cancel.requestId, author: "chiffon" },
  });
  expect(said.text).toMatch(/^Cancelled: .*nas2/);
});

it("“cancel it” never ends what was asked for after it (P4)", async () => {
  const early = await ask(chiffon.operator, "cancel it");
  const { conversationId } = early;
  const later = await ask(chiffon.operator, "deploy jellyfin on pi", { conversationId });
  await workOutAgain(early.requestId);
  expect(await cardOf(later.requestId)).toBe("awaiting");
});

it("what was worked out for a request that has been planned again since is thrown away (P1)", async () => {
  const { requestId } = await ask(chiffon.operator, "deploy jellyfin on nas1");
  const planAgain = (text: string) =>
    chiffon.db.request.update({
      where: { id: requestId },
      data: { phase: "planning", text, updatedAt: new Date() },
    });
  await planAgain("deploy jellyfin on nas2");
  const { conversationId } = await chiffon.db.request.findUniqueOrThrow({
    where: { id: requestId },
  });
  let planning = Promise.resolve();
  // Storing what came of it needs the conversation's row: held here until the request has been planned again.
  await inTransaction(chiffon.db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM conversation WHERE id = ${conversationId}::uuid FOR UPDATE`;
    planning = chiffon.services.planRequest.run(requestId);
    await until("the proposal is about to be stored", () => isBlocked(chiffon.db));
    await planAgain("deploy jellyfin on pi");
  });
  await planning;
  const newest = await chiffon.services.plans.newest(requestId);
  expect(newest).toMatchObject({ version: 1, body: { tasks: [{ hosts: ["nas1"] }] } });
});

/** True while somebody waits for a row that another transaction holds. */
async function isBlocked(db: Database): Promise<boolean> {
  const [row] = await db.$queryRaw<{ blocked: number }[]>`
    SELECT count(*)::int AS blocked FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (row?.blocked ?? 0) > 0;
}

it("many who cancel at once are all answered, and it is cancelled once (R4)", async () => {
  const { requestId } = await ask(chiffon.operator, "deploy jellyfin on nas1");
  const { id, name } = await chiffon.db.person.findFirstOrThrow({ where: { role: "operator" } });
  const principal = { personId: id, name, role: "operator", sessionId: randomUUID() } as const;
  // Past the edge, which would let in a few at a time: many more than there are connections.
  const pressed = Array.from({ length: 40 }, () =>
    chiffon.services.requests.cancel(principal, requestId).then(
      ({ phase }) => phase,
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    ),
  );
  expect(await Promise.all(pressed)).toEqual(Array.from({ length: 40 }, () => "cancelled"));
  const where = { requestId, type: "request.phase_changed", status: "cancelled" };
  expect(await chiffon.db.auditEntry.count({ where })).toBe(1);
});

it("an answer about which playbook is meant names one that was offered, or teaches nothing (P4)", async () => {
  const asked = await ask(chiffon.operator, "deploy the ledger on nas1");
  const { key, choices } = questionIn(asked.parts);
  expect(key).toBe("entry:0");
  const { id } = await chiffon.db.catalogEntry.findFirstOrThrow({
    where: { id: { notIn: choices.map(({ value }) => value).filter((value) => value !== "none") } },
  });
  const { requestId, conversationId } = asked;
  const answer = { requestId, key, value: id };
  const refused = ask(chiffon.operator, "that one", { conversationId, answer });
  await expect(refused).rejects.toMatchObject({ reply: { code: "invalid_input" } });
  expect((await chiffon.viewer.view(requestId)).phase).toBe("blocked");
});

it("a request whose conversation was deleted comes to its end all the same", async () => {
  const { requestId, conversationId } = await ask(chiffon.operator, "deploy jellyfin");
  expect((await chiffon.viewer.view(requestId)).phase).toBe("blocked");
  await chiffon.operator.call("DELETE", `/api/conversations/${conversationId}`);
  const answer = { requestId, key: "host:0", value: "nas1" };
  await chiffon.operator.call("POST", "/api/chat", { message: "nas1", answer });
  await chiffon.viewer.waitFor(requestId, ({ card }) => card === "awaiting");
});
