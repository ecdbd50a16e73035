/**
 * Templates are programs: `{{ lookup('pipe', 'rm x') }}` runs a command on the controller, and attributes such as
 * `__globals__` lead to all of Python. Here a template is plain when it only puts values together: names, literals,
 * operators, and filters, tests, methods and lookups of known lists. Whatever is on no list is not plain.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const plainFilters =
  words(`abs b64encode basename batch bool capitalize combine count d default dict2items
  difference dirname e escape first flatten float groupby hash human_readable human_to_bytes indent
  int intersect items2dict ipaddr ipv4 ipv6 join last length list lower max min mandatory product quote random reject
  rejectattr relpath replace reverse regex_escape regex_findall regex_replace regex_search round select selectattr sort
  split splitext string strftime subelements sum symmetric_difference ternary title to_datetime to_json to_nice_json
  to_nice_yaml to_uuid to_yaml trim truncate type_debug union unique upper urlencode urlsplit version wordcount zip
  zip_longest map extract community.general.json_query json_query`);
const plainTests =
  words(`defined undefined none string number integer float boolean mapping sequence iterable even odd
  divisibleby equalto eq ne lt le gt ge in sameas search match regex contains version version_compare subset superset
  any all failed success succeeded changed change skipped skip started finished truthy falsy true false directory
  file exists abs link link_exists upper lower`);
const plainMethods =
  words(`split rsplit splitlines strip lstrip rstrip lower upper title startswith endswith find
  count get items keys values join index isdigit union intersection`);
const plainLookups =
  words(`file fileglob first_found vars varnames dict items list sequence subelements together nested
  flattened indexed_items inventory_hostnames random_choice ini csvfile env`);
const lookupNames = words("lookup query q");
/** Filters that take the name of another filter or test as their first argument. */
const appliers = words("map select reject");
const operators = words("and or not is in if else true false none True False None");

/** True for text whose templates, if it has any, only put values together. */
export function isPlainTemplate(text: string): boolean {
  if (!/\{[{%#]/.test(text)) return true;
  const odd = "{{";
  const rest = text
    .replace(/\{\{([^{}]*)\}\}/g, (_whole, inside: string) =>
      isPlainExpression(inside) ? "" : odd,
    )
    .replace(/\{%([^{}%]*)%\}/g, (_whole, inside: string) => (isPlainStatement(inside) ? "" : odd));
  return !/\{[{%#]/.test(rest);
}

/** Loops, choices and names for values. Anything else, such as `{% import %}`, is not plain. */
function isPlainStatement(text: string): boolean {
  const source = text.replace(/^-|-$/g, " ").trim();
  if (/^(?:else|endif|endfor)$/.test(source)) return true;
  const match = /^(?:for \w+(?: *, *\w+)* in|(?:el)?if|set \w+ *=(?!=)) *([\s\S]+)$/.exec(source);
  return match !== null && isPlainExpression(match[1] ?? "");
}

/** True for a lookup of that name, written with or without Ansible's own collection, that reads and runs nothing. */
export function isPlainLookup(name: string): boolean {
  return plainLookups.has(name.replace(/^ansible\.builtin\./, ""));
}

interface Token {
  readonly kind: "name" | "text" | "number" | "sign";
  readonly text: string;
}

const tokenPattern =
  /\s*(?:([A-Za-z_]\w*)|('(?:[^'\\]|\\[ntrsSdDwWbB.^$|?*+/-]|\\[1-9](?!\d))*'|"(?:[^"\\]|\\[ntrsSdDwWbB.^$|?*+/-]|\\[1-9](?!\d))*")|(\d[\d.]*)|(\/\/|==|!=|<=|>=|[-+/~<>=()[\],.:|]))/y;

/** True for an expression, as between `{{ }}` or behind `when`, that only puts values together. */
export function isPlainExpression(text: string): boolean {
  const tokens = tokenise(text.replace(/^-|-$/g, " "));
  return tokens?.every((token, at) => isPlainToken(tokens, token, at)) ?? false;
}

function tokenise(text: string): Token[] | null {
  const source = text.trimEnd();
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const match = tokenPattern.exec(source);
    if (match === null) return null;
    const [, name, literal, number, sign] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (literal !== undefined) tokens.push({ kind: "text", text: literal.slice(1, -1) });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

function isPlainToken(tokens: readonly Token[], token: Token, at: number): boolean {
  // A text with braces or calls could become a template of its own; `__` leads into Python.
  if (token.kind === "text") return !/__|[{}(]|%c/.test(token.text);
  if (token.kind === "name") return isPlainName(tokens, token.text, at);
  if (token.text === "|") return tokens[at + 1]?.kind === "name";
  return token.text !== "(" || isPlainCall(tokens, at);
}

function isPlainName(tokens: readonly Token[], name: string, at: number): boolean {
  if (name.startsWith("_") || name.includes("__")) return false;
  if (isSign(tokens[at - 1], "|")) return plainFilters.has(dottedFrom(tokens, at));
  if (lookupNames.has(name)) return isSign(tokens[at + 1], "(") && !isSign(tokens[at - 1], ".");
  return !isTestName(tokens, at) || plainTests.has(name.replace(/^ansible_/, ""));
}

/** What a bracket may follow: nothing, an operator, or the name of something on a list. */
function isPlainCall(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined) return true;
  if (before.kind === "sign") return ![")", "]"].includes(before.text);
  if (before.kind !== "name") return false;
  if (operators.has(before.text)) return true;
  if (lookupNames.has(before.text)) return isPlainLookupCall(tokens, at);
  const start = startOfDotted(tokens, at - 1);
  if (isSign(tokens[start - 1], "|"))
    return isPlainFilterCall(tokens, at, dottedFrom(tokens, start));
  if (isTestName(tokens, at - 1)) return true;
  return isSign(tokens[at - 2], ".") && plainMethods.has(before.text);
}

function isPlainLookupCall(tokens: readonly Token[], at: number): boolean {
  const named = tokens[at + 1];
  const ends = [",", ")"].includes(tokens[at + 2]?.text ?? "");
  return named?.kind === "text" && ends && isPlainLookup(named.text);
}

function isPlainFilterCall(tokens: readonly Token[], at: number, filter: string): boolean {
  if (!appliers.has(filter)) return true;
  const [first, second] = [tokens[at + 1], tokens[at + 2]];
  if (first?.kind === "name") return first.text === "attribute" && isSign(second, "=");
  const ends = isSign(second, ",") || isSign(second, ")");
  if (first?.kind !== "text" || !ends) return isSign(first, ")");
  return plainFilters.has(first.text) || plainTests.has(first.text);
}

/** True for the name behind `is` or `is not`. */
function isTestName(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const isNot = before?.text === "not" && tokens[at - 2]?.text === "is";
  return before?.kind === "name" && (before.text === "is" || isNot) && tokens[at]?.text !== "not";
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}

/** `a.b.c` from its first name on. */
function dottedFrom(tokens: readonly Token[], at: number): string {
  let name = tokens[at]?.text ?? "";
  for (
    let next = at + 1;
    isSign(tokens[next], ".") && tokens[next + 1]?.kind === "name";
    next += 2
  ) {
    name += `.${tokens[next + 1]?.text}`;
  }
  return name;
}

function startOfDotted(tokens: readonly Token[], at: number): number {
  let start = at;
  while (isSign(tokens[start - 1], ".") && tokens[start - 2]?.kind === "name") start -= 2;
  return start;
}
