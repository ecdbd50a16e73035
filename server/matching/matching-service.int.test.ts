import { appendFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { commitAll, useHomelabCatalog } from "#tests/support/homelab-catalog.ts";

const lab = useHomelabCatalog();

it("remembers a choice until the chosen entry changes", async () => {
  const { catalog, matching, homelab, repository } = lab();
  const entries = await matching.listPlaybooks();
  const disk = required(
    entries.find((entry) => entry.path === "playbooks/disk/report.yml"),
    "disk report",
  );
  await matching.remember("frobnicate the thing", disk.id);
  const first = await matching.match("Frobnicate the thing!");
  expect(first).toMatchObject({
    decision: "match",
    intents: [{ candidates: [{ entryId: disk.id }] }],
  });
  await appendFile(path.join(homelab, "playbooks/disk/report.yml"), "# changed again\n");
  await commitAll(homelab, "change again");
  await catalog.scan((await repository()).id);
  expect((await matching.match("Frobnicate the thing!")).decision).toBe("none");
});
