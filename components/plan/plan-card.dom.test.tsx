import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { CardStatus, RequestView, TaskWait } from "#server/contracts/plan.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { makeChange } from "#tests/support/dom/changes.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import {
  ids,
  makePlan,
  makePlanTask,
  makeRequestView,
  makeRun,
  makeTaskView,
} from "#tests/support/dom/requests.ts";
import { PlanCard } from "./plan-card.tsx";

const requestPath = `/api/v1/requests/${ids.request}`;

async function showCard(
  view: RequestView,
  role: Role = "admin",
): Promise<{
  readonly card: HTMLElement;
  readonly network: Network;
  readonly user: ReturnType<typeof userEvent.setup>;
  readonly visited: readonly string[];
}> {
  const network = standInNetwork();
  network.answer(`GET ${requestPath}`, view);
  const { visited } = renderAs(role, <PlanCard requestId={ids.request} />);
  const card = await screen.findByRole("region", { name: view.text });
  return { card, network, visited, user: userEvent.setup() };
}

const approved = makePlan(
  {},
  {
    status: "approved",
    decision: {
      decision: "approve",
      decidedBy: "Bo",
      decidedAt: "2026-11-21T10:00:30.000Z",
      reason: null,
    },
  },
);
const rejected = makePlan(
  {},
  {
    status: "rejected",
    decision: {
      decision: "reject",
      decidedBy: "Bo",
      decidedAt: "2026-11-21T10:00:30.000Z",
      reason: "not today",
    },
  },
);
const running = makeTaskView();

/** Each state: how it is stored, the word it shows, what else it says, and the buttons it offers. */
const states: Readonly<
  Record<
    CardStatus,
    { view: Partial<RequestView>; word: string; says: RegExp; buttons: readonly string[] }
  >
> = {
  awaiting: {
    view: {},
    word: "Needs approval",
    says: /Expires/,
    buttons: ["Preview changes", "Change", "Reject", "Approve and run"],
  },
  approved: {
    view: { plan: approved, tasks: [makeTaskView({ status: "pending" })] },
    word: "Approved, starting",
    says: /Approved by Bo/,
    buttons: ["Stop"],
  },
  running: {
    view: { plan: approved, tasks: [running] },
    word: "Running",
    says: /does not stop it/,
    buttons: ["Stop"],
  },
  paused: {
    view: {
      plan: approved,
      tasks: [makeTaskView({ status: "paused", pausedReason: "nas is busy with another plan." })],
    },
    word: "Paused",
    says: /nas is busy with another plan\. It continues by itself/,
    buttons: ["Stop"],
  },
  verifying: {
    view: { plan: approved, tasks: [makeTaskView({ status: "succeeded" })] },
    word: "Checking the result",
    says: /Approved by Bo/,
    buttons: ["Stop"],
  },
  done: {
    view: {
      end: "done",
      plan: approved,
      tasks: [makeTaskView({ status: "succeeded" })],
      checks: [
        { taskKey: "t1", target: "http://nas:3001", ok: true, message: "200", durationMs: 9 },
      ],
    },
    word: "Done",
    says: /http:\/\/nas:3001/,
    buttons: ["Plan again", "Repeat…"],
  },
  failed: {
    view: {
      end: "failed",
      plan: approved,
      tasks: [makeTaskView({ status: "failed" })],
      reason: "The disk is full.",
    },
    word: "Failed",
    says: /The disk is full/,
    buttons: ["Plan again", "Suggest improvements"],
  },
  cancelled: {
    view: { end: "cancelled", plan: approved, tasks: [makeTaskView({ status: "cancelled" })] },
    word: "Cancelled",
    says: /Approved by Bo/,
    buttons: ["Plan again"],
  },
  rejected: {
    view: { end: "rejected", plan: rejected },
    word: "Rejected",
    says: /Rejected by Bo.*“not today” Nothing ran/,
    buttons: ["Plan again"],
  },
  expired: {
    view: { end: "expired", plan: makePlan({}, { status: "expired" }) },
    word: "Expired",
    says: /Nobody decided in time/,
    buttons: ["Plan again"],
  },
  stale: {
    view: {
      end: "stale",
      plan: makePlan({}, { status: "stale", staleReason: "kuma.yml was edited." }),
    },
    word: "Stale",
    says: /kuma\.yml was edited\. Nothing ran/,
    buttons: ["Plan again"],
  },
  superseded: {
    view: { plan: makePlan({}, { status: "superseded" }) },
    word: "Superseded",
    says: /A newer version replaced this one/,
    buttons: [],
  },
  needs_review: {
    view: { plan: approved, tasks: [makeTaskView({ status: "needs_review" })] },
    word: "Needs review",
    says: /Did “Deploy Kuma” take effect\?/,
    buttons: ["It worked: mark done", "Mark failed", "Run again", "Stop"],
  },
};

/** Buttons that decide or start something; those that only open or copy are left out. */
function actionsOf(card: HTMLElement): string[] {
  return within(card)
    .getAllByRole("button")
    .map((button) => button.textContent ?? "")
    .filter((name) => name !== "" && !name.startsWith("Deploy Kuma"));
}

/** A task whose run failed at a place of Ansible's, or before it named one. */
function failedTask(failedAt: string | null) {
  const path = failedAt === null ? {} : { path: failedAt };
  const outcome: RunOutcome = {
    ...{ verdict: "failed", hosts: [], message: "It failed.", exitCode: 2, durationMs: 9 },
    failedAnsibleTask: { name: "Copy", host: "nas", message: "no", ...path },
    resources: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMib: null },
    ...{ lines: 0, cutLines: 0 },
  };
  const run = makeRun({ status: "failed", outcome });
  return makeTaskView({ status: "failed", runs: [run] });
}

describe("the card in every state", () => {
  it.each(Object.entries(states))("%s", async (status, { view, word, says, buttons }) => {
    const { card } = await showCard(makeRequestView({ ...view, card: status as CardStatus }));
    expect(within(card).getAllByText(word)[0]).toBeInstanceOf(HTMLElement);
    expect(card.textContent).toMatch(says);
    expect(actionsOf(card)).toEqual(buttons);
  });

  it.each(Object.entries(states))("%s offers a viewer nothing", async (status, { view }) => {
    const { card } = await showCard(
      makeRequestView({ ...view, card: status as CardStatus }),
      "viewer",
    );
    expect(actionsOf(card)).toEqual([]);
  });
});

describe("what its buttons ask for", () => {
  it.each(["done", "failed", "cancelled", "rejected", "expired", "stale"] as const)(
    "%s: a new plan, which the card then leads to",
    async (status) => {
      const { view } = states[status];
      const shown = makeRequestView({ ...view, card: status });
      const { card, network, user } = await showCard(shown);
      network.answer(`POST ${requestPath}/replan`, makeRequestView({ requestId: ids.run }));
      const followedBy = { requestId: ids.run, isOpen: true };
      network.answer(`GET ${requestPath}`, { ...shown, followedBy });
      await user.click(within(card).getByRole("button", { name: "Plan again" }));
      const link = await within(card).findByRole("link", { name: "See the new plan" });
      expect(link.getAttribute("href")).toBe(`/requests/${ids.run}`);
      expect(within(card).queryByRole("button", { name: "Plan again" })).toBeNull();
      expect(network.sent).toContainEqual({
        ...{ method: "POST", path: `${requestPath}/replan` },
        body: { kind: "again" },
      });
    },
  );

  it.each([
    [{ failedHosts: ["web1"], resumeAt: null }, "Retry on the failed host", "failed_hosts"],
    [{ failedHosts: ["a", "b", "c"], resumeAt: null }, "Retry on 3 failed hosts", "failed_hosts"],
    [{ failedHosts: [], resumeAt: "Copy" }, "Resume from the failed step", "failed_task"],
    [{ failedHosts: [], resumeAt: null, undo: ["Remove Kuma", "Restore"] }, "Undo", "undo"],
  ] as const)("failed, with %j: %s", async (found, button, kind) => {
    const recovery = { undo: [], ...found };
    const shown = makeRequestView({
      ...{ ...states.failed.view, card: "failed" },
      recovery: {
        ...{ ...recovery, failedHosts: [...recovery.failedHosts] },
        undo: [...recovery.undo],
      },
    });
    const { card, network, user } = await showCard(shown);
    expect(actionsOf(card)).toEqual(["Plan again", button, "Suggest improvements"]);
    network.answer(`POST ${requestPath}/replan`, makeRequestView({ requestId: ids.run }));
    const followedBy = { requestId: ids.run, isOpen: true };
    network.answer(`GET ${requestPath}`, { ...shown, followedBy });
    await user.click(within(card).getByRole("button", { name: button }));
    await within(card).findByRole("link", { name: "See the new plan" });
    expect(network.sent).toContainEqual({
      ...{ method: "POST", path: `${requestPath}/replan` },
      body: { kind },
    });
  });

  it.each(["awaiting", "running", "done"] as const)(
    "%s: says what could undo it until it has ended",
    async (card) => {
      const removal = { entryId: ids.run, entryPath: "playbooks/no-kuma.yml", name: "Remove Kuma" };
      const tasks = [
        makePlanTask({ undo: { ...removal, isRenewal: false } }),
        makePlanTask({ taskKey: "t2", name: "Tune Kuma", undo: null }),
        makePlanTask({ taskKey: "t3", name: "Report" }),
      ];
      const shown = await showCard(
        makeRequestView({ ...states[card].view, plan: makePlan({ tasks }), card }),
      );
      const words =
        "If it goes wrong: Remove Kuma (playbooks/no-kuma.yml) can be planned from this card afterwards. No playbook takes “Tune Kuma” back.";
      if (card === "done") expect(shown.card.textContent).not.toContain("If it goes wrong");
      else expect(shown.card.textContent).toContain(words);
    },
  );

  it("says that nothing takes it back", async () => {
    const plan = makePlan({ tasks: [makePlanTask({ undo: null })] });
    const { card } = await showCard(makeRequestView({ plan }));
    expect(card.textContent).toContain(
      "If it goes wrong: no playbook takes this back. A preview shows which files could be kept.",
    );
  });

  it("says that what is deleted stays deleted where a removal is undone", async () => {
    const undo = { entryId: ids.run, entryPath: "kuma.yml", name: "Deploy Kuma", isRenewal: true };
    const plan = makePlan({ tasks: [makePlanTask({ undo })] });
    const { card } = await showCard(makeRequestView({ plan }));
    expect(card.textContent).toContain("What is deleted stays deleted.");
  });

  it("says that a host is worked on by its own agent, without ssh", async () => {
    const onItself = { agentId: ids.task, agentName: "attic" };
    const plan = makePlan({ tasks: [makePlanTask({ onItself })] });
    const { card } = await showCard(makeRequestView({ plan, card: "awaiting" }));
    expect(card.textContent).toContain(
      "Runs on nas itself, by its agent attic: without ssh, not confined, as the user that the agent runs as.",
    );
  });

  it("says where a run starts, and what that leaves out", async () => {
    const plan = makePlan({ tasks: [makePlanTask({ startAtTask: "Copy" })] });
    const { card } = await showCard(makeRequestView({ plan }));
    expect(card.textContent).toContain("Starts at “Copy”: the steps before it are skipped");
  });

  it("can be asked for once more when the new request has ended as well", async () => {
    const followedBy = { requestId: ids.run, isOpen: false };
    const { card } = await showCard(
      makeRequestView({ ...states.failed.view, card: "failed", followedBy }),
    );
    expect(actionsOf(card)).toEqual(["Plan again", "Suggest improvements"]);
  });

  it.each([
    [null, "playbooks/kuma.yml"],
    [`/data/trees/${"a".repeat(40)}/roles/kuma/tasks/main.yml:7`, "roles/kuma/tasks/main.yml"],
    ["/data/dependencies/x/roles/base/tasks/main.yml:7", "playbooks/kuma.yml"],
  ])("failed at %s: suggestions are asked for %s", async (failedAt, path) => {
    const { card, network, user } = await showCard(
      makeRequestView({ ...states.failed.view, card: "failed", tasks: [failedTask(failedAt)] }),
    );
    await user.click(within(card).getByRole("button", { name: "Suggest improvements" }));
    expect(network.sent.at(-1)).toEqual({
      ...{ method: "POST", path: `/api/repositories/${makePlan().body.repositoryId}/reviews` },
      body: { path, again: false },
    });
  });

  it.each([
    ["again", "failed", "Planned again after a run that failed"],
    ["failed_hosts", "failed", "Retries the hosts that failed after a run that failed"],
    ["failed_task", "failed", "Resumes from the step that failed after a run that failed"],
    ["undo", "done", "Undoes an earlier run"],
    ["again", "blocked", "Planned again after a question that was left open"],
    ["again", null, "Planned again after an earlier request"],
  ] as const)("%s: names what it follows (%s)", async (kind, end, words) => {
    const follows = { requestId: ids.run, kind, end };
    const { card } = await showCard(makeRequestView({ follows }));
    expect(card.textContent).toContain(words);
    const link = within(card).getByRole("link", { name: /^an? / });
    expect(link.getAttribute("href")).toBe(`/requests/${ids.run}`);
  });

  it.each(["approved", "running", "paused", "verifying"] as const)("%s: stop", async (status) => {
    const { card, network, user } = await showCard(
      makeRequestView({ ...states[status].view, card: status }),
    );
    network.answer(
      `POST ${requestPath}/cancel`,
      makeRequestView({ ...states.cancelled.view, card: "cancelled" }),
    );
    await user.click(within(card).getByRole("button", { name: "Stop" }));
    if (status === "running")
      await user.click(await screen.findByRole("button", { name: "Force stop now" }));
    expect(await screen.findByRole("button", { name: "Plan again" })).toBeInstanceOf(HTMLElement);
    expect(screen.queryByRole("button", { name: /^Stop/ })).toBeNull();
  });

  it("running: asks once, stops after the current task, and can be forced to stop then", async () => {
    const tasks = [
      makeTaskView({ name: "Configure", id: ids.run, taskKey: "t2" }),
      makeTaskView({ name: "Tidy up", id: ids.plan, taskKey: "t3", status: "pending" }),
    ];
    const view = makeRequestView({ plan: approved, tasks, card: "running" });
    const { card, network, user } = await showCard(view);
    await user.click(within(card).getByRole("button", { name: "Stop" }));
    const dialog = await screen.findByRole("dialog", { name: "Stop this plan?" });
    expect(dialog.textContent).toContain("RunningConfigureNot begunTidy up");
    expect(network.sent.some(({ path }) => path.endsWith("/cancel"))).toBe(false);
    const [first, second] = tasks;
    if (first === undefined || second === undefined) throw new Error("both are there");
    network.answer(`POST ${requestPath}/cancel`, {
      ...view,
      tasks: [
        { ...first, stopping: "after" },
        { ...second, status: "cancelled" },
      ],
    });
    await user.click(within(dialog).getByRole("button", { name: "Stop after the current task" }));
    await waitFor(() =>
      expect(card.textContent).toContain(
        "Stops after what runs now. Still running: Configure. Not started: Tidy up.",
      ),
    );
    await user.click(within(card).getByRole("button", { name: "Force stop" }));
    const asked = network.sent.filter(({ path }) => path.endsWith("/cancel"));
    expect(asked.map(({ body }) => body)).toEqual([
      { running: "let_end" },
      { running: "interrupt" },
    ]);
  });

  it("running: says what ran while it stops", async () => {
    const tasks = [
      makeTaskView({ name: "Install", status: "succeeded" }),
      makeTaskView({ name: "Configure", id: ids.run, taskKey: "t2" }),
    ];
    const { card, network, user } = await showCard(
      makeRequestView({ plan: approved, tasks, card: "running" }),
    );
    network.answer(
      `POST ${requestPath}/cancel`,
      makeRequestView({ plan: approved, tasks, card: "running" }),
    );
    await user.click(within(card).getByRole("button", { name: "Stop" }));
    await user.click(await screen.findByRole("button", { name: "Force stop now" }));
    expect(card.textContent).toContain("Ran: Install. Still running: Configure.");
    expect(within(card).getByRole("button", { name: "Stopping…" })).toHaveProperty(
      "disabled",
      true,
    );
  });

  it("running: offers Stop again when it could not be asked", async () => {
    const { card, network, user } = await showCard(
      makeRequestView({ ...states.running.view, card: "running" }),
    );
    network.cut();
    await user.click(within(card).getByRole("button", { name: "Stop" }));
    await user.click(await screen.findByRole("button", { name: "Force stop now" }));
    await waitFor(() =>
      expect(within(card).getByRole("button", { name: "Stop" })).toHaveProperty("disabled", false),
    );
  });

  it("needs review: stop", async () => {
    const { card, network, user } = await showCard(
      makeRequestView({ ...states.needs_review.view, card: "needs_review" }),
    );
    expect(card.textContent).toContain("Or stop here: nothing more of this plan will run.");
    network.answer(
      `POST ${requestPath}/cancel`,
      makeRequestView({ ...states.cancelled.view, card: "cancelled" }),
    );
    await user.click(within(card).getByRole("button", { name: "Stop" }));
    expect(await screen.findByRole("button", { name: "Plan again" })).toBeInstanceOf(HTMLElement);
  });

  it("paused: says who holds the host that it waits for, and leads there", async () => {
    const holder = { taskName: "Back up Kuma", requestId: ids.plan, runId: ids.run };
    const waitsFor = {
      kind: "lock",
      host: "nas",
      service: "kuma",
      holder,
      keptBy: null,
      etaSeconds: 240,
    } as const;
    const { card } = await showCard(
      makeRequestView({
        ...{ plan: approved, card: "paused" },
        tasks: [makeTaskView({ status: "paused", waitsFor })],
      }),
    );
    expect(card.textContent).toContain("Waiting for nas");
    expect(card.textContent).toContain("“Back up Kuma” works on kuma there");
    expect(card.textContent).toContain("About 4 min");
    const link = within(card).getByRole("link", { name: "“Back up Kuma”" });
    expect(link.getAttribute("href")).toBe(`/requests/${ids.plan}?run=${ids.run}`);
  });

  it.each([
    [
      { kind: "turn", position: 3, of: 7, etaSeconds: 600, after: null },
      "all slots in use. It is number 3 of 7 in line: about 10 min.",
    ],
    [
      {
        ...{ kind: "turn", position: 1, of: 7, etaSeconds: 240 },
        after: { taskName: "Back up Kuma", hosts: ["nas1"] },
      },
      "It is next in line: about 4 min, after “Back up Kuma” on nas1.",
    ],
    [
      { kind: "turn", position: 1, of: 7, etaSeconds: null, after: null },
      "all slots in use. It is next in line.",
    ],
    [null, "all slots in use. It continues by itself"],
  ] as [TaskWait | null, string][])(
    "paused with %j: its place in line",
    async (waitsFor, words) => {
      const task = makeTaskView({ status: "paused", pausedReason: "all slots in use", waitsFor });
      const { card } = await showCard(
        makeRequestView({ plan: approved, card: "paused", tasks: [task] }),
      );
      expect(card.textContent).toContain(words);
    },
  );

  it("paused, its agent silent: since when", async () => {
    const since = "2026-11-21T10:02:00.000Z";
    const task = makeTaskView({
      ...{ status: "paused", runs: [makeRun({ status: "lost" })] },
      waitsFor: { kind: "lost", agentName: "here", since },
    });
    const { card } = await showCard(
      makeRequestView({ plan: approved, card: "paused", tasks: [task] }),
    );
    expect(card.textContent).toContain("it was last heard of");
    expect(card.querySelector(`time[datetime="${since}"]`)).not.toBeNull();
  });

  it("done, with a check that could not be made: shows it, and counts it neither way", async () => {
    const { card } = await showCard(
      makeRequestView({
        ...{ ...states.done.view, card: "done" },
        checks: [
          {
            ...{ taskKey: "t1", target: "http://{{ domain }}/", ok: false, isUnresolved: true },
            ...{ message: "only Ansible knows domain", durationMs: 0 },
          },
        ],
      }),
    );
    expect(card.textContent).toContain("unresolved: only Ansible knows domain");
    expect(within(card).getByLabelText("Check not made")).not.toBeNull();
    expect(within(card).queryByLabelText("Check failed")).toBeNull();
  });

  it("done, with a check on a host: says what, where, and what came of it", async () => {
    const { card } = await showCard(
      makeRequestView({
        ...{ ...states.done.view, card: "done" },
        checks: [
          {
            ...{ taskKey: "t1", kind: "container", target: "kuma", host: "nas", ok: true },
            ...{ message: "it is running", durationMs: 1_200 },
          },
        ],
      }),
    );
    expect(card.textContent).toContain("Container kuma on nas itself: it is running (1 s)");
    expect(within(card).getByLabelText("Check passed")).not.toBeNull();
  });

  it("awaiting approval: says which checks will be made, where, and which can't be", async () => {
    const timeoutSeconds = 60;
    const task = makePlanTask({
      checks: [
        {
          ...{ kind: "http", target: "http://nas:3001/", timeoutSeconds },
          ...{ status: { from: 200, to: 299 }, bodyText: "Sign in" },
        },
        {
          ...{ kind: "command", target: "pg_isready", argv: ["pg_isready"], timeoutSeconds },
          ...{ host: "nas", asRoot: true },
        },
        {
          ...{ kind: "http", target: "http://lb.lan/", timeoutSeconds },
          unresolved: "lb.lan is none of the hosts of this task, and no other is asked",
        },
      ],
    });
    const plan = makePlan({ tasks: [task] });
    const { card } = await showCard(makeRequestView({ plan, card: "awaiting" }));
    const list = within(card).getByRole("list", { name: "Declared in the playbook", hidden: true });
    expect([...list.children].map(({ textContent }) => textContent)).toEqual([
      "HTTP http://nas:3001/ answers 200 to 299 with “Sign in” within 60 s, from Chiffon",
      "Command pg_isready succeeds within 60 s, on nas itself, as root",
      "HTTP http://lb.lan/ unresolved: lb.lan is none of the hosts of this task, and no other is asked; it is not made",
    ]);
  });

  it("paused, its agent silent: give up on the run", async () => {
    const tasks = [makeTaskView({ status: "paused", runs: [makeRun({ status: "lost" })] })];
    const view = makeRequestView({ plan: approved, tasks, card: "paused" });
    const { card, network, user } = await showCard(view);
    expect(card.textContent).toContain("The agent here does not answer");
    expect(card.textContent).toContain("“Deploy Kuma” was running on it and may still be.");
    expect(actionsOf(card)).toEqual(["Give up on this run", "Stop"]);
    network.answer(`POST /api/v1/tasks/${ids.task}/give-up`, makeTaskView());
    network.answer(
      `GET ${requestPath}`,
      makeRequestView({ ...states.needs_review.view, card: "needs_review" }),
    );
    await user.click(within(card).getByRole("button", { name: "Give up on this run" }));
    expect(await within(card).findByRole("button", { name: "Mark failed" })).toBeInstanceOf(
      HTMLElement,
    );
  });

  it("paused, its agent silent: says who can give up on the run", async () => {
    const tasks = [makeTaskView({ status: "paused", runs: [makeRun({ status: "lost" })] })];
    const view = makeRequestView({ plan: approved, tasks, card: "paused" });
    const { card } = await showCard(view, "operator");
    expect(card.textContent).toContain("Waiting for an approver or an admin.");
    expect(actionsOf(card)).toEqual(["Stop"]);
  });

  it.each([
    ["It worked: mark done", "succeeded"],
    ["Mark failed", "failed"],
    ["Run again", "retry"],
  ])("needs review: %s", async (button, verdict) => {
    const { card, network, user } = await showCard(
      makeRequestView({ ...states.needs_review.view, card: "needs_review" }),
    );
    network.answer(`POST /api/v1/tasks/${ids.task}/review`, makeTaskView());
    await user.type(within(card).getByLabelText("What you saw (optional)"), "it answers");
    await user.click(within(card).getByRole("button", { name: button }));
    await waitFor(() =>
      expect(network.sent).toContainEqual({
        method: "POST",
        path: `/api/v1/tasks/${ids.task}/review`,
        body: { verdict, reason: "it answers" },
      }),
    );
  });
});

describe("what the card cannot show", () => {
  it("says that there is no plan, or why", async () => {
    const network = standInNetwork();
    network.answer(`GET ${requestPath}`, makeRequestView({ plan: null, card: null, reason: null }));
    renderAs("admin", <PlanCard requestId={ids.request} />);
    expect(await screen.findByText("There is no plan yet.")).toBeInstanceOf(HTMLElement);
  });

  it("says what failed, and tries again when asked", async () => {
    const network = standInNetwork();
    renderAs("admin", <PlanCard requestId={ids.request} />);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("That does not exist.");
    network.answer(`GET ${requestPath}`, makeRequestView());
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("region", { name: "Deploy Kuma" })).toBeInstanceOf(HTMLElement);
  });

  it("shows what planning cost, and never says that a paid plan cost nothing", async () => {
    const modelUse = { calls: 1, tokensIn: 1_000, tokensOut: 200, costMicroUsd: 4_200 };
    const { card } = await showCard(makeRequestView({ modelUse }));
    expect(card.textContent).toContain("$0.0042 to plan");
    expect(card.textContent).not.toContain("nothing");
  });
});

it("offers the change that keeps a task file on, and leads to it (INFRA-01)", async () => {
  const keepOn = {
    ...{ path: "group_vars/all.yml", line: 3, isOn: false },
    ...{ text: "plex_enabled: false", switchedOn: "plex_enabled: true" },
  };
  const plan = makePlan({ tasks: [makePlanTask({ keepOn })] });
  const { card, user, network, visited } = await showCard(makeRequestView({ plan }));
  network.answer(`POST /api/v1/plan/${plan.id}/keep-on`, makeChange());
  await user.click(within(card).getByText("Keep it on in group_vars/all.yml"));
  expect(within(card).getByText(/\+plex_enabled: true/)).toBeDefined();
  await user.click(within(card).getByRole("button", { name: "Put on a branch" }));
  await waitFor(() => expect(visited).toEqual([`/changes/${makeChange().id}`]));
  expect(network.sent.at(-1)?.body).toEqual({ task_key: "t1" });
});
