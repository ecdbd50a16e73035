import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { useInstallation } from "#tests/support/installation.ts";
import { tokenOf } from "#tests/support/mcp-client.ts";

const chiffon = useInstallation({ keepLog: true });
let token: string;

beforeAll(async () => {
  token = await tokenOf(chiffon.operator, ["read", "ask"]);
});

async function say(message: string) {
  const response = await fetch(`${chiffon.url}/api/chat?waitSeconds=60`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ message }),
  });
  return { status: response.status, json: Object(await response.json()) };
}

/** What was logged under a trace. */
function logged(traceId: string): { msg: string; requestId?: string }[] {
  const lines = readFileSync(
    path.join(path.dirname(chiffon.paths.setupToken), "logs/journey.log"),
    "utf8",
  ).split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter((line) => line.traceId === traceId);
}

it("is one from the call to the planner and its log (section 7)", async () => {
  const { status, json } = await say("Deploy jellyfin");
  expect(status).toBe(200);
  const row = await chiffon.db.request.findUniqueOrThrow({ where: { id: json.requestId } });
  expect(row.traceId).toBe(json.traceId);
  expect(logged(json.traceId)).toContainEqual(
    expect.objectContaining({ msg: "planning", requestId: json.requestId }),
  );
});

it("leads from an answer that failed to its cause, by what the chat shows too", async () => {
  await chiffon.asOwner('ALTER TABLE "catalog_entry" RENAME TO "catalog_entry_away"');
  const { status, json } = await say("Deploy jellyfin once more").finally(() =>
    chiffon.asOwner('ALTER TABLE "catalog_entry_away" RENAME TO "catalog_entry"'),
  );
  expect(status).toBe(502);
  expect(json).toMatchObject({ code: "answer_failed", errorCode: 9005 });
  const { requestId } = json.details;
  const messages = await chiffon.db.message.findMany({ where: { requestId, author: "chiffon" } });
  expect(messages[0]?.parts).toMatchObject([{ kind: "error", traceId: json.traceId }]);
  expect(logged(json.traceId).map(({ msg }) => msg)).toContain("planning failed");
});
