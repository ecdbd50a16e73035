import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { Run } from "#server/contracts/run.ts";
import type { SecretTrouble } from "#server/contracts/runner.ts";
import type { SecretNeed } from "#server/contracts/secret.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { ids, makePlan, makeRequestView, makeTaskView } from "#tests/support/dom/requests.ts";
import { PlanCard } from "./plan-card.tsx";
import { SecretAgain } from "./secret-again.tsx";

async function showCard(view: RequestView, role: Role = "admin") {
  const network = standInNetwork();
  network.answer(`GET /api/v1/requests/${ids.request}`, view);
  renderAs(role, <PlanCard requestId={ids.request} />);
  const card = within(await screen.findByRole("region", { name: view.text }));
  return { card, network, user: userEvent.setup() };
}

const sudo: SecretNeed = {
  ...{ key: "become/nas", kind: "become_password", name: "sudo", hosts: ["nas"], vaultId: null },
  ...{ taskKeys: ["t1"], reason: "sudo asks for a password on nas." },
};
const vault: SecretNeed = {
  ...{ key: "vault/prod", kind: "vault_password", name: "vault prod", hosts: [], vaultId: "prod" },
  ...{ taskKeys: ["t1"], reason: "group_vars/all/vault.yml is encrypted with ansible-vault." },
};
const value: SecretNeed = {
  ...{ key: "variable/db_password", kind: "variable_value", name: "db_password", hosts: [] },
  ...{ vaultId: null, taskKeys: ["t1"], reason: "It is required." },
};
const inNeed = (...secretNeeds: SecretNeed[]) =>
  makeRequestView({ plan: makePlan({ secretNeeds }) });
const given = makeRequestView({
  plan: makePlan({ secrets: ["sudo@1"] }, { id: ids.run, version: 2 }),
});

describe("a plan that lacks a secret (INFRA-07)", () => {
  it("says which, why and where it would be kept, beside the buttons that approve it", async () => {
    const { card } = await showCard(inNeed(sudo, vault, value));
    expect(card.getByText("The sudo password of nas is missing")).toBeDefined();
    expect(card.getByText(/sudo asks for a password on nas\. Without it/)).toBeDefined();
    expect(card.getByText(/stores it, encrypted, for host nas/)).toBeDefined();
    expect(card.getByText("The vault password prod is missing")).toBeDefined();
    expect(card.getByText("db_password has no value")).toBeDefined();
    expect(card.getByLabelText("Value of db_password").tagName).toBe("TEXTAREA");
    expect(card.getByRole("button", { name: "Approve and run" })).toBeDefined();
  });

  it.each([
    ["Give once", "once"],
    ["Save", "save"],
  ])("%s: sends what was typed, and the new version shows it by name only", async (button, at) => {
    const { card, network, user } = await showCard(inNeed(sudo));
    network.answer(`POST /api/v1/plan/${ids.plan}/secrets/${at}`, given);
    const field = card.getByLabelText("Password") as HTMLInputElement;
    expect([field.type, field.value]).toEqual(["password", ""]);
    await user.type(field, " hunter2");
    await user.click(card.getByRole("button", { name: button }));
    expect(await card.findByText("Version 2")).toBeDefined();
    expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
      ...{ plan_version: 1, key: "become/nas", value: " hunter2" },
    });
    expect(card.queryByLabelText("Password")).toBeNull();
    expect(document.body.innerHTML).not.toContain("hunter2");
    expect(card.getByText("sudo@1")).toBeDefined();
  });

  it("sends nothing while nothing is typed, and says why where it is refused", async () => {
    const { card, network, user } = await showCard(inNeed(sudo));
    await user.click(card.getByRole("button", { name: "Save" }));
    await user.click(card.getByRole("button", { name: "Give once" }));
    expect(network.sent.filter(({ method }) => method === "POST")).toEqual([]);
    const refused = { errorMessage: "The key file is missing.", fix: "Put it back." };
    network.answer(`POST /api/v1/plan/${ids.plan}/secrets/once`, refused, 422);
    await user.type(card.getByLabelText("Password"), "hunter2{Enter}");
    expect(await card.findByText("The key file is missing. Put it back.")).toBeDefined();
  });

  it("claims no more than is known where an encrypted file may hold it", async () => {
    const { card } = await showCard(inNeed({ ...sudo, mayBeInVault: true }));
    expect(card.getByText("The sudo password of nas may be missing")).toBeDefined();
    expect(card.getByText(/unless that file sets ansible_become_password/)).toBeDefined();
    expect(card.queryByText(/will probably fail/)).toBeNull();
  });

  it("lets an operator give it once, and a viewer read what is missing", async () => {
    const { card } = await showCard(inNeed(sudo), "operator");
    expect(card.getByRole("button", { name: "Give once" })).toBeDefined();
    expect(card.queryByRole("button", { name: "Save" })).toBeNull();
  });

  it("offers a viewer no field", async () => {
    const { card } = await showCard(inNeed(sudo), "viewer");
    expect(card.getByText(/It can be given by/)).toBeDefined();
    expect(card.queryByLabelText("Password")).toBeNull();
  });
});

const wrong: SecretTrouble = {
  ...{ kind: "become_password", problem: "wrong", hosts: ["nas"] },
  message: "The sudo password is not the right one on nas.",
};

function failedFor(secretTrouble: SecretTrouble): RequestView {
  const run: Run = {
    ...{ id: ids.run, taskId: ids.task, attempt: 1, fence: 1, status: "failed", agentName: "here" },
    ...{ claimedAt: "2026-11-21T10:01:00.000Z", spawnedAt: null, finishedAt: null, problem: null },
    outcome: {
      ...{ verdict: "failed", hosts: [], failedAnsibleTask: null, message: secretTrouble.message },
      ...{ secretTrouble, exitCode: 2, durationMs: 10, lines: 0, cutLines: 0 },
      resources: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMib: null },
    },
  };
  const plan: Plan = makePlan({}, { status: "approved" });
  const tasks = [makeTaskView({ status: "failed", runs: [run] })];
  return makeRequestView({ card: "failed", phase: "failed", plan, tasks });
}

/** Its part of the card: the run's own panel beside it needs a socket. */
function showTrouble(trouble: SecretTrouble, role: Role = "admin") {
  const network = standInNetwork();
  const view = failedFor(trouble);
  if (view.plan === null) throw new Error("it has a plan");
  renderAs(role, <SecretAgain view={view} plan={view.plan} />);
  return { card: screen, network, user: userEvent.setup() };
}

describe("a run that did not get in", () => {
  it("says so in words, and stores the password when it is given again", async () => {
    const { card, network, user } = showTrouble(wrong);
    expect(card.getAllByText(wrong.message).length).toBeGreaterThan(0);
    expect(card.getByText(/not tried again by itself, so that no account is locked/)).toBeDefined();
    network.answer(`POST /api/v1/plan/${ids.plan}/secrets/again`, failedFor(wrong));
    await user.click(card.getByRole("button", { name: "Give it again" }));
    await user.type(card.getByLabelText("Password"), "right");
    await user.click(card.getByRole("button", { name: "Save" }));
    expect(await card.findByText("Stored. Plan it again to use it.")).toBeDefined();
    expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
      ...{ task_key: "t1", value: "right" },
    });
  });

  it.each<Role>(["admin", "operator"])(
    "plans it again with a password that is given once (%s)",
    async (role) => {
      const { card, network, user } = showTrouble(wrong, role);
      network.answer(`POST /api/v1/plan/${ids.plan}/secrets/once-again`, given);
      await user.click(card.getByRole("button", { name: "Give it again" }));
      expect(card.queryByRole("button", { name: "Save" }) !== null).toBe(role === "admin");
      await user.click(card.getByRole("button", { name: "Give once" }));
      expect(network.sent.filter(({ method }) => method === "POST")).toEqual([]);
      await user.type(card.getByLabelText("Password"), "hunter2");
      await user.click(card.getByRole("button", { name: "Give once" }));
      expect(await card.findByText(/Planned again with this password/)).toBeDefined();
      expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
        ...{ task_key: "t1", value: "hunter2" },
      });
      expect(document.body.innerHTML).not.toContain("hunter2");
    },
  );

  it("says why it could not be stored; Cancel closes the field", async () => {
    const { card, network, user } = showTrouble({ ...wrong, problem: "missing" });
    const refused = { errorMessage: "Several of these.", fix: "Change one." };
    network.answer(`POST /api/v1/plan/${ids.plan}/secrets/again`, refused, 409);
    await user.click(card.getByRole("button", { name: "Give it" }));
    await user.type(card.getByLabelText("Password"), "x");
    await user.click(card.getByRole("button", { name: "Save" }));
    expect(await card.findByText("Several of these. Change one.")).toBeDefined();
    await user.click(card.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(card.queryByLabelText("Password")).toBeNull());
  });

  it("offers nothing where the password is not the trouble", () => {
    const unusable = { ...wrong, problem: "unusable" as const, message: "sshpass is missing." };
    const { card } = showTrouble(unusable);
    expect(card.queryByRole("button", { name: "Give it again" })).toBeNull();
  });

  it("tells a viewer who can give it", () => {
    const { card } = showTrouble(wrong, "viewer");
    expect(card.getByText(/can be given by/)).toBeDefined();
    expect(card.queryByRole("button", { name: "Give it again" })).toBeNull();
  });
});
