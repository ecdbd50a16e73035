/** What a template may name, and nothing else. */
const placeholders = ["host", "service", "alert"] as const;
type Placeholder = (typeof placeholders)[number];

/** What an alert names; all of it is somebody else's text. */
export type AlertValues = Readonly<Record<Placeholder, string | null>>;

const maxValue = 60;
/** Names by which a request means more than one host. */
const everything = /^(?:all|any|each|every|everything|everywhere|hosts?|servers?)$/i;

/** What is wrong with a template, for its owner; null where nothing is. */
export function templateFault(template: string): string | null {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find(
    ([, name = ""]) => !isPlaceholder(name),
  );
  if (unknown !== undefined)
    return `"${unknown[0].slice(0, 40)}" is nothing that an alert names. Use {host}, {service} or {alert}.`;
  const rest = template.replace(/\{[^{}]*\}/g, "");
  if (/[{}]/.test(rest)) return "A brace is left open. Write {host}, {service} or {alert}.";
  return /\p{L}{2}/u.test(rest)
    ? null
    : "Say what is to be done, such as: restart {service} on {host}";
}

/** What is asked for, or why nothing is. */
export type Filled =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "lacking"; readonly reason: string };

/** Puts what an alert names into a template: each value one word of harmless characters, at most 60. */
export function fillTemplate(template: string, values: AlertValues): Filled {
  for (const name of placeholders) {
    if (!template.includes(`{${name}}`)) continue;
    const value = safeValue(values[name]);
    if (value === "") return { kind: "lacking", reason: `The alert names no ${name}.` };
    if (name === "host" && everything.test(value))
      return { kind: "lacking", reason: `"${value}" is no single host.` };
  }
  const text = template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    isPlaceholder(name) ? safeValue(values[name]) : whole,
  );
  return { kind: "text", text };
}

/** A value as one word: letters, digits, dots, dashes and underscores; everything else parts, and becomes a dash. */
export function safeValue(value: string | null): string {
  return (value ?? "")
    .slice(0, 500)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, maxValue)
    .replace(/^[-._]+|[-._]+$/g, "");
}

function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((known) => known === name);
}
