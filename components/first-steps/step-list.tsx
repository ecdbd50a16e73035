import { Check } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { type StepName, stepNames } from "./use-first-steps.ts";

/** What each step is called. */
export const stepTitles: Readonly<Record<StepName, string>> = {
  repository: "Your repository",
  hosts: "Your hosts",
  models: "Language models",
  request: "First request",
};

/** The steps with which is done and which is shown; any can be opened. */
export function StepList({
  done,
  current,
  onOpen,
}: {
  readonly done: Readonly<Record<StepName, boolean>>;
  readonly current: StepName;
  readonly onOpen: (step: StepName) => void;
}) {
  return (
    <ol className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {stepNames.map((name, index) => {
        const isCurrent = name === current;
        return (
          <li key={name}>
            <button
              type="button"
              aria-current={isCurrent ? "step" : undefined}
              onClick={() => onOpen(name)}
              className={classNames(
                "flex min-h-11 w-full items-center gap-2.5 rounded-xl border px-3 py-2 text-left text-[0.8125rem] font-medium",
                isCurrent
                  ? "border-accent-line bg-accent-soft text-ink"
                  : "border-line bg-surface text-ink-soft hover:bg-sunken",
              )}
            >
              <span
                className={classNames(
                  "grid size-6 shrink-0 place-items-center rounded-full border text-xs",
                  done[name] ? "border-ok-line bg-ok-soft text-ok" : "border-line-strong",
                )}
              >
                {done[name] ? <Check aria-hidden className="size-3.5" /> : index + 1}
              </span>
              <span className="min-w-0">
                {stepTitles[name]}
                {done[name] ? <span className="sr-only">, done</span> : null}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
