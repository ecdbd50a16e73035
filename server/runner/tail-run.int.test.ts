import { createHmac } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, describe, expect, it } from "vitest";
import { measurePace } from "#tests/support/machine-pace.ts";
import { createRedactor } from "./redactor.ts";
import { runPaths } from "./run-directory.ts";
import { readRunLog } from "./run-log.ts";
import { follow, RunnerFixture, until } from "./runner-fixture.ts";
import { type TailBatch, type TailOffsets, tailRun, tailStart } from "./tail-run.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());
const noSecrets = createRedactor([]);

/** Follows a run, counting instead of keeping, and measures what it costs this process. */
async function measure(runDir: string) {
  const before = process.memoryUsage().rss;
  let peak = before;
  let lines = 0;
  let cut = 0;
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const onBatch = (batch: TailBatch) => {
    lines += batch.lines.length;
    cut += batch.cutLines;
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const end = await tailRun(runDir, {
    from: tailStart,
    redact: createRedactor(["p4ssw0rd-x"]),
    onBatch,
  });
  delays.disable();
  return {
    end,
    lines,
    cut,
    grownMib: (peak - before) / 2 ** 20,
    delayP99Ms: delays.percentile(99) / 1e6,
  };
}

describe("a flood", () => {
  it("of 100 MB is read in bounded memory, every line counted, head and tail kept", async () => {
    const script = `exec head -c 100000000 /dev/zero | tr '\\0' 'x' | fold -w 99`;
    const runDir = await fixture.start(fixture.shell(script));
    const { end, lines, grownMib, delayP99Ms } = await measure(runDir);
    expect(lines).toBe(Math.ceil(100_000_000 / 99));
    expect(grownMib).toBeLessThan(150);
    expect(delayP99Ms).toBeLessThan(100 * measurePace());
    const kept = readdirSync(runDir).filter((name) => name.startsWith("output.log"));
    const keptBytes = kept.reduce((sum, name) => sum + readFileSync(join(runDir, name)).length, 0);
    expect(keptBytes).toBeLessThanOrEqual(20 * 2 ** 20);
    expect(keptBytes).toBeGreaterThan(18 * 2 ** 20);
    const { lastLine, omitted } = readRunLog(runDir, { fromLine: 300_000, count: 1 });
    expect(lastLine).toBe(lines);
    expect(omitted?.from).toBe(300_000);
    expect(end.cutLines).toBe(lines - Math.ceil(keptBytes / 100));
  });

  it("of one line of 200 MB is cut and counted", async () => {
    const script = "head -c 200000000 /dev/zero | tr '\\0' 'x'; echo; echo after";
    const runDir = await fixture.start(fixture.shell(script));
    const { lines, cut, grownMib } = await measure(runDir);
    expect([lines, cut]).toEqual([2, 1]);
    expect(grownMib).toBeLessThan(150);
    expect(readRunLog(runDir, { fromLine: 2, count: 9 }).lines).toEqual([{ n: 2, text: "after" }]);
  });
});

describe("following", () => {
  it("goes on after a restart without a missing or repeated line or event", async () => {
    const gate = join(fixture.root, "gate-resume");
    const script = `i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "line $i s3cret-word"; done; printf half; while [ ! -e ${gate} ]; do sleep 0.05; done; echo; echo end`;
    const runDir = await fixture.start(fixture.shell(script));
    const redact = createRedactor(["s3cret-word"]);
    const seen: string[] = [];
    let offsets: TailOffsets = tailStart;
    // Each tail stores one batch and dies while storing the next, as a killed worker would.
    for (let restart = 0; restart < 3; restart++) {
      let stored = 0;
      const onBatch = (batch: TailBatch) => {
        if (stored++ > 0) throw new Error("killed");
        seen.push(...batch.lines.map(({ text }) => text));
        offsets = batch.offsets;
      };
      const stop = AbortSignal.timeout(400);
      await tailRun(runDir, { from: offsets, redact, onBatch, signal: stop }).catch(() => null);
    }
    writeFileSync(gate, "");
    const onBatch = (batch: TailBatch) => {
      seen.push(...batch.lines.map(({ text }) => text));
    };
    const end = await tailRun(runDir, { from: offsets, redact, onBatch });
    const expected = Array.from({ length: 300 }, (_, index) => `line ${index + 1} [redacted]`);
    expect(seen).toEqual([...expected, "half", "end"]);
    expect(end.offsets.line).toBe(302);
    const log = readRunLog(runDir, { fromLine: 1, count: 1000 });
    expect(log.lines.map(({ text }) => text)).toEqual(seen);
    expect(log.lastLine).toBe(302);
  });

  it("writes no secret to the kept log, however slowly it is printed", async () => {
    const script =
      "printf 'token=s3cr'; sleep 0.15; printf 'et-tok'; sleep 0.15; echo en-123; echo 'again s3cret-token-123'";
    const redact = createRedactor(["s3cret-token-123"]);
    const { runDir, lines } = await fixture.complete(fixture.shell(script), { redact });
    expect(lines).toEqual(["token=[redacted]", "again [redacted]"]);
    expect(readFileSync(runPaths(runDir).log, "utf8")).toBe(`${lines.join("\n")}\n`);
  });

  it("stops when it is told to and leaves the run alone", async () => {
    const runDir = await fixture.start(fixture.shell("echo a; sleep 300"));
    await until(() => readFileSync(runPaths(runDir).rawOutput, "utf8") === "a\n");
    const { end, lines } = await follow(runDir, noSecrets, AbortSignal.timeout(300));
    expect(end.state).toBe("aborted");
    expect(lines).toEqual(["a"]);
  });

  it("waits for a run that has not begun yet", async () => {
    const gate = join(fixture.root, "late");
    const runDir = await fixture.prepare(fixture.shell(`echo late > ${gate}; echo late`));
    const following = follow(runDir);
    const { spawnRun } = await import("./run-process.ts");
    await spawnRun(runDir);
    expect((await following).lines).toEqual(["late"]);
    expect(existsSync(gate)).toBe(true);
  });
});

describe("events", () => {
  const sign = (key: string, body: string) =>
    `${createHmac("sha256", key).update(body).digest("hex").slice(0, 32)} ${body}\n`;
  const warning = (n: number, message: string) =>
    JSON.stringify({ type: "warning", n, at: "2026-01-02T03:04:05.678Z", message });

  it("that are forged, repeated, malformed or oversized are dropped and counted", async () => {
    const gate = join(fixture.root, "gate-events");
    const spec = fixture.shell(`while [ ! -e ${gate} ]; do sleep 0.05; done`);
    const runDir = await fixture.start(spec);
    const good = sign(spec.nonce, warning(1, "good s3cret-word"));
    appendFileSync(
      runPaths(runDir).events,
      [
        good,
        good,
        sign("guess", warning(2, "forged")),
        `${warning(3, "unsigned")}\n`,
        sign(spec.nonce, '{"type":"stats","n":4}'),
        "\n",
        `${"x".repeat(3 * 2 ** 20)}\n`,
        sign(spec.nonce, warning(5, "last")),
      ].join(""),
    );
    writeFileSync(gate, "");
    const { end, events } = await follow(runDir, createRedactor(["s3cret-word"]));
    const messages = events.map((event) => (event.type === "warning" ? event.message : event.type));
    expect(messages).toEqual(["good [redacted]", "last"]);
    expect(end.droppedEvents).toBe(6);
    expect(end.offsets.eventCount).toBe(5);
  });
});
