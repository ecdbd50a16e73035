import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { RepositoryChange } from "#server/contracts/change.ts";
import type { Scaffold } from "#server/contracts/scaffold.ts";
import { useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { addRepository, localInventory, PlaybookRepository } from "./playbook-repository.ts";

const chiffon = useInstallation();

async function addLocal(name: string) {
  const directory = path.join(chiffon.paths.apps, "..", name);
  const repository = new PlaybookRepository(directory, { "inventory/hosts.yml": localInventory });
  const { id } = await addRepository(chiffon.admin, name, repository);
  return { repository, id };
}

const start = (repositoryId: string, service: string) =>
  chiffon.admin.call<Scaffold>("POST", `/api/repositories/${repositoryId}/scaffolds`, { service });

/** A scaffold once nothing of it is under way. */
async function settled({ id }: { readonly id: string }): Promise<Scaffold> {
  const deadline = Date.now() + 240_000;
  for (;;) {
    const scaffold = await chiffon.viewer.call<Scaffold>("GET", `/api/scaffolds/${id}`);
    const isOver = scaffold.status === "done" || scaffold.status === "failed";
    if (isOver && (scaffold.change?.pending ?? null) === null) return scaffold;
    if (Date.now() > deadline) throw new Error(`it is still ${scaffold.status}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function step(scaffold: Scaffold, name: "apply" | "revert"): Promise<Scaffold> {
  const at = `/api/changes/${scaffold.change?.id}/${name}`;
  await chiffon.admin.call<RepositoryChange>("POST", at, {});
  return settled(scaffold);
}

it("is offered in the chat, written, read, merged, found and taken back (INFRA-05)", async () => {
  const { repository, id } = await addLocal("empty-house");
  const { parts } = await ask(chiffon.operator, "Install Vikunja");
  expect(JSON.stringify(parts)).toContain("/scaffolds?service=");

  const written = await settled(await start(id, "Vikunja"));
  expect(written).toMatchObject({
    ...{ status: "done", problem: null, change: null },
    result: { service: "vikunja", isKnown: true, findings: [], syntaxFault: null },
  });
  expect(repository.git("status", "--porcelain")).toBe("");

  await chiffon.admin.call("POST", `/api/scaffolds/${written.id}/branch`, {});
  const onBranch = await settled(written);
  expect(onBranch.change).toMatchObject({ stage: "on_branch", problem: null });
  const branch = onBranch.change?.branch ?? "";
  expect(branch).toMatch(/^chiffon\/add-vikunja-[0-9a-f]{8}$/);
  const playbook = written.result?.playbook ?? "";
  expect(repository.git("show", `${branch}:${playbook}`)).toContain("chiffon:service=vikunja");
  expect(existsSync(path.join(repository.directory, playbook))).toBe(false);

  const applied = await step(onBranch, "apply");
  expect(applied.change).toMatchObject({ stage: "applied", problem: null });
  expect(readFileSync(path.join(repository.directory, playbook), "utf8")).toContain("vikunja");
  expect(repository.git("status", "--porcelain")).toBe("");
  await chiffon.admin.call("POST", `/api/repositories/${id}/scan`, {});
  const { entries } = await chiffon.viewer.call<{ entries: { path: string }[] }>(
    "GET",
    "/api/playbooks?text=install%20vikunja",
  );
  expect(entries[0]?.path).toBe(playbook);

  const reverted = await step(applied, "revert");
  expect(reverted.change).toMatchObject({ stage: "reverted", problem: null });
  expect(existsSync(path.join(repository.directory, playbook))).toBe(false);
  expect(repository.git("ls-files").trim()).toBe("inventory/hosts.yml");
});

it("writes over nothing, and says what is in the way", async () => {
  const { repository, id } = await addLocal("taken-house");
  const written = await settled(await start(id, "Gitea"));
  await chiffon.admin.call("POST", `/api/scaffolds/${written.id}/branch`, {});
  const onBranch = await settled(written);
  const playbook = written.result?.playbook ?? "";
  repository.commit({ [playbook]: "mine\n" });
  const refused = await step(onBranch, "apply");
  expect(refused.change).toMatchObject({ stage: "on_branch" });
  expect(refused.change?.problem).toContain(`There is a file ${playbook} already`);
  expect(repository.git("show", `main:${playbook}`)).toBe("mine\n");
});

it("refuses a name that is none, and whom it is not allowed", async () => {
  const { id } = await addLocal("asked-house");
  const odd = await refusal(start(id, "../../etc/passwd"));
  expect(odd).toMatchObject({ status: 400, code: "invalid_input" });
  const at = `/api/repositories/${id}/scaffolds`;
  const forbidden = await refusal(chiffon.approver.call("POST", at, { service: "gitea" }));
  expect(forbidden).toMatchObject({ status: 403 });
});
