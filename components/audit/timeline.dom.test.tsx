import { act, render, screen } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import { Timeline } from "./timeline.tsx";

const entry: AuditEntryView = {
  id: "00000000-0000-4000-8000-000000000001",
  seq: 1,
  hash: "a".repeat(64),
  type: "plan.approved",
  at: "2026-11-21T23:30:00.000Z",
  actor: { kind: "person", id: "p", name: "Ada" },
  requestId: null,
  planId: null,
  taskId: null,
  runId: null,
  service: null,
  host: null,
  status: null,
  facts: {},
  text: null,
};

afterEach(() => vi.unstubAllEnvs());

it("is drawn by a server that does not know the reader's clock, and comes alive by it", async () => {
  vi.stubEnv("TZ", "America/Los_Angeles");
  const container = document.body.appendChild(document.createElement("div"));
  container.innerHTML = renderToString(<Timeline entries={[entry]} />);
  expect(container.textContent).toContain("Ada approved.");
  expect(container.textContent).not.toMatch(/\d\d:\d\d:\d\d/);
  vi.stubEnv("TZ", "Asia/Tokyo");
  await act(async () => void render(<Timeline entries={[entry]} />, { container, hydrate: true }));
  expect(screen.getByText("08:30:00").getAttribute("title")).toMatch(/22 .*2026|.*22, 2026/);
});

it("has only what is in view in the page where there are very many, each with the line of its run (UI-04)", async () => {
  // jsdom lays nothing out: without a height, nothing would be in view.
  const heights = [
    vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600),
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(60),
  ];
  const entries = Array.from({ length: 5000 }, (_, at): AuditEntryView => {
    const id = `00000000-0000-4000-8000-${String(5000 - at).padStart(12, "0")}`;
    const when = new Date(Date.parse(entry.at) - at * 60_000).toISOString();
    return { ...entry, id, at: when, runId: `run-${at >> 1}` };
  });
  const { container } = render(
    <div data-scroller="">
      <Timeline entries={entries} />
    </div>,
  );
  const drawn = container.querySelectorAll("[data-entry]");
  expect(drawn.length).toBeGreaterThan(5);
  expect(drawn.length).toBeLessThan(60);
  expect(drawn[0]?.querySelectorAll('[title^="Run run-0"] > span')).toHaveLength(2);
  for (const height of heights) height.mockRestore();
});
