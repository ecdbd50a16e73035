import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ScheduleOffer } from "./schedule-offer.tsx";
import { SendContext } from "./send-context.ts";

const conversationId = "00000000-0000-4000-8000-000000000001";
const part = {
  kind: "schedule" as const,
  ...{ text: "update web1", when: "Every Sunday at 04:00", conversationId },
};

function show(schedules: readonly object[] = []) {
  const network = standInNetwork();
  const send = vi.fn();
  const next = ["2026-12-06T03:00:00.000Z"];
  network.answer("GET /api/v1/schedules/times", {
    ...{ cron: "0 4 * * 0", words: part.when, timeZone: "Europe/Berlin", next },
  });
  network.answer("GET /api/v1/schedules", { schedules, nextCursor: null });
  network.answer("POST /api/v1/schedules", { id: conversationId, words: part.when });
  renderAs(
    "operator",
    <SendContext value={send}>
      <ScheduleOffer part={part} />
    </SendContext>,
  );
  return { network, send, user: userEvent.setup() };
}

it("says when it would be due next, and makes it by a press", async () => {
  const { network, user } = show();
  expect(
    await screen.findByText(/Every Sunday at 04:00 \(Europe\/Berlin\), next Sun/),
  ).toBeDefined();
  expect(network.sent.every(({ method }) => method === "GET")).toBe(true);
  await user.click(screen.getByRole("button", { name: "Make schedule" }));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
    ...{ kind: "run", text: part.text, when: part.when, time_zone: timeZone },
    conversation_id: conversationId,
  });
});

it("asks for it once instead, or opens it to be edited", async () => {
  const { send, user } = show();
  await user.click(await screen.findByRole("button", { name: "Only once, now" }));
  expect(send).toHaveBeenCalledWith("update web1");
  await user.click(screen.getByRole("button", { name: "Edit…" }));
  expect(screen.getByLabelText("When")).toHaveProperty("value", part.when);
});

it("offers nothing more once there is one", async () => {
  show([{ id: conversationId, text: part.text, conversationId }]);
  expect(await screen.findByText("Scheduled.")).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});
