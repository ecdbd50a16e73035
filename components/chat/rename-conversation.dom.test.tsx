import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { RenameConversation } from "./rename-conversation.tsx";

const address = `PATCH /api/conversations/${ids.conversation}`;
const button = <RenameConversation conversationId={ids.conversation} title="Kuma" />;

it("gives a conversation another title, and says why it can't (UI-01)", async () => {
  const network = standInNetwork();
  renderAs("operator", button);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Rename conversation" }));
  const field = screen.getByLabelText("Title");
  expect(field).toHaveProperty("value", "Kuma");
  await user.clear(field);
  await user.type(field, " Attic lights {Enter}");
  expect(await screen.findByText("That does not exist.")).toBeInstanceOf(HTMLElement);
  network.answer(address, { conversation: {} });
  await user.click(screen.getByRole("button", { name: "Rename" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(network.sent.at(-1)?.body).toEqual({ title: "Attic lights" });
});

it("is not offered to those who may only look", () => {
  renderAs("viewer", button);
  expect(screen.queryByRole("button")).toBeNull();
});
