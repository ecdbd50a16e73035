import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import type { LockItem } from "#server/contracts/dependency.ts";
import { findChangedContent, lockHash, treeHashOf } from "./content-lock.ts";
import { prepareRun } from "./prepare-run.ts";
import { callbackDir, RunnerFixture } from "./runner-fixture.ts";
import { gitBlobId } from "./verify-files.ts";

const fixtures: RunnerFixture[] = [];
afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.close();
});

const taskFile = "- ansible.builtin.debug: {msg: installed role}\n";

/** A folder of installed content as the catalog makes it. */
async function installed(fixture: RunnerFixture): Promise<string> {
  const draft = path.join(fixture.root, "data/dependencies/draft");
  const role = path.join(draft, "roles/lamp");
  mkdirSync(path.join(role, "tasks"), { recursive: true });
  writeFileSync(path.join(role, "tasks/main.yml"), taskFile);
  const item: LockItem = {
    kind: "role",
    name: "lamp",
    version: "v1",
    source: "git https://example.com/lamp.git",
    treeHash: await treeHashOf(role),
  };
  writeFileSync(path.join(draft, "lock.json"), JSON.stringify({ items: [item] }));
  const folder = path.join(path.dirname(draft), lockHash([item]));
  renameSync(draft, folder);
  return folder;
}

function specFor(fixture: RunnerFixture, contentDir: string) {
  fixture.write("site.yml", "- hosts: localhost\n  gather_facts: false\n  roles: [lamp]\n");
  const files = [
    {
      path: ".chiffon-dependencies/roles/lamp/tasks/main.yml",
      blob: gitBlobId(Buffer.from(taskFile)),
    },
  ];
  const command = { playbookPath: "site.yml", contentDirs: [contentDir] };
  // The folder lies in what is hidden, as the data directory is.
  return fixture.ansible(command, { files, hiddenDirs: [path.join(fixture.root, "data")] });
}

it("a run finds an installed role in its read-only folder (INFRA-07)", async () => {
  const fixture = new RunnerFixture();
  fixtures.push(fixture);
  const { outcome, text } = await fixture.complete(specFor(fixture, await installed(fixture)));
  expect(outcome.verdict).toBe("succeeded");
  expect(text).toContain("installed role");
});

it("a run is refused when anything of it was changed, added, renamed or is gone", async () => {
  const fixture = new RunnerFixture();
  fixtures.push(fixture);
  const folder = await installed(fixture);
  const spoils: [string, (at: string) => void][] = [
    [
      "changed",
      (at) => writeFileSync(path.join(at, "roles/lamp/tasks/main.yml"), `${taskFile}#\n`),
    ],
    ["added", (at) => writeFileSync(path.join(at, "roles/lamp/tasks/more.yml"), "[]\n")],
    ["executable", (at) => chmodSync(path.join(at, "roles/lamp/tasks/main.yml"), 0o755)],
    ["lock", (at) => writeFileSync(path.join(at, "lock.json"), '{"items": []}')],
    ["gone", (at) => execFileSync("rm", ["-r", path.join(at, "roles/lamp")])],
  ];
  for (const [what, spoil] of spoils) {
    const copy = path.join(fixture.root, "data", what, path.basename(folder));
    cpSync(folder, copy, { recursive: true });
    expect(await findChangedContent(copy), what).toEqual([]);
    spoil(copy);
    const prepared = await prepareRun(specFor(fixture, copy), {
      runsDir: fixture.runsDir,
      callbackDir,
    });
    expect(prepared, what).toMatchObject({ ok: false, reason: "changed" });
  }
  const renamed = path.join(fixture.root, "data", "0".repeat(64));
  cpSync(folder, renamed, { recursive: true });
  expect(await findChangedContent(renamed)).toEqual([path.join(renamed, "lock.json")]);
  expect(readFileSync(path.join(folder, "roles/lamp/tasks/main.yml"), "utf8")).toBe(taskFile);
});
