import type { ScaffoldResult, ScaffoldValues } from "#server/contracts/scaffold.ts";
import { AppError } from "#server/lib/app-error.ts";
import { readServiceName } from "./service-name.ts";

type Open = readonly Pick<ScaffoldResult["gaps"][number], "variable">[];

/** Gaps that a value in the role would close: no secrets, which belong in the store, and not the hosts, which the card asks for. */
export function fillableGaps({
  service,
  gaps,
}: Pick<ScaffoldResult, "service" | "gaps">): ScaffoldResult["gaps"] {
  const name = readServiceName(service);
  const hosts = "refusal" in name ? null : `${name.role}_hosts`;
  return gaps.filter(({ variable, isSecret }) => !isSecret && variable !== hosts);
}

/**
 * Values of open gaps as they stand in a role's defaults.
 *
 * @throws invalid_input naming the first that can't be one, or that is given twice
 */
export function readGapValues(open: Open, values: ScaffoldValues): ScaffoldValues {
  const left = new Set(open.map(({ variable }) => variable));
  return values.map(({ variable, value }) => {
    if (!left.delete(variable))
      throw new AppError("invalid_input", {
        message: `${variable} is not asked for in its files, or is given twice.`,
      });
    const read = readGapValue(variable, String(value).trim());
    if (typeof read === "object")
      throw new AppError("invalid_input", { message: `${variable}: ${read.fault}` });
    return { variable, value: read };
  });
}

/** What a model proposes, without what no owner could send. */
export function plausible<Proposal extends { readonly variable: string; readonly value: string }>(
  open: Open,
  proposals: readonly Proposal[],
): Proposal[] {
  const fillable = new Set(open.map(({ variable }) => variable));
  return proposals.filter(
    ({ variable, value }) =>
      fillable.has(variable) && typeof readGapValue(variable, value.trim()) !== "object",
  );
}

/** By what the variable's name ends in, a value has a form. */
function readGapValue(
  variable: string,
  text: string,
): string | number | { readonly fault: string } {
  if (text === "" || text.length > 300) return { fault: "give it up to 300 characters." };
  if (/\p{Cc}/u.test(text)) return { fault: "keep it on one line." };
  if (/\{[{%#]/.test(text))
    return { fault: "templates are not filled in here. Edit the files for one." };
  const suffix = variable.slice(variable.lastIndexOf("_") + 1);
  const form = forms[suffix];
  if (form !== undefined && !form.pattern.test(text)) return { fault: form.fault };
  return suffix === "port" ? Number(text) : text;
}

const forms: Readonly<Record<string, { readonly pattern: RegExp; readonly fault: string }>> = {
  port: {
    pattern: /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
    fault: "a port is a number from 1 to 65535.",
  },
  image: {
    pattern: /^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*$/,
    fault: "name the image without its tag, such as docker.io/NAME/SERVICE.",
  },
  version: {
    pattern: /^(?!latest$)\w[\w.+-]*$/,
    fault: "name a version, not latest: letters, digits, dots and dashes.",
  },
  data: { pattern: /^\/[^\s:]+$/, fault: "name a whole path, such as /data." },
};
