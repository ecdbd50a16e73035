import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Role } from "#server/contracts/people.ts";
import type { Secret } from "#server/contracts/secret.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Secrets } from "./secrets.tsx";

const repositoryId = "00000000-0000-4000-8000-000000000009";
const sudo: Secret = {
  id: "00000000-0000-4000-8000-000000000001",
  name: "sudo",
  kind: "become_password",
  scope: "host",
  repositoryId,
  reference: "nas",
  requestId: null,
  vaultId: null,
  version: 2,
  createdBy: "Ada",
  createdAt: "2026-01-01T00:00:00.000Z",
  changedAt: "2026-01-02T00:00:00.000Z",
  lastUsedAt: null,
  isReadable: true,
};

function show(secrets: readonly Secret[], role: Role = "admin") {
  const network = standInNetwork();
  network.answer("GET /api/secrets", { secrets });
  network.answer("GET /api/repositories", {
    repositories: [{ id: repositoryId, name: "Homelab" }],
    seq: 0,
  });
  network.answer("GET /api/hosts", {
    hosts: [{ name: "nas", groups: ["storage"], repositoryId }],
  });
  renderAs(role, <Secrets />);
  return { network, user: userEvent.setup() };
}

const dialog = () => within(screen.getByRole("dialog"));

describe("the list of secrets", () => {
  it("says what each is for, where it holds and when it was used", async () => {
    const used = { ...sudo, id: "2", name: "old", lastUsedAt: "2026-01-01T00:00:00.000Z" };
    show([sudo, { ...used, scope: "global", isReadable: false, requestId: "3" }]);
    expect(await screen.findByText("Become password, host nas of Homelab")).toBeDefined();
    expect(screen.getByText(/never used/)).toBeDefined();
    expect(screen.getByText(/last used/)).toBeDefined();
    expect(screen.getByText("Become password, everywhere, for one plan only")).toBeDefined();
    expect(screen.getByText("Cannot be read: give it again")).toBeDefined();
  });

  it("shows an approver names and no buttons", async () => {
    show([sudo], "approver");
    expect(await screen.findByText("sudo")).toBeDefined();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("says what to do while there is none", async () => {
    const { user } = show([]);
    expect(await screen.findByText("No secret yet")).toBeDefined();
    const [inHead, inList] = screen.getAllByRole("button", { name: "Add a secret" });
    expect(inHead).toBeDefined();
    await user.click(inList as HTMLElement);
    expect(screen.getByRole("dialog", { name: "Add a secret" })).toBeDefined();
  });

  it("says why it could not be read, and tries again", async () => {
    const network = standInNetwork();
    network.answer("GET /api/secrets", { errorMessage: "Gone.", fix: "Wait." }, 500);
    renderAs("admin", <Secrets />);
    const again = await screen.findByRole("button", { name: "Try again" }, { timeout: 20_000 });
    network.answer("GET /api/secrets", { secrets: [sudo] });
    network.answer("GET /api/repositories", { repositories: [], seq: 0 });
    await userEvent.setup().click(again);
    expect(await screen.findByText("sudo")).toBeDefined();
  });
});

describe("adding a secret", () => {
  it("sends what was typed, as it was typed", async () => {
    const { network, user } = show([]);
    network.answer("POST /api/secrets", { secrets: [sudo] });
    await user.click(
      (await screen.findAllByRole("button", { name: "Add a secret" }))[0] as HTMLElement,
    );
    await user.selectOptions(dialog().getByLabelText("Used for"), "One host");
    await user.type(dialog().getByLabelText("Name"), "sudo");
    await user.type(dialog().getByLabelText("Host"), "nas");
    await user.type(dialog().getByLabelText("Value"), " hunter2 ");
    expect(dialog().getByLabelText("Value").getAttribute("type")).toBe("password");
    await user.click(dialog().getByRole("button", { name: "Store" }));
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    expect(network.sent.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual([
      {
        ...{ kind: "become_password", name: "sudo", scope: "host", repositoryId },
        ...{ reference: "nas", value: " hunter2 " },
      },
    ]);
    expect(await screen.findByText("Become password, host nas of Homelab")).toBeDefined();
  });

  it("asks for a vault id and offers no hosts where files are opened", async () => {
    const { network, user } = show([]);
    network.answer("POST /api/secrets", { secrets: [] });
    await user.click(
      (await screen.findAllByRole("button", { name: "Add a secret" }))[0] as HTMLElement,
    );
    await user.selectOptions(dialog().getByLabelText("Kind"), "Vault password");
    expect(dialog().queryByRole("option", { name: "One host" })).toBeNull();
    await user.type(dialog().getByLabelText("Name"), "vault");
    await user.type(dialog().getByLabelText("Vault id"), "prod");
    await user.selectOptions(dialog().getByLabelText("Used for"), "Everywhere");
    expect(dialog().getByText(/Any repository that is added may use it/)).toBeDefined();
    await user.type(dialog().getByLabelText("Value"), "opens");
    await user.click(dialog().getByRole("button", { name: "Store" }));
    await expect.poll(() => network.sent.some(({ method }) => method === "POST")).toBe(true);
    expect(network.sent.at(-1)?.body ?? network.sent.find((one) => one.body)?.body).toMatchObject({
      ...{ kind: "vault_password", name: "vault", scope: "global", vaultId: "prod" },
    });
  });

  it("takes a private key with its passphrase, or without one", async () => {
    const { network, user } = show([]);
    const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n";
    const store = async (passphrase: string) => {
      network.answer("POST /api/secrets", { secrets: [] });
      const [button] = await screen.findAllByRole("button", { name: "Add a secret" });
      await user.click(button as HTMLElement);
      await user.selectOptions(dialog().getByLabelText("Kind"), "SSH private key");
      await user.type(dialog().getByLabelText("Name"), "mine");
      await user.click(dialog().getByLabelText("Private key"));
      await user.paste(key);
      expect(dialog().getByLabelText("Passphrase").getAttribute("type")).toBe("password");
      if (passphrase !== "") await user.type(dialog().getByLabelText("Passphrase"), passphrase);
      await user.click(dialog().getByRole("button", { name: "Store" }));
      await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    };
    await store(" opens ");
    await store("");
    const sent = network.sent.filter(({ method }) => method === "POST").map(({ body }) => body);
    const whole = { kind: "ssh_key", name: "mine", scope: "repository", repositoryId, value: key };
    expect(sent).toEqual([{ ...whole, passphrase: " opens " }, whole]);
  });

  it("keeps the dialog and says why where it was refused; Cancel sends nothing", async () => {
    const { network, user } = show([]);
    network.answer("POST /api/secrets", { errorMessage: "Taken.", fix: "Choose another." }, 409);
    await user.click(
      (await screen.findAllByRole("button", { name: "Add a secret" }))[0] as HTMLElement,
    );
    await user.type(dialog().getByLabelText("Name"), "sudo");
    await user.type(dialog().getByLabelText("Value"), "x");
    await user.click(dialog().getByRole("button", { name: "Store" }));
    expect(await dialog().findByText("Taken.")).toBeDefined();
    await user.click(dialog().getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("changing a secret", () => {
  it("sends the new value and shows the new version", async () => {
    const { network, user } = show([sudo]);
    network.answer(`POST /api/secrets/${sudo.id}/rotate`, { secrets: [{ ...sudo, version: 3 }] });
    await user.click(await screen.findByRole("button", { name: "Change" }));
    expect((dialog().getByLabelText("New value") as HTMLInputElement).value).toBe("");
    await user.type(dialog().getByLabelText("New value"), "another");
    await user.click(dialog().getByRole("button", { name: "Save version 3" }));
    expect(await screen.findByText("Version 3")).toBeDefined();
    expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
      value: "another",
    });
  });

  it("takes another private key with its passphrase", async () => {
    const { network, user } = show([{ ...sudo, kind: "ssh_key" }]);
    network.answer(`POST /api/secrets/${sudo.id}/rotate`, { secrets: [] });
    await user.click(await screen.findByRole("button", { name: "Change" }));
    await user.type(dialog().getByLabelText("New private key"), "another");
    await user.type(dialog().getByLabelText("Passphrase"), "opens");
    await user.click(dialog().getByRole("button", { name: "Save version 3" }));
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    expect(network.sent.find(({ method }) => method === "POST")?.body).toEqual({
      ...{ value: "another", passphrase: "opens" },
    });
  });

  it("deletes only after asking, and says which plan is in the way", async () => {
    const { network, user } = show([sudo]);
    const at = `DELETE /api/secrets/${sudo.id}`;
    network.answer(
      at,
      { errorMessage: 'Live plans use that secret: "Deploy".', fix: "Finish." },
      409,
    );
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await user.click(dialog().getByRole("button", { name: "Delete" }));
    expect(await dialog().findByText(/Live plans use that secret: "Deploy"/)).toBeDefined();
    network.answer(at, { secrets: [] });
    await user.click(dialog().getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("No secret yet")).toBeDefined();
  });

  it.each([
    ["Change", "Cancel"],
    ["Delete", "Keep it"],
  ])("%s, then %s: nothing is sent", async (open, cancel) => {
    const { network, user } = show([sudo]);
    await user.click(await screen.findByRole("button", { name: open }));
    await user.click(dialog().getByRole("button", { name: cancel }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(network.sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
