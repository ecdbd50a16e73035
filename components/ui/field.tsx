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
  return (
    <Field label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => <input {...rest} {...wiring} className={controlClass} />}
    </Field>
  );
}

/** A labelled text of several lines. */
export function TextAreaField({
  label,
  hint,
  problem,
  className,
  ...rest
}: FieldText & ComponentProps<"textarea">) {
  return (
    <Field label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => (
        <textarea
          {...rest}
          {...wiring}
          className={classNames(controlClass, "py-2 font-mono text-xs")}
        />
      )}
    </Field>
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
  return (
    <Field label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => (
        <select {...rest} {...wiring} className={controlClass}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** What ties a control to its label and its note. */
interface Wiring {
  readonly id: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

function Field({
  label,
  hint,
  problem,
  className,
  children,
}: FieldText & {
  readonly className: string | undefined;
  readonly children: (wiring: Wiring) => ReactNode;
}) {
  const id = useId();
  const noteId = hint || problem ? `${id}-hint` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-invalid": problem ? true : undefined, "aria-describedby": noteId })}
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
