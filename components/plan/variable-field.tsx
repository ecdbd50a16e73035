"use client";

import { useId, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { controlClass } from "#components/ui/field.tsx";
import type { VariableValue } from "#server/contracts/common.ts";
import type { PlanVariable } from "#server/contracts/plan.ts";
import { fieldText, readFieldText, valueText } from "./variable-value.ts";

/** A variable with its value: a typed field while it can be changed, else plain text. */
export function VariableField({
  variable,
  value,
  onChange,
  onProblem = () => undefined,
}: {
  readonly variable: PlanVariable;
  /** Told what is wrong with what was typed, and that nothing is any more. */
  readonly onProblem?: (problem: string | null) => void;
  /** The value in the draft. */
  readonly value: VariableValue;
  /** Absent: read only. */
  readonly onChange: ((value: VariableValue) => void) | undefined;
}) {
  const id = useId();
  const isChanged = JSON.stringify(value) !== JSON.stringify(variable.value);
  return (
    <div className="grid gap-1 py-2 sm:grid-cols-[minmax(8rem,14rem)_1fr] sm:gap-4">
      <div className="min-w-0">
        <label
          htmlFor={onChange && variable.decidesHosts !== true ? id : undefined}
          className="font-mono text-[0.8125rem] font-medium"
        >
          {variable.name}
        </label>
        {variable.required ? <span className="text-xs text-ink-faint"> required</span> : null}
        {variable.description ? (
          <p className="text-xs text-ink-soft">{variable.description}</p>
        ) : null}
      </div>
      <div className="min-w-0">
        {onChange && !variable.secret && variable.decidesHosts !== true ? (
          <Control
            id={id}
            variable={variable}
            value={value}
            onChange={onChange}
            onProblem={onProblem}
          />
        ) : (
          <p className="font-mono text-[0.8125rem] break-words">
            {variable.secret ? "•••" : valueText(value)}
          </p>
        )}
        <p className="mt-0.5 text-xs text-ink-faint">{origin(variable, isChanged)}</p>
      </div>
    </div>
  );
}

function origin(variable: PlanVariable, isChanged: boolean): string {
  if (variable.secret)
    return "A secret: from the store, your inventory or the playbook; never shown";
  if (variable.decidesHosts === true && variable.overridden)
    return "The chosen hosts; ask again to choose others";
  if (isChanged) return `Was ${valueText(variable.value)}; not saved yet`;
  if (variable.overridden)
    return `Set by this plan; default is ${valueText(variable.defaultValue)}`;
  return variable.templated ? "Worked out by the playbook" : "The playbook's default";
}

function Control({
  id,
  variable,
  value,
  onChange,
  onProblem,
}: {
  readonly id: string;
  readonly variable: PlanVariable;
  readonly value: VariableValue;
  readonly onChange: (value: VariableValue) => void;
  readonly onProblem: (problem: string | null) => void;
}) {
  if (variable.type === "boolean") {
    return (
      <label className="inline-flex min-h-11 items-center gap-2 text-sm pointer-fine:min-h-9">
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
          className="size-5 accent-(--accent)"
        />
        {value === true ? "yes" : "no"}
      </label>
    );
  }
  if (variable.choices) {
    return (
      <select
        id={id}
        value={fieldText(value)}
        onChange={(event) => onChange(event.target.value)}
        className={controlClass}
      >
        {variable.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return (
    <TextControl
      id={id}
      variable={variable}
      value={value}
      onChange={onChange}
      onProblem={onProblem}
    />
  );
}

/** Keeps what was typed as text, so that a half-typed number is not lost; only sound values leave the field. */
function TextControl({
  id,
  variable,
  value,
  onChange,
  onProblem,
}: {
  readonly id: string;
  readonly variable: PlanVariable;
  readonly value: VariableValue;
  readonly onChange: (value: VariableValue) => void;
  readonly onProblem: (problem: string | null) => void;
}) {
  const [text, setText] = useState(() => fieldText(value));
  const [problem, setProblem] = useState<string | null>(null);
  const handle = (typed: string) => {
    setText(typed);
    const read = readFieldText(variable, typed);
    if ("problem" in read) {
      setProblem(read.problem);
      onProblem(read.problem);
      return;
    }
    setProblem(null);
    onChange(read.value);
  };
  const shared = {
    id,
    value: text,
    spellCheck: false,
    autoComplete: "off",
    autoCapitalize: "none",
    "aria-invalid": problem ? true : undefined,
    "aria-describedby": problem ? `${id}-problem` : undefined,
  } as const;
  return (
    <>
      {variable.type === "list" ? (
        <textarea
          {...shared}
          rows={Math.min(6, text.split("\n").length + 1)}
          onChange={(event) => handle(event.target.value)}
          className={classNames(controlClass, "py-2 font-mono")}
        />
      ) : (
        <input
          {...shared}
          inputMode={variable.type === "number" ? "decimal" : "text"}
          onChange={(event) => handle(event.target.value)}
          className={classNames(controlClass, "font-mono")}
        />
      )}
      {problem ? (
        <p id={`${id}-problem`} className="mt-0.5 text-xs text-bad">
          {problem} Until it is corrected, the value stays {valueText(value)}.
        </p>
      ) : null}
    </>
  );
}
