import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { MessageView } from "#components/chat/message.tsx";
import type { Message, MessagePart } from "#server/contracts/chat.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makeRequestView } from "#tests/support/dom/requests.ts";

const requestPath = `/api/v1/requests/${ids.request}`;
const error: MessagePart = { kind: "error", message: "No plan.", fix: "Again.", traceId: null };
const question: MessagePart = {
  kind: "question",
  requestId: ids.request,
  question: { key: "host:0", question: "On which host?", choices: [] },
};

/** Chiffon's message about a request that has no plan, with people having written on or not. */
function showMessage(part: MessagePart, change: Partial<RequestView>, isAnswered = true) {
  const network = standInNetwork();
  const view = makeRequestView({ plan: null, card: null, ...change });
  network.answer(`GET ${requestPath}`, view);
  const message: Message = {
    ...{ id: ids.run, conversationId: ids.conversation, requestId: ids.request },
    ...{ author: "chiffon", authorName: "Chiffon", parts: [part] },
    createdAt: "2026-11-21T10:00:00.000Z",
  };
  renderAs("operator", <MessageView message={message} cards={new Map()} isAnswered={isAnswered} />);
  return { network, view, user: userEvent.setup() };
}

describe("a request without a plan", () => {
  it.each([
    [error, "failed"],
    [question, "blocked"],
  ] as const)("is planned again below its message", async (part, end) => {
    const { network, view, user } = showMessage(part, { end, phase: end });
    const button = await screen.findByRole("button", { name: "Plan again" });
    network.answer(`POST ${requestPath}/replan`, makeRequestView({ requestId: ids.task }));
    const followedBy = { requestId: ids.task, isOpen: true };
    network.answer(`GET ${requestPath}`, { ...view, followedBy });
    await user.click(button);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Plan again" })).toBeNull());
    expect(network.sent).toContainEqual({
      ...{ method: "POST", path: `${requestPath}/replan` },
      body: { kind: "again" },
    });
  });

  it("is cancelled where its question was passed over", async () => {
    const { network, view, user } = showMessage(question, { end: "blocked", phase: "blocked" });
    const button = await screen.findByRole("button", { name: "Cancel the request" });
    const ended = { ...view, end: "cancelled", phase: "cancelled" };
    network.answer(`POST ${requestPath}/cancel`, ended);
    network.answer(`GET ${requestPath}`, ended);
    await user.click(button);
    await waitFor(() => expect(screen.queryByRole("button")).toBeNull());
    expect(network.sent.map(({ path }) => path)).toContain(`${requestPath}/cancel`);
  });

  it("shows nothing but the question while that is open", async () => {
    const { network } = showMessage(question, { end: "blocked", phase: "blocked" }, false);
    expect(screen.getByText("On which host?")).toBeInstanceOf(HTMLElement);
    expect(screen.queryByRole("button")).toBeNull();
    expect(network.sent).toEqual([]);
  });

  it("shows nothing below an error of a request that went on", async () => {
    const { network } = showMessage(error, { end: null, phase: "planning" });
    await waitFor(() => expect(network.sent).toHaveLength(1));
    expect(screen.queryByRole("button")).toBeNull();
  });
});
