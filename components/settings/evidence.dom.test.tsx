import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { GateSettings } from "#server/contracts/gate.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { EvidenceSettings } from "./evidence.tsx";

const stored: GateSettings = {
  kinds: ["change_ticket", "sign_off"],
  required: { planning: [], approval: ["sign_off"], execution: [], verification: [] },
  blockedDays: 7,
};

async function open(answer: GateSettings = stored) {
  const network = standInNetwork();
  network.answer("GET /api/v1/gates", answer);
  network.answer("PATCH /api/v1/gates", answer);
  renderAs("admin", <EvidenceSettings />);
  await screen.findByText("change ticket");
  return network;
}

const saved = (network: Awaited<ReturnType<typeof open>>) =>
  network.sent.filter(({ method }) => method === "PATCH").map(({ body }) => body);
const box = (kind: string, label: RegExp) =>
  within(screen.getByRole("group", { name: kind })).getByRole("checkbox", { name: label });

it("saves what each kind is needed before, and for how many days a request is held", async () => {
  const network = await open();
  const user = userEvent.setup();
  expect((box("sign off", /before it runs/) as HTMLInputElement).checked).toBe(true);
  expect((screen.getByRole("button", { name: "Save" }) as HTMLButtonElement).disabled).toBe(true);
  await user.click(box("change ticket", /before it runs/));
  await user.click(box("sign off", /before it runs/));
  const days = screen.getByRole("textbox", { name: /Days/ });
  await user.clear(days);
  await user.type(days, "14");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await expect
    .poll(() => saved(network))
    .toEqual([
      {
        kinds: ["change_ticket", "sign_off"],
        required: { planning: [], approval: ["change_ticket"], execution: [], verification: [] },
        blocked_days: 14,
      },
    ]);
});

it("adds a kind in the owner's words, and removes one from wherever it was needed", async () => {
  const network = await open();
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox", { name: "Another kind" }), "Test Report{Enter}");
  await user.click(screen.getByRole("button", { name: "Remove sign off" }));
  expect(screen.getByRole("group", { name: "test report" })).toBeTruthy();
  expect(screen.queryByRole("group", { name: "sign off" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await expect
    .poll(() => saved(network))
    .toEqual([
      {
        kinds: ["change_ticket", "test_report"],
        required: { planning: [], approval: [], execution: [], verification: [] },
        blocked_days: 7,
      },
    ]);
});

it.each([
  ["1st", /Begin with a letter/],
  ["Sign off", /such a kind already/],
])("says why %s can't be added", async (text, why) => {
  await open();
  await userEvent
    .setup()
    .type(screen.getByRole("textbox", { name: "Another kind" }), `${text}{Enter}`);
  expect(screen.getByText(why)).toBeTruthy();
});

it.each(["", "0", "91", "1.5", "two"])("saves no %j days", async (text) => {
  await open();
  const user = userEvent.setup();
  const days = screen.getByRole("textbox", { name: /Days/ });
  await user.clear(days);
  if (text !== "") await user.type(days, text);
  expect(screen.getByText(/whole days, from 1 to 90/)).toBeTruthy();
  expect((screen.getByRole("button", { name: "Save" }) as HTMLButtonElement).disabled).toBe(true);
});

it("goes back to what is stored", async () => {
  const network = await open();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Remove sign off" }));
  await user.click(screen.getByRole("button", { name: "Discard changes" }));
  expect(screen.getByRole("group", { name: "sign off" })).toBeTruthy();
  expect(saved(network)).toEqual([]);
});
