/** A JSON-RPC message as far as its transport looks at it. */
export interface Message {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
}

/** The parameter that a method's `Mcp-Name` header repeats. */
const nameOf: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};

/** Where a message says its revision, from 2026-07-28 on. */
const revisionKey = "io.modelcontextprotocol/protocolVersion";

/**
 * The headers that Streamable HTTP wants of a message which says the same in its body, and which a message on stdio has
 * no place for (specification 2026-07-28, Streamable HTTP, standard request headers).
 *
 * @param agreed the revision that an `initialize` agreed on, for messages that do not say theirs; null: none yet
 */
export function messageHeaders(
  { method = "", params }: Message,
  agreed: string | null,
): Record<string, string> {
  const given: Record<string, unknown> = Object(params);
  const claimed = Object(given["_meta"])[revisionKey];
  if (typeof claimed !== "string")
    return agreed === null ? {} : { "mcp-protocol-version": headerText(agreed) };
  const name = Object.hasOwn(nameOf, method) ? given[nameOf[method] ?? ""] : undefined;
  return {
    "mcp-protocol-version": headerText(claimed),
    "mcp-method": headerText(method),
    ...(typeof name === "string" ? { "mcp-name": headerText(name) } : {}),
  };
}

/** Text as a header can carry it: what has no place there travels as Base64 between marks. */
function headerText(text: string): string {
  const isPlain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith("=?");
  return isPlain ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
}
