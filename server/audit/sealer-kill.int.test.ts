import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { anEntry, openAuditLab } from "#tests/support/audit-lab.ts";

const program = fileURLToPath(new URL("../../tests/support/sealer-process.ts", import.meta.url));
const kills = 6;
/** Between two records: on a slow machine the whole takes longer, and what is checked in the end must not grow with it. */
const pauseMs = 5;

it(`loses and repeats nothing when the sealer is killed ${kills} times at random moments`, {
  timeout: 180_000,
}, async () => {
  const lab = await openAuditLab();
  let recording = true;
  let recorded = 0;
  const recorder = (async () => {
    while (recording) {
      await lab.record(anEntry(), anEntry({ type: "task.succeeded" }));
      recorded += 2;
      await delay(pauseMs);
    }
  })();
  try {
    for (let kill = 0; kill < kills; kill++) {
      const { gitDir, keyFile } = lab.places;
      const args = ["--import", "tsx", program, lab.url, gitDir, keyFile];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      const before = (await lab.audit.head()).seq;
      await expect
        .poll(async () => (await lab.audit.head()).seq, { timeout: 30_000, interval: 5 })
        .toBeGreaterThan(before);
      // The first batch is sealed: the kill falls somewhere into its commit or the batches after it.
      await delay(Math.random() * 300);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await lab.verify()).toMatchObject({ ok: true, firstBad: null });
    }
    recording = false;
    await recorder;
    const sealer = lab.startSealer({ staleLockMs: 500 });
    await expect
      .poll(
        async () => {
          await sealer.flush();
          return (await lab.verify()).notes;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toEqual([]);
    const report = await lab.verify({ allSignatures: true });
    expect(report).toMatchObject({ ok: true, entries: recorded, sealed: recorded, unsealed: 0 });
    expect(report.signaturesChecked).toBe(report.commits);
  } finally {
    recording = false;
    await recorder;
    await lab.close();
  }
});
