import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";

it("opens as soon as its code has come, and Escape gives the focus back to the button", async () => {
  // As in a tab where nobody has touched anything: no late part is loaded.
  vi.resetModules();
  const { Dialog } = await import("./dialog.tsx");
  const Page = () => {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Open
        </button>
        <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Delete it?">
          <input autoFocus aria-label="Name" />
        </Dialog>
      </>
    );
  };
  render(<Page />);
  const button = screen.getByRole("button", { name: "Open" });
  button.focus();
  fireEvent.click(button);
  expect(screen.queryByRole("dialog")).toBeNull();
  const dialog = await screen.findByRole("dialog", { name: "Delete it?" }, { timeout: 20_000 });
  expect(dialog.contains(document.activeElement)).toBe(true);
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  await expect
    .poll(() => document.activeElement)
    .toBe(screen.getByRole("button", { name: "Open" }));
});
