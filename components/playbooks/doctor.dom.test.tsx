import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { DoctorRow, Doctor as Findings } from "#server/contracts/doctor.ts";
import { type Network, standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { Doctor } from "./doctor.tsx";
import { sentenceOf } from "./doctor-words.ts";

const repository = makeRepository();
const dependenciesAt = `/api/repositories/${repository.id}/dependencies`;
const inventoryAt = `/api/repositories/${repository.id}/inventory`;

function row(kind: DoctorRow["kind"], names: readonly string[], change: Partial<DoctorRow> = {}) {
  const needs = names.map((name) => ({ name, entryCount: 1, problem: null }));
  return {
    ...{ kind, needs, needCount: names.length, entryCount: names.length, canGet: true },
    ...change,
  };
}

function findings(change: Partial<Findings> = {}): Findings {
  return {
    repositoryId: repository.id,
    entryCount: 124,
    readyCount: 118,
    missing: [],
    asked: [],
    refusedCount: 0,
    refused: [],
    inventories: [],
    dynamic: [],
    samples: [],
    ...change,
  };
}

const vault: DoctorRow = {
  ...row("secret", [], { needCount: 1, entryCount: 2 }),
  needs: [{ name: "vault password", vaultId: "default", entryCount: 2, problem: null }],
};
const choices = [
  { path: "home.yml", label: "home.yml", hostCount: 1 },
  { path: "lab.yml", label: "lab.yml", hostCount: 2 },
];
const requirements = ["acme.web", "acme.base"].map((name, line) => ({
  ...{ kind: "role", name, type: "galaxy", source: name, server: null, version: null, line },
  ...{ path: "requirements.yml", origin: "file", state: "missing", present: null, refusal: null },
  saidBy: null,
}));
const dependencies = {
  ...{ repositoryId: repository.id, lock: null, install: null, history: [], given: [] },
};
let network: Network;

beforeEach(() => {
  network = standInNetwork();
  network.answer(`GET ${dependenciesAt}`, { ...dependencies, requirements: [] });
  network.answer("GET /api/repositories", { repositories: [repository], seq: 0 });
});

function draw(shown: Findings, role: "admin" | "viewer" = "admin") {
  network.answer("GET /api/doctor", { doctors: [shown] });
  renderAs(role, <Doctor repository={repository} />);
  return userEvent.setup();
}

const posts = () =>
  network.sent.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]);

describe("the sentence about a repository (INFRA-07)", () => {
  it("says how many are ready and what there is to do", () => {
    const roles = Array.from({ length: 14 }, (_, at) => `a.r${at}`);
    expect(
      sentenceOf(
        findings({
          missing: [row("role", roles), row("collection", ["a.b", "c.d"]), vault],
          inventories: [{ project: "", path: null, hasOwn: true, choices }],
        }),
      ),
    ).toBe(
      "118 of 124 ready; install 14 roles and 2 collections; give the vault password; choose an inventory.",
    );
  });

  it("tells what can be installed from what nobody knows the source of", () => {
    const missing = [
      row("role", ["a.web"]),
      row("role", ["docker"], { canGet: false }),
      row("inventory", [""]),
    ];
    expect(sentenceOf(findings({ missing, refusedCount: 2 }))).toBe(
      "118 of 124 ready; install 1 role; say where to get 1 role; add hosts; 2 can't be run.",
    );
  });

  it("is short where nothing is missing", () => {
    expect(sentenceOf(findings({ readyCount: 124 }))).toBe("All 124 ready.");
    expect(sentenceOf(findings({ entryCount: 0, readyCount: 0 }))).toBe(
      "Nothing was found in it that could be run.",
    );
  });
});

describe("what a repository needs", () => {
  it("is installed by its button", async () => {
    network.answer(`GET ${dependenciesAt}`, { ...dependencies, requirements });
    network.answer(`POST ${dependenciesAt}`, { ...dependencies, requirements });
    const user = draw(findings({ missing: [row("role", ["acme.web", "acme.base"])] }));
    expect(await screen.findByText(/2 entries wait for them/)).toBeDefined();
    await user.click(await screen.findByRole("button", { name: "Install" }));
    await expect.poll(posts).toEqual([[dependenciesAt, { kind: "install" }]]);
  });

  it("shows the first few names, and the others on a press", async () => {
    const names = ["a.1", "a.2", "a.3", "a.4", "a.5", "a.6", "a.7"];
    network.answer(`GET ${dependenciesAt}`, { ...dependencies, requirements });
    const user = draw(findings({ missing: [row("role", names)] }));
    await user.click(await screen.findByRole("button", { name: "and 2 more" }));
    expect(screen.getByText(/a\.1, a\.2, a\.3, a\.4, a\.5, a\.6, a\.7/)).toBeDefined();
  });

  it("says of a role that can't be fetched what to do", async () => {
    const needs = [{ name: "docker", entryCount: 1, problem: "Name its source." }];
    const unknown = { ...row("role", [], { needCount: 1, canGet: false }), needs };
    draw(findings({ missing: [unknown] }));
    expect((await screen.findByText(/1 role:/)).textContent).toBe("1 role: docker");
    expect(screen.getByText(/Name its source\./)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Install" })).toBeNull();
  });

  const unsourced = (...names: string[]): DoctorRow => ({
    ...row("role", [], { needCount: names.length, canGet: false }),
    needs: names.map((name) => ({ name, entryCount: 1, problem: "Nothing says where." })),
  });

  it("is said the source of in the row itself, and can be installed at once", async () => {
    const user = draw(findings({ missing: [unsourced("docker")] }));
    await user.click(await screen.findByRole("button", { name: "Say where it is: docker" }));
    const form = within(screen.getByRole("form", { name: "Where docker is" }));
    await user.selectOptions(form.getByLabelText("Where the role docker is"), "A git repository");
    await user.type(form.getByLabelText("Git address"), "/srv/docker");
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await form.findByText(/Use an https, ssh or git address/)).toBeDefined();
    expect(posts()).toEqual([]);
    await user.clear(form.getByLabelText("Git address"));
    await user.type(form.getByLabelText("Git address"), "git+https://example.org/docker.git");
    await user.type(form.getByLabelText("Version"), "v1");
    const said = { kind: "role", name: "docker", type: "git", version: "v1" };
    const source = "https://example.org/docker.git";
    const asked = { ...requirements[0], ...said, source, origin: "person", saidBy: "Ada" };
    const after = { ...dependencies, requirements: [asked] };
    network.answer(`POST ${dependenciesAt}/sources`, after);
    network.answer(`GET ${dependenciesAt}`, after);
    network.answer("GET /api/doctor", {
      doctors: [findings({ missing: [row("role", ["docker"])] })],
    });
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("button", { name: "Install" })).toBeDefined();
    expect(screen.queryByRole("form")).toBeNull();
    expect(posts()).toEqual([[`${dependenciesAt}/sources`, { ...said, source }]]);
  });

  it("has a button for each of several, and begins with what the name says", async () => {
    const user = draw(findings({ missing: [unsourced("docker", "acme.web", "{{ which }}")] }));
    const list = within(await screen.findByRole("list", { name: "Say where each role is" }));
    expect(list.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "Say where docker is",
      "Say where acme.web is",
    ]);
    await user.click(list.getByRole("button", { name: "Say where acme.web is" }));
    const form = within(screen.getByRole("form", { name: "Where acme.web is" }));
    expect(form.getByLabelText("Name at Galaxy")).toHaveProperty("value", "acme.web");
    network.answer(
      `POST ${dependenciesAt}/sources`,
      { code: "invalid_input", errorMessage: "Nothing asks for it.", fix: "" },
      400,
    );
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await form.findByText("Nothing asks for it.")).toBeDefined();
    await user.click(form.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("form")).toBeNull();
  });

  it("takes the vault password in a form that knows what it is for", async () => {
    const user = draw(findings({ missing: [vault] }));
    network.answer("POST /api/secrets", { secrets: [] });
    await user.click(await screen.findByRole("button", { name: "Give it" }));
    const dialog = within(screen.getByRole("dialog", { name: "Add a secret" }));
    expect(dialog.getByLabelText("Kind")).toHaveProperty("value", "vault_password");
    expect(dialog.getByLabelText("Used for")).toHaveProperty("value", "repository");
    await dialog.findByRole("option", { name: repository.name });
    await user.type(dialog.getByLabelText("Value"), "opens");
    network.answer("GET /api/doctor", { doctors: [findings({ readyCount: 124 })] });
    await user.click(dialog.getByRole("button", { name: "Store" }));
    expect(await screen.findByText("All 124 ready.")).toBeDefined();
    const place = { scope: "repository", repositoryId: repository.id };
    const secret = { kind: "vault_password", name: "vault", value: "opens", ...place };
    expect(posts()).toEqual([["/api/secrets", secret]]);
  });

  it("lets a person choose an inventory, and keeps to it", async () => {
    const inventory = { project: "", path: null, hasOwn: true, choices };
    const user = draw(findings({ readyCount: 124, inventories: [inventory] }));
    const chosen = findings({ readyCount: 124, inventories: [{ ...inventory, path: "lab.yml" }] });
    network.answer(`POST ${inventoryAt}`, { doctors: [chosen] });
    await user.selectOptions(await screen.findByLabelText("Inventory"), "lab.yml (2 hosts)");
    expect(await screen.findByText("All 124 ready.")).toBeDefined();
    expect(posts()).toEqual([[inventoryAt, { project: "", path: "lab.yml" }]]);
  });

  it("says where all there is to choose are machines of others", async () => {
    draw(findings({ inventories: [{ project: "", path: null, hasOwn: false, choices }] }));
    expect(await screen.findByText("It has no inventory of its own")).toBeDefined();
    expect(screen.getByText(/^Say whose machines are meant/)).toBeDefined();
  });

  it("runs a dynamic inventory when that is pressed, and says what it named", async () => {
    const path = "inventory/aws.yml";
    const inventories = [{ project: "", path, hasOwn: false, choices: [] }];
    const user = draw(findings({ inventories, dynamic: [{ path, listed: null, asks: [] }] }));
    const at = `/api/repositories/${repository.id}/inventory/refresh`;
    const listed = { hostCount: 3, at: "2026-11-21T10:00:00.000Z" };
    expect(await screen.findByText(`${path} has to be run`)).toBeDefined();
    expect(screen.getByText(/; run inventory\/aws.yml to know its hosts\.$/)).toBeDefined();
    const doctors = [findings({ dynamic: [{ path, listed, asks: [] }] })];
    network.answer(`POST ${at}`, { doctors });
    network.answer("GET /api/doctor", { doctors });
    await user.click(screen.getByRole("button", { name: "Refresh" }));
    expect(await screen.findByText(/^3 hosts, listed/)).toBeDefined();
    expect(posts()).toEqual([[at, { path }]]);
  });

  it("has a button for each value that a dynamic inventory asks for and is not stored", async () => {
    const asks = [
      { name: "PROXMOX_TOKEN_SECRET", isStored: false },
      { name: "PROXMOX_URL", isStored: true },
    ];
    const user = draw(findings({ dynamic: [{ path: "lab.proxmox.yml", listed: null, asks }] }));
    const list = within(await screen.findByLabelText("What lab.proxmox.yml asks for"));
    expect(list.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "PROXMOX_TOKEN_SECRETStore PROXMOX_TOKEN_SECRET",
      "PROXMOX_URLstored",
    ]);
    await user.click(list.getByRole("button", { name: "Store PROXMOX_TOKEN_SECRET" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByLabelText("Name")).toHaveProperty("value", "PROXMOX_TOKEN_SECRET");
    expect(dialog.getByLabelText("Used for")).toHaveProperty("value", "repository");
  });

  it("says why a dynamic inventory could not be run", async () => {
    const path = "inventory/aws.yml";
    const inventories = [{ project: "", path, hasOwn: false, choices: [] }];
    const user = draw(findings({ inventories, dynamic: [{ path, listed: null, asks: [] }] }));
    const at = `/api/repositories/${repository.id}/inventory/refresh`;
    const refusal = { code: "inventory_unusable", errorMessage: "It said: no token.", fix: "" };
    network.answer(`POST ${at}`, refusal, 409);
    await user.click(await screen.findByRole("button", { name: "Refresh" }));
    expect(await screen.findByText("It said: no token.")).toBeDefined();
  });

  it("begins hosts by what a sample names: its own name and groups, no address", async () => {
    const host = (name: string, isKept: boolean) => ({
      ...{ name, connection: "ssh" as const, address: null, user: "pi", port: null },
      ...{ groups: ["web", "lab"], path: "hosts.example.yml", isKept },
    });
    const samples = [host("nas", false), host("gate", true)];
    const user = draw(findings({ missing: [row("inventory", [""])], samples }));
    const list = within(await screen.findByLabelText("Machines of the sample"));
    expect(list.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "nasin web, labAdd nas",
      "gatein web, labadded",
    ]);
    network.answer("POST /api/hosts", { hosts: [] });
    await user.click(list.getByRole("button", { name: "Add nas" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.type(dialog.getByLabelText("Address"), "192.0.2.9");
    await user.click(dialog.getByRole("button", { name: "Add host" }));
    expect(posts()).toEqual([
      [
        "/api/hosts",
        {
          ...{ name: "nas", connection: "ssh", address: "192.0.2.9", user: "pi", port: null },
          groups: ["web", "lab"],
        },
      ],
    ]);
  });

  it("leads to where hosts are added where there is no inventory", async () => {
    draw(findings({ missing: [row("inventory", [""])] }));
    const link = await screen.findByRole("link", { name: "Add hosts" });
    expect(link.getAttribute("href")).toBe("/fleet");
  });

  it("keeps what a plan's card asks for folded, with a button that stores a secret", async () => {
    const asked = [row("target", ["target"]), row("secret", ["new_password"])];
    const user = draw(findings({ readyCount: 124, asked }));
    await user.click(await screen.findByText("2 things asked for on the plan's card"));
    expect(screen.getByText(/1 choice of hosts/).textContent).toContain("target");
    await user.click(screen.getByRole("button", { name: "Store new_password" }));
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByLabelText("Variable")).toHaveProperty("value", "new_password");
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("names what can't be run, and why", async () => {
    const refused = [
      { kind: "playbook" as const, path: "win.yml", name: "Win", refusals: ["Only ssh."] },
    ];
    const user = draw(findings({ refusedCount: 3, refused }));
    await user.click(await screen.findByText("3 entries can't be run, and why"));
    expect(screen.getByText("Only ssh.")).toBeDefined();
    expect(screen.getByText("and 2 more")).toBeDefined();
  });

  it("gives a viewer the findings without buttons", async () => {
    const inventory = { project: "", path: null, hasOwn: true, choices };
    draw(findings({ missing: [vault, unsourced("docker")], inventories: [inventory] }), "viewer");
    await screen.findByText(/give the vault password/);
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByLabelText("Inventory")).toHaveProperty("disabled", true);
  });

  it("says so when it can't be read, and tries again", async () => {
    network.answer("GET /api/doctor", { errorMessage: "No.", fix: "Wait." }, 422);
    renderAs("admin", <Doctor repository={repository} />);
    const again = await screen.findByRole("button", { name: "Try again" });
    network.answer("GET /api/doctor", { doctors: [findings({ readyCount: 124 })] });
    await userEvent.click(again);
    expect(await screen.findByText("All 124 ready.")).toBeDefined();
  });
});
