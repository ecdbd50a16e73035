import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { SetAsideJob } from "#server/contracts/set-aside-job.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { SetAsideJobs } from "./set-aside-jobs.tsx";

const job: SetAsideJob = {
  jobId: "41",
  name: "plan.vanish",
  error: "name: invalid",
  attempts: 6,
  createdAt: "2026-01-01T00:00:00.000Z",
  setAsideAt: "2026-01-01T00:01:00.000Z",
};

it("shows nothing while nothing is set aside", async () => {
  const network = standInNetwork();
  network.answer("GET /api/set-aside-jobs", { jobs: [] });
  const { container } = renderAs("admin", <SetAsideJobs />);
  await expect.poll(() => network.sent.length).toBe(1);
  expect(container.textContent).toBe("");
});

it.each([
  ["Try again", "retry"],
  ["Discard", "discard"],
])("%s tells the server so, and the job leaves the page", async (label, decision) => {
  const network = standInNetwork();
  network.answer("GET /api/set-aside-jobs", { jobs: [job] });
  network.answer("POST /api/set-aside-jobs", { jobs: [] });
  renderAs("admin", <SetAsideJobs />);
  expect(await screen.findByText(/name: invalid; tried 6 times/)).toBeDefined();
  await userEvent.setup().click(screen.getByRole("button", { name: label }));
  await expect.poll(() => screen.queryByText("plan.vanish")).toBeNull();
  const bodies = network.sent.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(bodies).toEqual([{ jobId: "41", decision }]);
});
