import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { RepositoryChange } from "#server/contracts/change.ts";
import type { Scaffold } from "#server/contracts/scaffold.ts";
import { until, useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { addRepository, link, localInventory, PlaybookRepository } from "./playbook-repository.ts";

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
  const read = () => chiffon.admin.call<Scaffold>("GET", `/api/scaffolds/${id}`);
  await until("it is over", async () => {
    const { status, change } = await read();
    return (status === "done" || status === "failed") && (change?.pending ?? null) === null;
  });
  return read();
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

it("is edited before it goes anywhere, and checked as what was written (INFRA-05)", async () => {
  const { repository, id } = await addLocal("edited-house");
  const written = await settled(await start(id, "Gitea"));
  const playbook = written.result?.playbook ?? "";
  const text = written.result?.files.find((file) => file.path === playbook)?.content ?? "";
  const edit = (of: Scaffold, content: string, at = playbook) =>
    chiffon.admin.call<Scaffold>("POST", `/api/scaffolds/${of.id}/edits`, {
      files: [{ path: at, content }],
    });
  const broken = await settled(await edit(written, `${text}    - oops: [\n`));
  expect(broken.result?.syntaxFault ?? broken.result?.findings[0]?.reason).toBeTruthy();
  const mended = await settled(
    await edit(broken, text.replace("---\n", "---\n# As we like it.\n")),
  );
  expect(mended).toMatchObject({
    ...{ status: "done", editedFromId: broken.id, askedBy: "Ada" },
    result: { findings: [], syntaxFault: null },
  });
  await chiffon.admin.call("POST", `/api/scaffolds/${mended.id}/branch`, {});
  const { change } = await settled(mended);
  expect(repository.git("show", `${change?.branch}:${playbook}`)).toContain("# As we like it.");
  const late = await refusal(edit(mended, text));
  expect(late).toMatchObject({ status: 409, code: "invalid_state" });
  const elsewhere = await refusal(edit(written, "x", "../../etc/cron.d/x"));
  expect(elsewhere).toMatchObject({ status: 400, code: "invalid_input" });
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
  expect(refused.change?.problem).toContain(`There is ${playbook} already`);
  expect(repository.git("show", `main:${playbook}`)).toBe("mine\n");
});

it.each([
  ["leads out", { "roles/gitea": link("/var/tmp") }],
  // Each stays inside as it is written; both together lead out.
  [
    "leads out over another",
    { "a/b/up": link("../.."), "a/b/x": "", "roles/gitea": link("../a/b/up/../..") },
  ],
])("leaves alone a link that %s where its role would go (E6)", async (how, files) => {
  const { repository, id } = await addLocal(`house whose link ${how}`.replaceAll(" ", "-"));
  repository.commit(files);
  await chiffon.admin.call("POST", `/api/repositories/${id}/scan`, {});
  const written = await settled(await start(id, "Gitea"));
  await chiffon.admin.call("POST", `/api/scaffolds/${written.id}/branch`, {});
  const { change } = await settled(written);
  expect(change).toMatchObject({ stage: "none" });
  expect(change?.problem).toContain("There is roles/gitea already");
  expect(repository.git("branch", "--list", "chiffon/*")).toBe("");
});

it("that was made and not noted because the worker died is found, not made again", async () => {
  const { repository, id } = await addLocal("killed-house");
  const written = await settled(await start(id, "Gitea"));
  await chiffon.admin.call("POST", `/api/scaffolds/${written.id}/branch`, {});
  const applied = await step(await settled(written), "apply");
  const changeId = applied.change?.id ?? "";
  const head = repository.git("rev-parse", "main");
  const asked = { stage: "on_branch", pending: "apply", leaseUntil: new Date(0) };
  await chiffon.db.repositoryChange.update({ where: { id: changeId }, data: asked });
  await chiffon.services.changes.sweep();
  const again = await settled(applied);
  expect(again.change).toMatchObject({ stage: "applied", problem: null });
  expect(repository.git("rev-parse", "main")).toBe(head);
  expect(again.change?.appliedCommit).toBe(head.trim());
});

it("refuses a name that is none, and whom it is not allowed", async () => {
  const { id } = await addLocal("asked-house");
  const odd = await refusal(start(id, "../../etc/passwd"));
  expect(odd).toMatchObject({ status: 400, code: "invalid_input" });
  const at = `/api/repositories/${id}/scaffolds`;
  const forbidden = await refusal(chiffon.approver.call("POST", at, { service: "gitea" }));
  expect(forbidden).toMatchObject({ status: 403 });
  const unknown = "00000000-0000-4000-8000-000000000000";
  for (const of of ["scaffolds", "changes"]) {
    const own = await refusal(chiffon.viewer.call("GET", `/api/${of}/${unknown}`));
    expect(own).toMatchObject({ status: 403 });
    const gone = await refusal(chiffon.admin.call("GET", `/api/${of}/${unknown}`));
    expect(gone).toMatchObject({ status: 404 });
    const odd = await refusal(chiffon.admin.call("GET", `/api/${of}/..%2Fx`));
    expect([400, 404]).toContain(odd.status);
  }
});
