import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { RepositoryChange } from "#server/contracts/change.ts";
import type { Role } from "#server/contracts/people.ts";
import { makeChange } from "#tests/support/dom/changes.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids } from "#tests/support/dom/requests.ts";
import { ChangePanel } from "./change-panel.tsx";

const address = `/api/changes/${ids.task}`;

function show(change: RepositoryChange | null, role: Role = "admin") {
  const network = standInNetwork();
  const onPut = vi.fn();
  renderAs(
    role,
    <ChangePanel
      {...{ title: "Patch", description: "", diff: "--- a/y\n", change, onPut }}
      isPutting={false}
    />,
  );
  return { network, onPut, user: userEvent.setup() };
}

const on = makeChange({ stage: "on_branch" });
const applied = makeChange({ stage: "applied", appliedCommit: "a".repeat(40) });
const reverted = makeChange({ ...applied, stage: "reverted", revertedCommit: "b".repeat(40) });

describe("a change to a repository", () => {
  it("is asked for where there is none yet", async () => {
    const { onPut, user } = show(null);
    await user.click(screen.getByRole("button", { name: "Put on a branch" }));
    expect(onPut).toHaveBeenCalledOnce();
    expect(screen.getByRole("region", { name: "The patch" }).textContent).toContain("--- a/y");
  });

  it.each([
    ["whose branch could not be made", makeChange(), "Put on a branch", "branch"],
    ["on a branch", on, "Merge into main", "apply"],
    ["on a branch elsewhere", makeChange({ ...on, isRemote: true }), "Push to main", "apply"],
    ["that is applied", applied, "Take it back", "revert"],
    ["that was taken back", reverted, "Merge into main", "apply"],
  ])("%s offers the next step and takes it", async (_stage, change, name, step) => {
    const { network, user } = show(change);
    network.answer(`POST ${address}/${step}`, change);
    await user.click(screen.getByRole("button", { name }));
    await waitFor(() => expect(network.sent).toHaveLength(1));
    expect(network.sent[0]).toMatchObject({ method: "POST", path: `${address}/${step}` });
  });

  it("waits while a step is under way", () => {
    show(makeChange({ ...on, pending: "apply" }));
    expect(screen.getByRole("button", { name: "Merge into main" })).toHaveProperty(
      "disabled",
      true,
    );
  });

  it("says why a step could not be done, and lets it be tried again", () => {
    const problem = "site.yml has changed since.";
    show(makeChange({ ...on, problem }));
    expect(screen.getByText(problem)).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole("button", { name: "Merge into main" })).toHaveProperty(
      "disabled",
      false,
    );
  });

  it("is only shown to those who may not change repositories", () => {
    show(on, "viewer");
    expect(screen.queryByRole("button", { name: /Merge|Put/ })).toBeNull();
    expect(screen.getByText("chiffon/add-jellyfin-1")).toBeInstanceOf(HTMLElement);
  });
});
