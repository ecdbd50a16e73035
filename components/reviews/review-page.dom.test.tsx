import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Review, Suggestion } from "#server/contracts/review.ts";
import { makeChange } from "#tests/support/dom/changes.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { ReviewPage } from "./review-page.tsx";

const diff =
  "--- a/site.yml\n+++ b/site.yml\n@@ -1 +1 @@\n-- apt: name=x\n+- ansible.builtin.apt: name=x\n";

const suggestion: Suggestion = {
  ...{ category: "best_practices", rule: "fqcn[action-core]", severity: "major" },
  ...{ reason: "Name the collection.", path: "site.yml", line: 4, evidence: "- apt: name=x" },
  ...{ patch: diff, covered: true },
};

const report: NonNullable<Review["report"]> = {
  ...{ path: "site.yml", lintVersion: "6.13.1", omitted: 0, notes: [] },
  suggestions: [suggestion, { ...suggestion, rule: "no-changed-when", patch: null, line: 9 }],
  categories: {
    ...{ idempotency: 1, error_handling: 0, performance: 0, best_practices: 1, standards: 0 },
  },
  patch: {
    ...{ diff, fixes: 1 },
    proven: { findingsBefore: 2, findingsAfter: 1, syntaxCheck: true, listTasksSame: true },
  },
};

function makeReview(change: Partial<Review> = {}): Review {
  return {
    ...{ id: ids.run, repositoryId: ids.plan, repositoryName: "homelab" },
    ...{ path: "site.yml", commit: "c".repeat(40), status: "done", askedBy: "Ada" },
    ...{ createdAt: "2026-11-21T10:00:00.000Z", finishedAt: null, problem: null, report },
    change: null,
    ...change,
  };
}

const address = `/api/reviews/${ids.run}`;
const onBranch = makeChange({ stage: "on_branch", branch: "chiffon/suggest-site-1", diff });

async function open(review: Review, role: Role = "admin") {
  const network = standInNetwork();
  network.answer(`GET ${address}`, review);
  const { visited } = renderAs(role, <ReviewPage reviewId={review.id} />);
  await screen.findByText("site.yml");
  return { network, visited, user: userEvent.setup() };
}

const posted = (network: Network) =>
  network.sent.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]);

describe("a look that is over", () => {
  it("shows why, where and what is proven (INFRA-04)", async () => {
    await open(makeReview());
    expect(screen.getByText("2 suggestions")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("site.yml:4 · fqcn[action-core]")).toBeInstanceOf(HTMLElement);
    expect(
      screen.getByText(/Mends 1 suggestion\. Proven: 2 findings before, 1 after/),
    ).toBeTruthy();
    expect(screen.getByRole("region", { name: "Lines from 9 on" }).textContent).toBe(
      suggestion.evidence,
    );
  });

  it("says so when there is nothing to suggest", async () => {
    await open(makeReview({ report: { ...report, suggestions: [], patch: null } }));
    expect(screen.getByText("Nothing to suggest")).toBeInstanceOf(HTMLElement);
    expect(screen.queryByText("Patch")).toBeNull();
  });

  it("says why it failed, and looks again when asked", async () => {
    const problem = "ansible-lint is not installed on this machine.";
    const { network, user, visited } = await open(
      makeReview({ status: "failed", report: null, problem }),
    );
    expect(screen.getByText(problem)).toBeInstanceOf(HTMLElement);
    network.answer(`POST /api/repositories/${ids.plan}/reviews`, makeReview({ id: ids.task }));
    await user.click(screen.getByRole("button", { name: "Look again" }));
    await waitFor(() => expect(visited).toEqual([`/reviews/${ids.task}`]));
    expect(posted(network)[0]?.[1]).toEqual({ path: "site.yml", again: true });
  });

  it("shows a viewer everything and no button that changes something", async () => {
    await open(makeReview(), "viewer");
    expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "",
      "Show the fix",
    ]);
  });
});

describe("a patch", () => {
  it("is put on a branch as a whole", async () => {
    const { network, user } = await open(makeReview());
    network.answer(`POST ${address}/branch`, makeReview({ change: onBranch }));
    await user.click(screen.getByRole("button", { name: "Put on a branch" }));
    await screen.findByText("chiffon/suggest-site-1");
    expect(posted(network)).toEqual([[`${address}/branch`, { suggestion: null }]]);
  });

  it("of one fix is put on a branch alone", async () => {
    const { network, user } = await open(makeReview());
    network.answer(`POST ${address}/branch`, makeReview({ change: onBranch }));
    await user.click(screen.getByRole("button", { name: "Show the fix" }));
    const fix = screen.getByRole("region", { name: "The fix" });
    expect(within(fix).getByText("+- ansible.builtin.apt: name=x")).toBeInstanceOf(HTMLElement);
    await user.click(screen.getByRole("button", { name: "Put this one on a branch" }));
    await screen.findByText("chiffon/suggest-site-1");
    expect(posted(network)).toEqual([[`${address}/branch`, { suggestion: 0 }]]);
    expect(screen.queryByRole("button", { name: "Put this one on a branch" })).toBeNull();
  });
});

it("shows that a look is under way, then what it found", async () => {
  const { network } = await open(makeReview({ status: "running", report: null }));
  expect(screen.getByText(/^Looking: ansible-lint reads it/)).toBeInstanceOf(HTMLElement);
  network.answer(`GET ${address}`, makeReview());
  expect(await screen.findByText("2 suggestions", {}, { timeout: 5_000 })).toBeTruthy();
});

it("says what to do when a review is not kept any more", async () => {
  standInNetwork();
  renderAs("admin", <ReviewPage reviewId={ids.run} />);
  expect(await screen.findByText("These suggestions are not kept any more")).toBeTruthy();
});
