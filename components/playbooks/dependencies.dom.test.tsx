import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type {
  DependenciesView,
  DependencyInstall,
  RequirementView,
} from "#server/contracts/dependency.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Dependencies } from "./dependencies.tsx";

const repositoryId = "00000000-0000-4000-8000-000000000001";
const installId = "00000000-0000-4000-8000-000000000002";
const at = `/api/repositories/${repositoryId}/dependencies`;
const logAt = `/api/installs/${installId}/log`;

function asked(change: Partial<RequirementView> & { name: string }): RequirementView {
  return {
    kind: "role",
    type: "galaxy",
    source: change.name,
    server: null,
    version: null,
    path: "requirements.yml",
    line: 2,
    origin: "file",
    state: "missing",
    present: null,
    refusal: null,
    saidBy: null,
    ...change,
  };
}

function press(change: Partial<DependencyInstall> = {}): DependencyInstall {
  return {
    id: installId,
    kind: "install",
    status: "in_use",
    startedBy: "Ada",
    createdAt: "2026-11-21T10:00:00.000Z",
    finishedAt: "2026-11-21T10:01:00.000Z",
    progress: { done: 3, total: 3, current: null },
    problems: [],
    changes: [],
    ...change,
  };
}

function view(change: Partial<DependenciesView> = {}): DependenciesView {
  return {
    repositoryId,
    requirements: [
      asked({ name: "acme.web", version: "1.0.0" }),
      asked({ name: "acme.base", state: "installed", present: "2.0", line: 3 }),
      asked({
        name: "community.docker",
        kind: "collection",
        state: "ansible",
        path: "site.yml",
        line: null,
        origin: "module",
      }),
    ],
    lock: null,
    install: null,
    history: [],
    given: [],
    ...change,
  };
}

const lock = { hash: "a".repeat(64), items: [] };
let network: Network;

beforeEach(() => {
  network = standInNetwork();
  network.answer(`GET ${logAt}`, { lines: [{ line: 1, text: "hello" }], lineCount: 1, seq: 1 });
});

const posts = () =>
  network.sent.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]);
const draw = (shown: DependenciesView, role: "admin" | "viewer" = "admin") => {
  network.answer(`GET ${at}`, shown);
  return renderAs(role, <Dependencies repositoryId={repositoryId} />);
};

describe("the dependencies of a repository (INFRA-07)", () => {
  it("say how many there are and where each stands and comes from", async () => {
    draw(view());
    expect(
      await screen.findByText("Dependencies: 2 roles and 1 collection, 2 installed"),
    ).toBeTruthy();
    await userEvent.click(screen.getByText("What is asked for"));
    const [web, base, docker] = screen.getAllByRole("listitem");
    expect(web?.textContent).toContain("Missing");
    expect(web?.textContent).toContain("Galaxy 1.0.0 · requirements.yml:2");
    expect(base?.textContent).toContain("Installed (2.0)");
    expect(docker?.textContent).toContain("Comes with Ansible");
    expect(docker?.textContent).toContain("named in site.yml");
  });

  it("are installed by a press, and the page shows how far that is, live", async () => {
    const page = draw(view());
    const running = press({
      status: "running",
      finishedAt: null,
      progress: { done: 1, total: 2, current: "role acme.web (requirements.yml:2)" },
    });
    network.answer(`POST ${at}`, view({ install: running }));
    network.answer(`GET ${at}`, view({ install: running }));
    await userEvent.click(await screen.findByRole("button", { name: "Install" }));
    expect(posts()).toEqual([[at, { kind: "install" }]]);
    expect((await screen.findByRole("status")).textContent).toBe(
      "Installing: 1 of 2, now role acme.web (requirements.yml:2)",
    );
    expect(screen.getByRole("button", { name: "Install" })).toHaveProperty("disabled", true);
    const output = await screen.findByRole("log");
    await within(output).findByText("hello");
    page.tell({
      type: "install.output",
      installId,
      lines: [
        { line: 1, text: "hello" },
        { line: 2, text: "- acme.web was installed successfully" },
      ],
      lineCount: 2,
    });
    await within(output).findByText("- acme.web was installed successfully");
    expect(within(output).getAllByText("hello")).toHaveLength(1);
    network.answer(`GET ${at}`, view({ install: press(), lock }));
    page.tell({ type: "dependencies.changed", repositoryId });
    await expect.poll(() => screen.queryByRole("status")).toBeNull();
  });

  it("are updated by a press, and an update is used or declined by another", async () => {
    const offered = press({
      kind: "update",
      status: "offered",
      finishedAt: null,
      changes: [
        { kind: "role", name: "acme.web", change: "changed", from: "1.0.0", to: "1.1.0" },
        { kind: "collection", name: "acme.kit", change: "added", from: null, to: "2.0.0" },
      ],
    });
    const shown = view({ requirements: [], lock });
    draw(shown);
    network.answer(`POST ${at}`, { ...shown, install: offered });
    await userEvent.click(await screen.findByRole("button", { name: "Update" }));
    await screen.findByText("role acme.web 1.0.0 → 1.1.0");
    await screen.findByText("collection acme.kit 2.0.0 is added");
    network.answer(`POST ${at}/decision`, { ...shown, install: offered });
    await userEvent.click(screen.getByRole("button", { name: "Keep what is in use" }));
    network.answer(`POST ${at}/decision`, { ...shown, install: press({ kind: "update" }) });
    await userEvent.click(await screen.findByRole("button", { name: "Use the update" }));
    await expect.poll(() => screen.queryByRole("button", { name: "Use the update" })).toBeNull();
    expect(posts()).toEqual([
      [at, { kind: "update" }],
      [`${at}/decision`, { installId, decision: "keep" }],
      [`${at}/decision`, { installId, decision: "use" }],
    ]);
  });

  it("name what could not be had and what to try, with the output behind a button", async () => {
    const problems = [
      {
        requirement: "role acme.web (requirements.yml:2)",
        message: "it is not there.",
        fix: "Check its name.",
      },
    ];
    draw(view({ install: press({ status: "failed", problems }) }));
    await screen.findByText("role acme.web (requirements.yml:2): it is not there.");
    await screen.findByText("Check its name.");
    expect(screen.queryByRole("log")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show output" }));
    await screen.findByText("hello");
    await userEvent.click(screen.getByRole("button", { name: "Hide output" }));
    expect(screen.queryByRole("log")).toBeNull();
  });

  it("say what changed so far, and by whom", async () => {
    const history = [
      {
        hash: lock.hash,
        at: "2026-11-21T10:00:00.000Z",
        by: "Abel",
        text: "role acme.web was installed",
      },
    ];
    draw(view({ lock, history }));
    await userEvent.click(await screen.findByText("What changed so far"));
    expect(screen.getByText(/role acme.web was installed/).textContent).toContain("Abel");
  });

  it("say what people said, by whom, and let it be changed, removed and copied into the repository", async () => {
    const docker = { kind: "role", name: "docker", type: "git" } as const;
    const source = "https://example.org/docker.git";
    const said = { ...docker, source, version: "1.10", at: "2026-11-21T10:00:00.000Z" };
    const given = [
      { ...said, by: "Ada", isUsed: true },
      { ...said, name: "base", by: "Abel", isUsed: false },
    ];
    const requirements = [
      asked({ ...said, path: "", line: null, origin: "person", saidBy: "Ada" }),
      asked({ name: "acme.web", origin: "play" }),
    ];
    draw(view({ requirements, given }));
    const list = within(await screen.findByRole("region", { name: "Dependencies" }));
    await userEvent.click(list.getByText("What is asked for"));
    expect(list.getByText(`${source} 1.10 · by you`)).toBeDefined();
    expect(list.getByRole("button", { name: "Say where it is: acme.web" })).toBeDefined();
    await userEvent.click(list.getByText("2 sources given in Chiffon"));
    expect(list.getByText(/by Abel/).textContent).toContain("a requirements file says it by now");
    expect(list.getByLabelText("Lines for requirements.yml").textContent).toBe(
      `roles:\n  - name: docker\n    src: ${source}\n    scm: git\n    version: "1.10"\n`,
    );
    expect(list.queryByRole("button", { name: "Change: base" })).toBeNull();
    await userEvent.click(list.getByRole("button", { name: "Change: docker" }));
    const form = within(list.getByRole("form"));
    expect(form.getByLabelText("Git address")).toHaveProperty("value", source);
    await userEvent.clear(form.getByLabelText("Version"));
    network.answer(`POST ${at}/sources`, view({ requirements, given }));
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await expect.poll(posts).toEqual([[`${at}/sources`, { ...docker, source, version: null }]]);
    network.answer(`DELETE ${at}/sources`, view());
    await userEvent.click(list.getByRole("button", { name: "Remove the source of docker" }));
    await expect.poll(() => list.queryByText(/given in Chiffon/)).toBeNull();
    expect(network.sent.findLast(({ method }) => method === "DELETE")).toBeDefined();
  });

  it("give a viewer no buttons, and a repository without any no section", async () => {
    const page = draw(view({ lock }), "viewer");
    await screen.findByText(/^Dependencies:/);
    expect(screen.queryByRole("button", { name: /Install|Update/ })).toBeNull();
    page.unmount();
    draw(view({ requirements: [] }));
    await expect.poll(() => network.sent.length).toBe(2);
    expect(screen.queryByText(/^Dependencies:/)).toBeNull();
  });

  it("say so when they can't be read, and try again on a press", async () => {
    network.answer(`GET ${at}`, { code: "internal", errorMessage: "No.", fix: "Wait." }, 422);
    renderAs("admin", <Dependencies repositoryId={repositoryId} />);
    const retry = await screen.findByRole("button", { name: /again|Retry/i });
    network.answer(`GET ${at}`, view());
    await userEvent.click(retry);
    await screen.findByText(/^Dependencies:/);
  });
});
