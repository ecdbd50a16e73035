import { lookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Why something could not be sent, in words that say how to mend it. `isFinal`: trying again changes nothing. */
export class SendFault extends Error {
  readonly isFinal: boolean;

  constructor(message: string, { isFinal, cause }: { isFinal: boolean; cause?: unknown }) {
    super(message, { cause });
    this.isFinal = isFinal;
  }
}

/** Which addresses may be sent to, beside those of the network here and of the internet. */
export interface OutgoingRule {
  /** This machine itself, where services listen that take whoever reaches them for a friend. */
  readonly allowsLoopback: boolean;
}

/** A body to be posted. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly timeoutMs: number;
}

const maxReplyBytes = 4_096;
const blocked = new BlockList();
// Where clouds tell a machine its keys.
blocked.addSubnet("169.254.0.0", 16, "ipv4");
blocked.addAddress("100.100.100.200", "ipv4");
blocked.addSubnet("fe80::", 10, "ipv6");
blocked.addAddress("fd00:ec2::254", "ipv6");
// No single machine's.
blocked.addSubnet("224.0.0.0", 3, "ipv4");
blocked.addSubnet("ff00::", 8, "ipv6");
const own = new BlockList();
own.addSubnet("127.0.0.0", 8, "ipv4");
own.addSubnet("0.0.0.0", 8, "ipv4");
own.addAddress("::1", "ipv6");
own.addAddress("::", "ipv6");

/** Why nothing is sent to an IP address; null where it may be. */
export function addressFault(address: string, { allowsLoopback }: OutgoingRule): string | null {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (blocked.check(address, family))
    return "is an address that messages are never sent to: clouds tell a machine its keys at such ones";
  if (!allowsLoopback && own.check(address, family))
    return "is this machine itself, where only channels of admins may send";
  return null;
}

/** The first address of a name that may be sent to. @throws SendFault where it has none, or one that may not */
export async function resolveOutgoing(hostname: string, rule: OutgoingRule): Promise<string> {
  const name = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    lookupBy(rule)(name, { all: true }, (error, found) => {
      const [first] = Array.isArray(found) ? found : [];
      if (error !== null) reject(toFault(error, name));
      else if (first === undefined) reject(unknownName(name));
      else resolve(first.address);
    });
  });
}

/**
 * Posts a body and takes no redirect. Which machine the name stands for is looked at as the connection is made, so that
 * a name can't stand for another one later.
 *
 * @returns the status, which is 2xx
 * @throws SendFault for everything else
 */
export async function post(given: Post, rule: OutgoingRule): Promise<number> {
  const url = new URL(given.url);
  if (url.username !== "" || url.password !== "")
    throw new SendFault("The address holds a user's name or password: give those apart from it.", {
      isFinal: true,
    });
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const fault = isIP(name) === 0 ? null : addressFault(name, rule);
  if (fault !== null) throw new SendFault(`${name} ${fault}.`, { isFinal: true });
  let status: number;
  try {
    status = await exchange(url, given, rule);
  } catch (error) {
    throw toFault(error, url.host);
  }
  const refusal = statusFault(status, url.host);
  if (refusal !== null) throw refusal;
  return status;
}

function exchange(url: URL, given: Post, rule: OutgoingRule): Promise<number> {
  const { body, headers, timeoutMs } = given;
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      lookup: lookupBy(rule),
      // A connection is not kept: the next message may be hours away.
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      drain(response);
      response.on("error", reject);
      response.on("close", () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

/** Reads a little of an answer, of which only the status matters, and hangs up. */
function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxReplyBytes) response.destroy();
  });
}

class RefusedAddress extends Error {}

function lookupBy(rule: OutgoingRule): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const refused = error ?? refusedOf(hostname, found, rule);
      if (refused !== null) return callback(refused, "", 0);
      const [first] = found;
      if (options.all === true || first === undefined) return callback(null, found);
      callback(null, first.address, first.family);
    });
  };
}

function refusedOf(
  hostname: string,
  found: readonly { readonly address: string }[],
  rule: OutgoingRule,
): RefusedAddress | null {
  for (const { address } of found) {
    const fault = addressFault(address, rule);
    if (fault !== null) return new RefusedAddress(`${hostname} (${address}) ${fault}.`);
  }
  return null;
}

function statusFault(status: number, host: string): SendFault | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return new SendFault(`${host} redirects elsewhere (${status}): give the address it leads to.`, {
      isFinal: true,
    });
  const words: Readonly<Record<number, string>> = {
    401: "wants a token, or another one: give it to the channel again",
    403: "refuses the token: give the channel one that may write there",
    404: "has nothing at that address: check the path",
    410: "has nothing at that address any more",
    413: "finds the message too long",
    429: "takes no more messages for now",
  };
  const isFinal = status < 500 && ![408, 425, 429].includes(status);
  const said = words[status] ?? (status >= 500 ? "has trouble of its own" : "refuses the message");
  return new SendFault(`${host} ${said} (${status}).`, { isFinal });
}

const faults: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections: is its server running, and is the port right?",
  ECONNRESET: "broke the connection off: is it http or https, and is the port right?",
  EPIPE: "broke the connection off: is it http or https, and is the port right?",
  EHOSTUNREACH: "can't be reached from here: is it switched on, and on this network?",
  ENETUNREACH: "can't be reached from here: is it on this network?",
  ETIMEDOUT: "does not answer: is it switched on, and does a firewall let this machine through?",
  EPROTO: "speaks no TLS there: try http:// or another port",
  ERR_SSL_WRONG_VERSION_NUMBER: "speaks no TLS there: try http:// or another port",
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate("is signed by itself"),
  SELF_SIGNED_CERT_IN_CHAIN: certificate("is signed by an authority of its own"),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate("is signed by nobody that this machine knows"),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate("is signed by nobody that this machine knows"),
  CERT_HAS_EXPIRED: certificate("has expired"),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate("is for another name"),
};

function certificate(what: string): string {
  return `shows a certificate that ${what}: mend it there, or have this machine trust its authority (NODE_EXTRA_CA_CERTS)`;
}

/** What went wrong with a connection, in words. */
export function toFault(error: unknown, host: string): SendFault {
  if (error instanceof SendFault) return error;
  if (error instanceof RefusedAddress)
    return new SendFault(error.message, { isFinal: true, cause: error });
  const code = codeOf(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return unknownName(host);
  const isTimeout = error instanceof Error && /^(?:Abort|Timeout)Error$/.test(error.name);
  const said = faults[isTimeout ? "ETIMEDOUT" : code] ?? `could not be reached (${code})`;
  return new SendFault(`${host} ${said.replace(/[.?]?$/, (end) => (end === "?" ? "?" : "."))}`, {
    isFinal: false,
    cause: error,
  });
}

function unknownName(host: string): SendFault {
  return new SendFault(
    `The name ${host} is not known here: check how it is spelt, or give its IP address.`,
    { isFinal: false },
  );
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : "no reason given";
}
