import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it, onTestFinished, vi } from "vitest";
import { announcement } from "#components/lib/announcer.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { RunLog } from "./run-log.tsx";

it("finds the first hit by the first Enter, and the first of another text after that", async () => {
  const texts = ["Gathering", "ok: nas", "changed: nas", "ok: pi", "done"];
  const network = standInNetwork();
  network.answer(`GET /api/v1/runs/${ids.run}/log`, {
    lines: texts.map((text, at) => ({ line: at + 1, text })),
    lineCount: texts.length,
    cutLines: 0,
    times: [{ line: 2, at: "2026-11-21T10:00:05.000Z" }],
  });
  renderAs("viewer", <RunLog runId={ids.run} requestId={ids.request} isLive={false} hasWritten />);
  const user = userEvent.setup();
  const box = await screen.findByRole("textbox", { name: "Search the output" });
  await user.type(box, "nas{Enter}");
  await waitFor(() => expect(announcement.get()).toBe("Line 2: ok: nas"));
  await user.type(box, "{Enter}");
  await waitFor(() => expect(announcement.get()).toBe("Line 3: changed: nas"));
  await user.clear(box);
  await user.type(box, "ok{Enter}");
  await waitFor(() => expect(announcement.get()).toBe("Line 2: ok: nas"));
});

it("says when each line was written down, where that is asked and known (UI-03)", async () => {
  // jsdom lays nothing out: without a height, no line would be in view.
  const height = vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  onTestFinished(() => height.mockRestore());
  const network = standInNetwork();
  network.answer(`GET /api/v1/runs/${ids.run}/log`, {
    lines: [1, 2, 3].map((line) => ({ line, text: `ok: ${line}` })),
    lineCount: 3,
    times: [{ line: 2, at: "2026-11-21T10:00:05.000Z" }],
  });
  const { container } = renderAs(
    "viewer",
    <RunLog runId={ids.run} requestId={ids.request} isLive={false} hasWritten />,
  );
  const times = () =>
    [...container.querySelectorAll("time")].map((time) => time.getAttribute("datetime"));
  const button = await screen.findByRole("button", { name: "Times" });
  expect(times()).toEqual([]);
  await userEvent.setup().click(button);
  await waitFor(() =>
    expect(times()).toEqual(["2026-11-21T10:00:05.000Z", "2026-11-21T10:00:05.000Z"]),
  );
  expect(button.getAttribute("aria-pressed")).toBe("true");
});

it.each([
  [true, /was removed: it is kept for 90 days/],
  [false, /^No output\.$/],
])("says of an empty log whether there was something (written: %s)", async (hasWritten, words) => {
  const network = standInNetwork();
  network.answer(`GET /api/v1/runs/${ids.run}/log`, { lines: [], lineCount: 0, times: [] });
  renderAs(
    "viewer",
    <RunLog runId={ids.run} requestId={ids.request} isLive={false} hasWritten={hasWritten} />,
  );
  expect(await screen.findByText(words)).toBeTruthy();
});
