import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { ResourcesUsed } from "./resources-used.tsx";

const noModel = { calls: 0, tokensIn: 0, tokensOut: 0, costMicroUsd: 0 };

function outcome(resources: Partial<RunOutcome["resources"]>): RunOutcome {
  return {
    ...{ verdict: "succeeded", hosts: [], message: "Done.", exitCode: 0, durationMs: 41_000 },
    ...{ failedAnsibleTask: null, lines: 0, cutLines: 0 },
    resources: { wallSeconds: 41, cpuSeconds: 12, peakMemoryMib: null, ...resources },
  };
}

const line = () => document.querySelector("summary")?.textContent;

it("tells all of it in one line, and what each figure means below", async () => {
  const used = outcome({ peakMemoryMib: 180, memoryOf: "tree", sshBytes: 2_100_000 });
  render(<ResourcesUsed outcomes={[used]} modelUse={noModel} />);
  expect(line()).toBe(
    "Took 41 s \u00b7 12 s CPU \u00b7 180 MiB \u00b7 2.1 MB over ssh \u00b7 no model",
  );
  await userEvent.click(screen.getByText(/^Took/));
  expect(document.querySelector("details")?.open).toBe(true);
  expect(document.querySelector("dl")?.textContent).toContain("were seen to hold at once");
});

it("leaves out what nobody measured, and says what an old figure means", () => {
  render(<ResourcesUsed outcomes={[outcome({ peakMemoryMib: 55 })]} modelUse={noModel} />);
  expect(line()).toBe("Took 41 s \u00b7 12 s CPU \u00b7 55 MiB \u00b7 no model");
  expect(document.querySelector("dl")?.textContent).toContain("the others were not counted");
});

it("adds up runs, but not the memory that each of them needed", () => {
  const one = { memoryOf: "tree", sshBytes: 1_000_000, peakVramMib: 512 } as const;
  const used = [outcome({ ...one, peakMemoryMib: 100 }), outcome({ ...one, peakMemoryMib: 150 })];
  render(<ResourcesUsed outcomes={used} modelUse={noModel} />);
  expect(line()).toBe(
    "Took 1 min 22 s \u00b7 24 s CPU \u00b7 150 MiB \u00b7 512 MiB VRAM \u00b7 2.0 MB over ssh \u00b7 no model",
  );
});

it.each([
  [{ calls: 2, tokensIn: 1_000, tokensOut: 200, costMicroUsd: 0 }, "1,200 tokens"],
  [{ calls: 1, tokensIn: 1_000, tokensOut: 200, costMicroUsd: 4_200 }, "1,200 tokens for $0.0042"],
])("names what models did, with money only where the ledger has some", (modelUse, text) => {
  render(<ResourcesUsed outcomes={[outcome({})]} modelUse={modelUse} />);
  expect(line()).toBe(`Took 41 s \u00b7 12 s CPU \u00b7 ${text}`);
});
