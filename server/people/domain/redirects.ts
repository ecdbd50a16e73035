/** Schemes that a browser acts on itself instead of handing them to a program. */
const schemesOfBrowsers = new Set([
  ...["http:", "ws:", "wss:", "ftp:", "file:", "blob:", "data:", "about:", "javascript:"],
  ...["vbscript:", "filesystem:", "view-source:", "chrome:", "resource:", "mailto:", "tel:"],
]);

/**
 * Why a client may not be led back to an address; null where it may: to https, to http on the machine of whoever sits at
 * the browser, and to a scheme of a program's own (RFC 8252).
 */
export function redirectFault(address: string): string | null {
  if (!URL.canParse(address)) return "is no address";
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return "holds a name or password";
  if (address.includes("#")) return "has a fragment";
  if (url.protocol === "https:" || isLoopback(url)) return null;
  if (url.protocol === "http:") return "is http, which only this machine itself may be";
  return schemesOfBrowsers.has(url.protocol) ? `has the scheme ${url.protocol}` : null;
}

/**
 * Whether an address is one that a client registered: to the letter, but for the port of its own machine, which is another
 * each time (RFC 8252, 7.3).
 */
export function isRegistered(registered: readonly string[], address: string): boolean {
  return registered.some((one) => withoutLoopbackPort(one) === withoutLoopbackPort(address));
}

/** Where an address leads, as people read it: a host, a program, or their own machine. */
export function destinationOf(address: string): string {
  const url = new URL(address);
  if (isLoopback(url)) return "a program on this device";
  return url.protocol === "https:" ? url.host : `the program that opens ${url.protocol}//`;
}

/** The address that brings an answer back to the client, beside what it asks with already. */
export function withAnswer(
  address: string,
  answer: Readonly<Record<string, string | null>>,
): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(answer))
    if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

function withoutLoopbackPort(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (!isLoopback(url)) return address;
  url.port = "";
  return url.href;
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}
