import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useCallback } from "react";
import { describe, expect, it } from "vitest";
import { usePendingMessages, useSendMessage } from "#components/lib/send-message.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { Composer } from "./composer.tsx";
import { PendingBubble } from "./pending-message.tsx";
import { SendContext } from "./send-context.ts";

const accepted = { conversationId: ids.conversation, messageId: ids.run, requestId: ids.request };
const conversation = {
  conversation: { id: ids.conversation, title: "Deploy Kuma", awaiting: 0 },
  messages: [],
  requests: [],
  seq: 0,
};

/** The way of a message: from the box to the network, and what the thread shows of it meanwhile. */
function Chat() {
  const sendMessage = useSendMessage(useCallback(() => Promise.resolve(), []));
  const send = (text: string) => void sendMessage(null, text);
  return (
    <SendContext value={send}>
      {usePendingMessages().map((message) => (
        <PendingBubble key={message.localId} message={message} />
      ))}
      <Composer conversationId={null} onSend={send} />
    </SendContext>
  );
}

async function sayInVain() {
  const network = standInNetwork();
  network.answer(
    "POST /api/chat",
    { code: "queue_full", errorMessage: "Too many requests are waiting already.", fix: "Wait." },
    503,
  );
  renderAs("admin", <Chat />);
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox"), "deploy kuma{Enter}");
  const alert = await screen.findByRole("alert");
  return { network, user, alert: within(alert) };
}

describe("a message that could not be sent", () => {
  it("stays where it was said, with the reason, and goes when it is discarded", async () => {
    const { user, alert } = await sayInVain();
    expect(screen.getByRole("article", { name: "You wrote" }).textContent).toContain("deploy kuma");
    expect(alert.getByText("Too many requests are waiting already.")).toBeInstanceOf(HTMLElement);
    await user.click(alert.getByRole("button", { name: "Discard" }));
    expect(screen.queryByRole("article")).toBeNull();
  });

  it("is sent again as it was", async () => {
    const { network, user, alert } = await sayInVain();
    network.answer("POST /api/chat", accepted);
    network.answer(`GET /api/conversations/${ids.conversation}`, conversation);
    await user.click(alert.getByRole("button", { name: "Send again" }));
    await waitFor(() => expect(screen.queryByRole("article")).toBeNull());
    const said = network.sent.filter(({ path }) => path === "/api/chat");
    expect(said.map(({ body }) => body)).toEqual([
      { message: "deploy kuma" },
      { message: "deploy kuma" },
    ]);
  });
});
