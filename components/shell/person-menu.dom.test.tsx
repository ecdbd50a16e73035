import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { PersonMenu } from "./person-menu.tsx";

const menu = () => screen.queryByRole("dialog");

it("opens by key, and Escape gives the focus back to its button", async () => {
  renderAs("approver", <PersonMenu />);
  const button = screen.getByRole("button", { expanded: false });
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement).toBe(button);
  await user.keyboard("{Enter}");
  const opened = await screen.findByRole("dialog");
  expect(button.getAttribute("aria-expanded")).toBe("true");
  expect(button.getAttribute("aria-controls")).toBe(opened.id);
  expect(within(opened).getByRole("button", { name: "Sign out" })).toBeDefined();
  await expect.poll(() => opened.contains(document.activeElement)).toBe(true);
  await user.keyboard("{Escape}");
  await expect.poll(menu).toBeNull();
  await expect.poll(() => document.activeElement).toBe(button);
});

it("closes by its own button, which does not open it again", async () => {
  renderAs("approver", <PersonMenu />);
  const button = screen.getByRole("button");
  const user = userEvent.setup();
  await user.click(button);
  await screen.findByRole("dialog");
  await user.click(button);
  await expect.poll(menu).toBeNull();
  expect(button.getAttribute("aria-expanded")).toBe("false");
});

it("closes by a press elsewhere, and leaves the focus where that press put it", async () => {
  renderAs(
    "approver",
    <>
      <PersonMenu />
      <input aria-label="Elsewhere" />
    </>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { expanded: false }));
  await screen.findByRole("dialog");
  await user.click(screen.getByLabelText("Elsewhere"));
  await expect.poll(menu).toBeNull();
  expect(document.activeElement).toBe(screen.getByLabelText("Elsewhere"));
});
