import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { PostMortem } from "#server/contracts/post-mortem.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { makeCause, makePostMortem } from "#tests/support/dom/post-mortems.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makeRequestView } from "#tests/support/dom/requests.ts";
import { PostMortemPage } from "./post-mortem-page.tsx";

const path = `/api/v1/requests/${ids.request}`;
const other = "00000000-0000-4000-8000-000000000077";

async function show(
  report: Partial<PostMortem> = {},
  view: Partial<RequestView> = {},
  role: Role = "operator",
) {
  const network = standInNetwork();
  network.answer(`GET ${path}/post-mortem`, makePostMortem(report));
  network.answer(`GET ${path}`, makeRequestView({ phase: "failed", end: "failed", ...view }));
  renderAs(role, <PostMortemPage requestId={ids.request} />);
  await screen.findByText("“Pull the image” failed on nas.");
  return { network, user: userEvent.setup() };
}

describe("the page of what went wrong", () => {
  it("names the step, the host and the place, and copies what was said", async () => {
    const { user } = await show();
    for (const text of ["nas", "Pull the image", "roles/kuma/tasks/main.yml:4"])
      expect(screen.getAllByText(text).length).toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: "Copy: What it said" }));
    expect(await navigator.clipboard.readText()).toBe("no space left on device");
  });

  it("offers the download, the request and the audit as links", async () => {
    await show();
    const hrefs = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(hrefs).toEqual(
      expect.arrayContaining([
        `${path}/post-mortem/download`,
        `/requests/${ids.request}`,
        `/audit?request=${ids.request}`,
      ]),
    );
  });

  it("has the file looked at whose step failed, where that may be asked for (INFRA-04)", async () => {
    const { network, user } = await show({}, {}, "admin");
    const { repositoryId } = makePlan().body;
    network.answer(`POST /api/repositories/${repositoryId}/reviews`, { id: other });
    await user.click(await screen.findByRole("button", { name: "Suggest improvements" }));
    expect(network.sent.find(({ path: at }) => at.endsWith("/reviews"))?.body).toMatchObject({
      path: "roles/kuma/tasks/main.yml",
    });
  });

  it("says where there is nothing to compare with, nothing similar, and nothing changed", async () => {
    await show();
    expect(screen.getByText(/never ran well before/)).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("It has not failed like this before.")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText(/the machines are as they were/)).toBeInstanceOf(HTMLElement);
  });

  it("shows what differs, what had changed, what failed after it and what failed before", async () => {
    await show({
      comparison: {
        kind: "compared",
        ...{ requestId: other, endedAt: "2026-11-20T10:00:00.000Z" },
        differences: {
          commits: {
            ...{ from: "a".repeat(40), to: "b".repeat(40), touchedOmitted: 0 },
            touched: [{ path: "kuma.yml", change: "changed" }],
            log: [
              {
                ...{ commit: "b".repeat(40), subject: "Use another image", author: "Bo" },
                at: "2026-11-20T11:00:00.000Z",
              },
            ],
          },
          variables: [{ name: "kuma_port", before: "3001", after: null }],
          hostsAdded: ["nas2"],
          hostsRemoved: [],
          versions: [],
          settings: [],
        },
      },
      changed: {
        before: [
          { at: "2026-11-21T10:01:30.000Z", host: "nas", ansibleTask: "Make room", diff: "+1" },
        ],
        ...{ beforeOmitted: 0, after: 1 },
      },
      otherFailures: [makeCause({ host: "web", message: "too" })],
      similar: [
        { requestId: other, at: "2026-11-19T10:00:00.000Z", host: "nas", ended: "It ran well." },
      ],
    });
    const files = screen.getByRole("region", { name: /^Files, from commit aaaaaaaa to bbbbbbbb/ });
    expect(within(files).getByText("kuma.yml")).toBeInstanceOf(HTMLElement);
    expect(within(files).getByText(/Use another image/)).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole("region", { name: "Variables" }).textContent).toContain(
      "kuma_port: 3001 → not set",
    );
    expect(screen.getByText(/One more change was made after it/)).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("“Pull the image” failed on web.")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("It ran well.")).toBeInstanceOf(HTMLElement);
  });

  it("offers only the next steps that would work", async () => {
    const recovery = {
      ...{ failedHosts: ["nas"], resumeAt: "Pull the image", undo: ["Remove Kuma"] },
    };
    await show({}, { recovery });
    const steps = await screen.findByRole("region", { name: "Next steps" });
    const names = within(steps)
      .getAllByRole("button")
      .map(({ textContent }) => textContent);
    expect(names).toEqual([
      ...["Plan again", "Retry on the failed host", "Resume from the failed step"],
      "Undo",
    ]);
  });

  it("offers a viewer none", async () => {
    await show({}, {}, "viewer");
    expect(screen.queryByRole("region", { name: "Next steps" })).toBeNull();
  });

  it("leads to the plan that follows while that goes on", async () => {
    const followedBy = { requestId: other, isOpen: true };
    await show({}, { followedBy });
    const steps = await screen.findByRole("region", { name: "Next steps" });
    expect(within(steps).queryAllByRole("button")).toEqual([]);
    expect(within(steps).getByRole("link", { name: "See the new plan" })).toBeInstanceOf(
      HTMLElement,
    );
  });

  it("says whether the audit has its hash", async () => {
    await show({ record: { recordedAt: "2026-11-21T10:03:01.000Z", sha256: "f".repeat(64) } });
    expect(screen.getByText("f".repeat(64))).toBeInstanceOf(HTMLElement);
  });

  it("says that output is not kept any more", async () => {
    await show({ output: { lines: [], note: "Its output is not kept any more." } });
    expect(screen.getByText("Its output is not kept any more.")).toBeInstanceOf(HTMLElement);
  });

  it("of a request that did not fail says so, without an alarm", async () => {
    const network = standInNetwork();
    const errorMessage = "That request did not fail, so there is nothing to explain.";
    const body = { code: "not_found", errorMessage, fix: "Go back.", errorCode: 1006 };
    network.answer(`GET ${path}/post-mortem`, { ...body, traceId: "t" }, 404);
    renderAs("viewer", <PostMortemPage requestId={ids.request} />);
    expect(await screen.findByText(errorMessage)).toBeInstanceOf(HTMLElement);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("offers another try when it can't be read", async () => {
    const network = standInNetwork();
    network.cut();
    renderAs("viewer", <PostMortemPage requestId={ids.request} />);
    expect(
      await screen.findByRole("button", { name: "Try again" }, { timeout: 15_000 }),
    ).toBeInstanceOf(HTMLElement);
  });
});
