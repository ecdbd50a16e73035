import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Scaffold } from "#server/contracts/scaffold.ts";
import { makeChange } from "#tests/support/dom/changes.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { ids } from "#tests/support/dom/requests.ts";
import { NewScaffoldPage } from "./new-scaffold-page.tsx";
import { ScaffoldPage } from "./scaffold-page.tsx";

const result: NonNullable<Scaffold["result"]> = {
  ...{ service: "jellyfin", title: "Jellyfin", isKnown: true, playbook: "jellyfin.yml" },
  files: [{ path: "jellyfin.yml", content: "---\n- name: Install\n" }],
  gaps: [{ variable: "jellyfin_media_dir", question: "Where are the films?", isSecret: false }],
  ...{ sources: ["https://example.org/compose.yml"], lintVersion: "6.13.1", findings: [] },
  ...{ syntaxFault: null, notes: [] },
};

function makeScaffold(change: Partial<Scaffold> = {}): Scaffold {
  return {
    ...{ id: ids.run, repositoryId: ids.plan, repositoryName: "homelab", asked: "jellyfin" },
    ...{ status: "done", askedBy: "Ada", createdAt: "2026-11-21T10:00:00.000Z" },
    ...{
      finishedAt: null,
      problem: null,
      result,
      editedFromId: null,
      unchecked: null,
      fillable: [],
      change: null,
    },
    ...change,
  };
}

const address = `/api/scaffolds/${ids.run}`;

async function open(scaffold: Scaffold, role: Role = "admin") {
  const network = standInNetwork();
  network.answer(`GET ${address}`, scaffold);
  renderAs(role, <ScaffoldPage scaffoldId={scaffold.id} />);
  await screen.findByText(/by Ada/);
  return { network, user: userEvent.setup() };
}

describe("a playbook that was written", () => {
  it("shows its files, what only the owner can say and where its facts are from (INFRA-05)", async () => {
    await open(makeScaffold());
    expect(screen.getByRole("region", { name: "The patch" }).textContent).toContain(
      "+++ b/jellyfin.yml",
    );
    expect(screen.getByText("Where are the films?")).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole("link", { name: "https://example.org/compose.yml" })).toBeTruthy();
    expect(screen.getByText(/has nothing to object to/)).toBeInstanceOf(HTMLElement);
  });

  it("takes what the owner knows, and a model's proposals once they were read", async () => {
    const gaps = [
      { variable: "jellyfin_image", question: "Which image?", isSecret: false },
      { variable: "jellyfin_version", question: "Which version?", isSecret: false },
      { variable: "jellyfin_key", question: "Which key?", isSecret: true },
    ];
    const fillable = ["jellyfin_image", "jellyfin_version"];
    const { network, user } = await open(makeScaffold({ fillable, result: { ...result, gaps } }));
    const write = screen.getByRole("button", { name: "Write into the role" });
    expect(write).toHaveProperty("disabled", true);
    await user.type(screen.getByLabelText("Which version?"), "10.10.1");
    const values = [
      { variable: "jellyfin_image", value: "docker.io/jellyfin/jellyfin", why: "its makers' own" },
      { variable: "jellyfin_version", value: "9.9", why: "" },
    ];
    const at = `POST ${address}/proposals`;
    network.answer(at, { values, model: "qwen3:4b", reason: "local", notice: null });
    await user.click(screen.getByRole("button", { name: "Propose values" }));
    expect(
      await screen.findByText(/Proposed by qwen3:4b: its makers' own\. Check it/),
    ).toBeDefined();
    expect(network.sent.some(({ path }) => path.endsWith("/values"))).toBe(false);
    network.answer(`POST ${address}/values`, makeScaffold({ id: ids.task }));
    await user.click(write);
    await expect
      .poll(() => network.sent.at(-1)?.body)
      .toEqual({
        values: [
          { variable: "jellyfin_image", value: "docker.io/jellyfin/jellyfin" },
          { variable: "jellyfin_version", value: "10.10.1" },
        ],
      });
  });

  it("says why there is no proposal", async () => {
    const fillable = ["jellyfin_media_dir"];
    const { network, user } = await open(makeScaffold({ fillable }));
    const none = {
      values: [],
      model: null,
      reason: "Rules decided: no model is in use",
      notice: null,
    };
    network.answer(`POST ${address}/proposals`, none);
    await user.click(screen.getByRole("button", { name: "Propose values" }));
    expect(
      await screen.findByText("No model answered. Rules decided: no model is in use."),
    ).toBeDefined();
  });

  it("is put on a branch, and deployed once it is applied", async () => {
    const { network, user } = await open(makeScaffold());
    const change = makeChange({ stage: "applied", appliedCommit: "a".repeat(40) });
    network.answer(`POST ${address}/branch`, makeScaffold({ change }));
    await user.click(screen.getByRole("button", { name: "Put on a branch" }));
    const deploy = await screen.findByRole("link", { name: "Deploy it" });
    expect(deploy.getAttribute("href")).toBe("/?prompt=Deploy%20jellyfin");
  });

  it("has its files edited and checked again, as a version of its own", async () => {
    const { network, user } = await open(makeScaffold());
    const edits = `${address}/edits`;
    network.answer(`POST ${edits}`, makeScaffold({ id: ids.task, editedFromId: ids.run }));
    expect(screen.queryByRole("button", { name: "Save and check" })).toBeNull();
    await user.click(screen.getByText("jellyfin.yml", { selector: "summary *" }));
    const field = screen.getByLabelText("Text of jellyfin.yml");
    await user.type(field, "# mine");
    await user.click(screen.getByRole("button", { name: "Undo my edits" }));
    expect(field).toHaveProperty("value", "---\n- name: Install\n");
    await user.type(field, "# mine");
    await user.click(screen.getByRole("button", { name: "Save and check" }));
    await expect
      .poll(() => network.sent.at(-1)?.body)
      .toEqual({ files: [{ path: "jellyfin.yml", content: "---\n- name: Install\n# mine" }] });
  });

  it("keeps edits that could not be checked, and has them checked again", async () => {
    const files = [{ path: "jellyfin.yml", content: "mine\n" }];
    const failed = { status: "failed", result: null, problem: "No ansible-lint." } as const;
    const { network, user } = await open(
      makeScaffold({ ...failed, editedFromId: ids.plan, unchecked: files }),
    );
    network.answer(`POST ${address}/edits`, makeScaffold({ id: ids.task }));
    expect(screen.getByRole("link", { name: "before the edit" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save and check" }));
    await expect.poll(() => network.sent.at(-1)?.body).toEqual({ files });
  });

  it("says what it does not know, and what is objected to", async () => {
    const finding = { path: "x.yml", line: 3, rule: "r", severity: "minor", reason: "Too long." };
    await open(
      makeScaffold({
        result: { ...result, isKnown: false, findings: [finding], syntaxFault: "It is odd." },
      }),
    );
    expect(screen.getByText("Chiffon does not know Jellyfin")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("Too long.")).toBeInstanceOf(HTMLElement);
    expect(screen.getByText("It is odd.")).toBeInstanceOf(HTMLElement);
  });

  it("says why it could not be written, and leads to another try", async () => {
    await open(makeScaffold({ status: "failed", result: null, problem: "No ansible-lint." }));
    expect(screen.getByText("No ansible-lint.")).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole("link", { name: "Try again" }).getAttribute("href")).toBe(
      "/scaffolds?service=jellyfin",
    );
  });

  it("says what to do when it is not kept any more", async () => {
    standInNetwork();
    renderAs("admin", <ScaffoldPage scaffoldId={ids.run} />);
    expect(await screen.findByText("This is not kept any more")).toBeInstanceOf(HTMLElement);
  });
});

describe("asking for a playbook", () => {
  it("names service and repository, and leads to what is written", async () => {
    const network = standInNetwork();
    const own = makeRepository({ id: ids.plan, name: "house", builtin: false });
    network.answer("GET /api/repositories", { repositories: [own], seq: 0 });
    network.answer(`POST /api/repositories/${ids.plan}/scaffolds`, makeScaffold());
    const { visited } = renderAs("admin", <NewScaffoldPage />);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Service"), "jellyfin");
    await user.click(screen.getByRole("button", { name: "Write it" }));
    await waitFor(() => expect(visited).toEqual([`/scaffolds/${ids.run}`]));
    expect(network.sent.at(-1)?.body).toEqual({ service: "jellyfin" });
  });

  it("says what is wrong with a name", async () => {
    const network = standInNetwork();
    const own = makeRepository({ id: ids.plan, name: "house", builtin: false });
    network.answer("GET /api/repositories", { repositories: [own], seq: 0 });
    const errorMessage = "A service's name is letters, digits, blanks and dashes.";
    network.answer(
      `POST /api/repositories/${ids.plan}/scaffolds`,
      { code: "invalid_input", errorMessage, fix: "Correct it." },
      400,
    );
    renderAs("admin", <NewScaffoldPage />);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Service"), "../x");
    await user.click(screen.getByRole("button", { name: "Write it" }));
    expect((await screen.findByRole("alert")).textContent).toContain(errorMessage);
  });

  it("tells those who may not whom to ask", async () => {
    const network = standInNetwork();
    network.answer("GET /api/repositories", { repositories: [], seq: 0 });
    renderAs("operator", <NewScaffoldPage />);
    expect(await screen.findByText(/Ask an admin/)).toBeInstanceOf(HTMLElement);
  });
});
