import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

type Variant = "primary" | "secondary" | "quiet" | "danger";

const variants: Readonly<Record<Variant, string>> = {
  primary:
    "bg-accent text-accent-ink hover:bg-accent-hover border-transparent shadow-sm active:translate-y-px",
  secondary: "bg-surface text-ink border-line-strong hover:bg-sunken active:translate-y-px",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-sunken hover:text-ink",
  danger: "bg-surface text-bad border-bad-line hover:bg-bad-soft active:translate-y-px",
};

interface ButtonLook {
  readonly variant?: Variant;
  readonly size?: "normal" | "small";
  readonly icon?: LucideIcon;
  /** Shows that the press is being worked on; further presses do nothing. */
  readonly isBusy?: boolean;
}

const base =
  "inline-flex items-center justify-center gap-2 rounded-lg border font-medium whitespace-nowrap " +
  "transition-colors select-none disabled:opacity-50 disabled:cursor-not-allowed touch";

/** The classes of a button, for links that look like one. */
export function buttonClass({ variant = "secondary", size = "normal" }: ButtonLook = {}): string {
  return classNames(
    base,
    size === "small" ? "px-2.5 text-[0.8125rem]" : "px-3.5 text-sm",
    variants[variant],
  );
}

/** A labelled push button: at least 44 px high for fingers, 36 px for a mouse. */
export function Button({
  variant,
  size,
  icon: Icon,
  isBusy = false,
  className,
  children,
  ...rest
}: ButtonLook & ComponentProps<"button">) {
  const Glyph = isBusy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={classNames(
        buttonClass({ ...(variant && { variant }), ...(size && { size }) }),
        className,
      )}
    >
      {Glyph ? (
        <Glyph aria-hidden className={classNames("size-4 shrink-0", isBusy && "animate-spin")} />
      ) : null}
      {children}
    </button>
  );
}

/** A button that is only an icon; `label` is its name for everyone. */
export function IconButton({
  icon: Icon,
  label,
  className,
  ...rest
}: { readonly icon: LucideIcon; readonly label: string } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classNames(
        "inline-grid size-11 pointer-fine:size-9 shrink-0 place-items-center rounded-lg text-ink-soft " +
          "transition-colors hover:bg-sunken hover:text-ink disabled:opacity-40",
        className,
      )}
    >
      <Icon aria-hidden className="size-[1.125rem]" />
    </button>
  );
}
