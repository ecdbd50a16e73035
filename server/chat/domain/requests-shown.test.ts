import { expect, it } from "vitest";
import type { Message } from "#server/contracts/chat.ts";
import { requestsShown } from "./requests-shown.ts";

function message(requestId: string | null, parts: Message["parts"]): Message {
  return {
    ...{ id: "m", conversationId: "c", requestId, authorName: "Chiffon" },
    ...{ parts, createdAt: "2026-01-01T00:00:00.000Z" },
    author: "chiffon",
  };
}

it("names the request of each message and those whose card it shows, each once", () => {
  const shown = requestsShown([
    message("new", [
      { kind: "text", text: "Here it is:" },
      { kind: "plan", requestId: "old", planId: "p" },
    ]),
    message("old", [{ kind: "outcome", requestId: "old" }]),
    message(null, []),
  ]);
  expect(shown).toEqual(["new", "old"]);
});
