import { classNames } from "#components/ui/class-names.ts";

/** How far the set-up has come. */
export function StepDots({ step, of }: { readonly step: number; readonly of: number }) {
  return (
    <div className="flex items-center gap-3">
      <div aria-hidden className="flex gap-1.5">
        {Array.from({ length: of }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the dots never change place
            key={index}
            className={classNames(
              "h-1.5 rounded-full transition-all",
              index + 1 === step ? "w-6 bg-accent" : "w-1.5",
              index + 1 < step && "bg-accent-line",
              index + 1 > step && "bg-line",
            )}
          />
        ))}
      </div>
      <p className="text-xs font-medium text-ink-faint">
        Step {step} of {of}
      </p>
    </div>
  );
}
