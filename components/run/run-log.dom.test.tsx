import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
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
  });
  renderAs("viewer", <RunLog runId={ids.run} requestId={ids.request} isLive={false} />);
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
