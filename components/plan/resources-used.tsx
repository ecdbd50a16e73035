import { bytesText, memoryText } from "#components/lib/size-text.ts";
import { durationText } from "#components/lib/time-text.ts";
import { moneyText, tokensText } from "#components/spend/money.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { ModelUse } from "#server/contracts/ai.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";

/** What a finished request used, in one line; opened, each figure with what it means. */
export function ResourcesUsed({
  outcomes,
  modelUse,
}: {
  readonly outcomes: readonly RunOutcome[];
  readonly modelUse: ModelUse;
}) {
  if (outcomes.length === 0) return null;
  const figures = figuresOf(outcomes, modelUse);
  return (
    <Disclosure
      summary={
        <span className="tabular font-normal text-ink-soft">
          Took {figures.map(({ short }) => short).join(" \u00b7 ")}
        </span>
      }
    >
      <dl className="mt-1 space-y-1 pl-5 text-[0.8125rem]">
        {figures.map(({ name, short, meaning }) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="tabular">
              {short}
              <span className="text-ink-soft">, {meaning}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}

interface Figure {
  readonly name: string;
  readonly short: string;
  readonly meaning: string;
}

function figuresOf(outcomes: readonly RunOutcome[], modelUse: ModelUse): Figure[] {
  const sum = (pick: (outcome: RunOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const cpuMs = sum(({ resources }) => resources.cpuSeconds) * 1_000;
  return [
    {
      name: "Time",
      short: durationText(sum(({ durationMs }) => durationMs)),
      meaning: outcomes.length > 1 ? "all runs together" : "from start to end",
    },
    {
      name: "Processor",
      short: `${durationText(cpuMs)} CPU`,
      meaning: "of the machine that ran it",
    },
    ...memoryFigure(outcomes),
    ...graphicsFigure(outcomes),
    ...networkFigure(outcomes),
    modelFigure(modelUse),
  ];
}

/** Runs are not always at the same time: the largest is what one of them needed. */
function memoryFigure(outcomes: readonly RunOutcome[]): Figure[] {
  const used = outcomes.map(({ resources }) => resources);
  const largest = used.toSorted((a, b) => (b.peakMemoryMib ?? 0) - (a.peakMemoryMib ?? 0))[0];
  if (largest?.peakMemoryMib == null || largest.peakMemoryMib === 0) return [];
  const meaning =
    largest.memoryOf === "tree"
      ? "the most that its processes were seen to hold at once"
      : "of its largest process; the others were not counted";
  return [{ name: "Memory", short: memoryText(largest.peakMemoryMib), meaning }];
}

function graphicsFigure(outcomes: readonly RunOutcome[]): Figure[] {
  const most = Math.max(...outcomes.map(({ resources }) => resources.peakVramMib ?? 0));
  if (most === 0) return [];
  return [
    {
      name: "Graphics card",
      short: `${memoryText(most)} VRAM`,
      meaning: "the most that its processes were seen to hold",
    },
  ];
}

function networkFigure(outcomes: readonly RunOutcome[]): Figure[] {
  const bytes = outcomes.reduce((sum, { resources }) => sum + (resources.sshBytes ?? 0), 0);
  if (bytes === 0) return [];
  const meaning = "to and from the hosts, before encryption adds to it";
  return [{ name: "Network", short: `${bytesText(bytes)} over ssh`, meaning }];
}

/** Money only as the ledger has it. */
function modelFigure({ calls, tokensIn, tokensOut, costMicroUsd }: ModelUse): Figure {
  const name = "Language model";
  if (calls === 0) return { name, short: "no model", meaning: "planned by rules and search alone" };
  const asked = `asked ${calls === 1 ? "once" : `${calls} times`}`;
  const tokens = `${tokensText(tokensIn + tokensOut)} tokens`;
  return costMicroUsd === 0
    ? { name, short: tokens, meaning: `${asked}, at no cost` }
    : { name, short: `${tokens} for ${moneyText(costMicroUsd)}`, meaning: asked };
}
