"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

/** Look of every text control: 16 px on phones, so that focusing never zooms the page. */
export const controlClass =
  "w-full rounded-lg border border-line-strong bg-surface px-3 text-base pointer-fine:text-sm text-ink touch " +
  "aria-invalid:border-bad disabled:opacity-60";

interface FieldText {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly problem?: string | null | undefined;
}

/** A labelled text input with its hint and its problem in words. */
export function TextField({
  label,
  hint,
  problem,
  className,
  ...rest
}: FieldText & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hint || problem ? `${id}-hint` : undefined}
        className={controlClass}
      />
      <FieldNote id={`${id}-hint`} hint={hint} problem={problem} />
    </div>
  );
}

/** A labelled choice of a few. */
export function SelectField({
  label,
  hint,
  problem,
  className,
  children,
  ...rest
}: FieldText & ComponentProps<"select">) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select
        {...rest}
        id={id}
        aria-describedby={hint || problem ? `${id}-hint` : undefined}
        className={controlClass}
      >
        {children}
      </select>
      <FieldNote id={`${id}-hint`} hint={hint} problem={problem} />
    </div>
  );
}

function FieldNote({ id, hint, problem }: { id: string } & Omit<FieldText, "label">) {
  if (!hint && !problem) return null;
  return (
    <p
      id={id}
      className={classNames("mt-1 text-[0.8125rem]", problem ? "text-bad" : "text-ink-soft")}
    >
      {problem ?? hint}
    </p>
  );
}
