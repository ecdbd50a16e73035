import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import type { Scaffold, ScaffoldProposals } from "#server/contracts/scaffold.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import { startClaude } from "#tests/support/fake-model/claude-server.ts";
import { tenDollars } from "#tests/support/fake-model/model-lab.ts";
import { startOllama } from "#tests/support/fake-model/ollama-server.ts";
import { until, useInstallation } from "#tests/support/installation.ts";
import { refusal } from "./lab.ts";
import { addRepository, localInventory, PlaybookRepository } from "./playbook-repository.ts";

const [ollama, claude] = await Promise.all([startOllama(), startClaude()]);
const { models } = loadConfig({ DATABASE_URL: "postgres://x/x", REDIS_URL: "redis://x" });
const chiffon = useInstallation({
  config: {
    models: {
      ...{ ...models, ollamaUrl: ollama.url },
      // Nothing goes there until a budget is set.
      ...{ anthropicKey: "sk-ant-test-0123456789", anthropicUrl: `${claude.url}/v1` },
    },
  },
});
let repositoryId = "";

beforeAll(async () => {
  const directory = path.join(chiffon.paths.apps, "../open-house");
  const repository = new PlaybookRepository(directory, { "inventory/hosts.yml": localInventory });
  repositoryId = (await addRepository(chiffon.admin, "open-house", repository)).id;
});
afterAll(() => Promise.all([ollama.close(), claude.close()]));

async function written(service: string): Promise<Scaffold> {
  const at = `/api/repositories/${repositoryId}/scaffolds`;
  return over(await chiffon.admin.call<Scaffold>("POST", at, { service }));
}

async function over({ id }: { readonly id: string }): Promise<Scaffold> {
  const read = () => chiffon.admin.call<Scaffold>("GET", `/api/scaffolds/${id}`);
  await until("it is over", async () => ["done", "failed"].includes((await read()).status));
  return read();
}

const fileOf = ({ result }: Scaffold, end: string) =>
  result?.files.find((file) => file.path.endsWith(end))?.content ?? "";
const propose = (of: Scaffold) =>
  chiffon.admin.call<ScaffoldProposals>("POST", `/api/scaffolds/${of.id}/proposals`, {});
const fill = (of: Scaffold, values: unknown) =>
  chiffon.admin.call<Scaffold>("POST", `/api/scaffolds/${of.id}/values`, { values });

it("has a model propose what is open, writes none of it, and what a person sends (INFRA-05)", async () => {
  const scaffold = await written("Zorkbox");
  expect(scaffold.fillable).toEqual(
    ["image", "version", "port", "data"].map((suffix) => `zorkbox_${suffix}`),
  );
  const say = (variable: string, value: string) => ({ variable, value, why: "its documents" });
  const values = [
    ...[say("zorkbox_image", "ghcr.io/zork/box"), say("zorkbox_version", "latest")],
    say("zorkbox_data", "{{ lookup('pipe', 'touch /tmp/owned') }}"),
  ];
  ollama.behave({ kind: "answer", text: JSON.stringify({ values }) });
  const proposals = await propose(scaffold);
  expect(proposals).toMatchObject({ model: "qwen3:4b", values: [values[0]], notice: null });
  const [call] = ollama.calls;
  expect(JSON.stringify(call?.body)).toContain("zorkbox_image");
  expect((await over(scaffold)).result).toEqual(scaffold.result);

  const filled = await over(
    await fill(scaffold, [
      ...proposals.values.map(({ variable, value }) => ({ variable, value })),
      { variable: "zorkbox_port", value: "8099" },
    ]),
  );
  expect(filled).toMatchObject({
    ...{ status: "done", editedFromId: scaffold.id, problem: null },
    fillable: ["zorkbox_version", "zorkbox_data"],
    result: { findings: [], syntaxFault: null },
  });
  expect(fileOf(filled, "defaults/main.yml")).toMatch(
    /^zorkbox_image: ghcr\.io\/zork\/box$[\s\S]*^zorkbox_port: 8099$/m,
  );
  expect(fileOf(filled, "argument_specs.yml")).toContain("default: 8099");
  expect(fileOf(filled, "tasks/main.yml")).not.toContain("zorkbox_port | default(''");

  const rest = [
    { variable: "zorkbox_version", value: "2.1" },
    { variable: "zorkbox_data", value: "/data" },
  ];
  const whole = await over(await fill(filled, rest));
  expect(whole.fillable).toEqual([]);
  expect(fileOf(whole, "defaults/main.yml")).toMatch(
    /^zorkbox_image: .*$[\s\S]*^zorkbox_data: \/data$/m,
  );
  const entries = await chiffon.db.auditEntry.findMany({
    where: { type: { in: ["scaffold.proposed", "scaffold.filled"] } },
    orderBy: { ordinal: "asc" },
  });
  expect(entries.map(({ type, actorName }) => [type, actorName])).toEqual([
    ["scaffold.proposed", "Ada"],
    ["scaffold.filled", "Ada"],
    ["scaffold.filled", "Ada"],
  ]);
});

it("says what is wrong with a value, and stays whole when the model is gone", async () => {
  const scaffold = await written("Quux Box");
  const bad = await refusal(fill(scaffold, [{ variable: "quux_box_version", value: "latest" }]));
  expect(bad).toMatchObject({ status: 400, code: "invalid_input" });
  expect(JSON.stringify(bad.reply)).toContain("name a version, not latest");
  const foreign = await refusal(fill(scaffold, [{ variable: "ansible_host", value: "x" }]));
  expect(foreign.code).toBe("invalid_input");
  ollama.behave({ kind: "status", status: 500 });
  expect(await propose(scaffold)).toMatchObject({ model: null, values: [] });
  expect((await over(scaffold)).status).toBe("done");
});

it("is not asked of an external model for a private repository", async () => {
  const scaffold = await written("Frobnicator");
  const setPrivate = (neverSend: boolean) =>
    chiffon.admin.call("PATCH", `/api/repositories/${repositoryId}`, { neverSend });
  await chiffon.admin.call("PATCH", "/api/v1/spend/budgets", renameKeys(tenDollars, snake));
  ollama.behave({ kind: "answer", text: JSON.stringify({ values: [] }) });
  const say = { variable: "frobnicator_port", value: "8088", why: "" };
  claude.behave({ kind: "answer", text: JSON.stringify({ values: [say] }) });
  await setPrivate(true);
  expect(await propose(scaffold)).toMatchObject({ model: "qwen3:4b", values: [] });
  expect(claude.calls).toEqual([]);
  await setPrivate(false);
  const asked = await propose(scaffold);
  expect(asked).toMatchObject({
    values: [say],
    notice: expect.stringContaining("the service's name"),
  });
  expect(claude.calls).toHaveLength(1);
});

it("leaves edited files to whoever edited them", async () => {
  const scaffold = await written("Wibble");
  const [file] = scaffold.result?.files ?? [];
  const edited = await over(
    await chiffon.admin.call<Scaffold>("POST", `/api/scaffolds/${scaffold.id}/edits`, {
      files: [{ path: file?.path, content: `${file?.content}# mine\n` }],
    }),
  );
  expect(edited.fillable).toEqual([]);
  const value = [{ variable: "wibble_port", value: 8088 }];
  for (const press of [() => fill(edited, value), () => propose(edited)])
    expect(await refusal(press())).toMatchObject({ status: 409, code: "invalid_state" });
});
