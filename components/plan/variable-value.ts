import type { VariableValue } from "#server/contracts/common.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import { isPort, isPortNumber, portLimits } from "#server/lib/port-limits.ts";

/** A typed value as a person reads it. */
export function valueText(value: VariableValue): string {
  if (value === null) return "not set";
  if (Array.isArray(value)) return value.length === 0 ? "empty list" : value.join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === "" ? "empty" : String(value);
}

/** A typed value as its form field holds it; a list has one element a line. */
export function fieldText(value: VariableValue): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/** What a field's text means for a variable of this type, or why it means nothing. Types never change to strings. */
export function readFieldText(
  variable: Pick<PlaybookVariable, "type" | "required" | "defaultValue"> & {
    readonly name?: string;
  },
  text: string,
): { readonly value: VariableValue } | { readonly problem: string } {
  if (text.trim() === "" && variable.required) return { problem: "This needs a value." };
  switch (variable.type) {
    case "string":
      return { value: text };
    case "boolean":
      return { value: text === "true" };
    case "number":
      return readNumber(text, isPort({ name: "", ...variable }));
    case "list":
      return { value: readList(text, variable.defaultValue) };
  }
}

function readNumber(
  text: string,
  isForPort: boolean,
): { value: VariableValue } | { problem: string } {
  if (text.trim() === "") return { value: null };
  const number = Number(text.trim());
  if (isForPort && !isPortNumber(number)) return { problem: `${portLimits}.` };
  return Number.isFinite(number) ? { value: number } : { problem: "This needs a number." };
}

function readList(text: string, like: VariableValue): (string | number | boolean)[] {
  const items = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const isNumeric =
    Array.isArray(like) && like.length > 0 && like.every((item) => typeof item === "number");
  const numbers = items.map(Number);
  return isNumeric && numbers.every(Number.isFinite) ? numbers : items;
}
