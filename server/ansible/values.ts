/** A YAML mapping as plain values. */
export type Mapping = Readonly<Record<string, unknown>>;

/** True for a mapping (not a list, not null). */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list as it is, anything else but null as a list of one, null as none. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}

/** The strings of a value that may be one string, a comma list or a list; numbers become text. */
export function asStrings(value: unknown): string[] {
  return asList(value).flatMap((item) => {
    if (typeof item === "string")
      return item
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
    return typeof item === "number" ? [String(item)] : [];
  });
}

/** Text of a scalar, or null. */
export function asText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** True for text that Ansible would evaluate. */
export function isTemplated(text: string): boolean {
  return text.includes("{{") || text.includes("{%") || text.includes("{#");
}

/** YAML 1.1 and Ansible truth: true, yes, on, 1, y and their like. */
export function isTruthy(value: unknown): boolean {
  if (typeof value === "string") return /^(true|yes|on|1|y|t)$/i.test(value.trim());
  return value === true || value === 1;
}
