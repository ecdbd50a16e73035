import { isRegistered, redirectFault } from "./redirects.ts";

/** What is known of a client: what it said of itself. Nobody vouches for the name. */
export interface Client {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** A client, or why it is none. */
export type ReadClient =
  | { readonly kind: "client"; readonly client: Client }
  | { readonly kind: "fault"; readonly message: string };

/** Room for the addresses of a client together: its id stands in addresses, which have an end. */
const longestUris = 2_000;

/**
 * The id of a client: what it said when it registered, in other letters (stateless registration, RFC 7591 A.5.2). Anybody
 * may register anything, so a signature would vouch for nothing; and a list that anybody may add to needs no keeping.
 */
export function clientIdOf({ name, redirectUris }: Client): string {
  return `chf-client.${toBase64Url(JSON.stringify([name, ...redirectUris]))}`;
}

/** What a client that wants to register may be known as. */
export function registeredClient(
  name: string | undefined,
  redirectUris: readonly string[],
): ReadClient {
  for (const address of redirectUris) {
    const said = redirectFault(address);
    if (said !== null) return fault(`The redirect address ${address.slice(0, 100)} ${said}.`);
  }
  if (redirectUris.join("").length > longestUris)
    return fault(`The redirect addresses have more than ${longestUris} characters together.`);
  return { kind: "client", client: { name: tokenNameOf(name ?? ""), redirectUris } };
}

/** Reads a client's id back, and whether it may be led to an address; both as strictly as at its registration. */
export function readClient(clientId: string, redirectUri: string): ReadClient {
  const parts = partsOf(clientId);
  if (parts === null) return fault("This client is not known here: have it register again.");
  const [name = "", ...uris] = parts;
  const read = registeredClient(name, uris);
  if (read.kind === "fault") return read;
  if (!isRegistered(uris, redirectUri) || redirectFault(redirectUri) !== null)
    return fault("The address that this client wants to be led back to is not one it registered.");
  return read;
}

/** A name as tokens have it: what a client calls itself may hold anything. */
function tokenNameOf(name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N} ._-]+/gu, " ")
    .replace(/^[ ._-]+/, "")
    .replace(/ {2,}/g, " ")
    .slice(0, 60)
    .trim();
  return plain === "" ? "MCP client" : plain;
}

function partsOf(clientId: string): string[] | null {
  const [, text] = /^chf-client\.([A-Za-z0-9_-]+)$/.exec(clientId) ?? [];
  if (text === undefined) return null;
  try {
    const parts: unknown = JSON.parse(fromBase64Url(text));
    const isList = Array.isArray(parts) && parts.length >= 2 && parts.length <= 11;
    return isList && parts.every((part) => typeof part === "string") ? parts : null;
  } catch {
    return null;
  }
}

function fault(message: string): ReadClient {
  return { kind: "fault", message };
}

function toBase64Url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

function fromBase64Url(text: string): string {
  return Buffer.from(text, "base64url").toString("utf8");
}
