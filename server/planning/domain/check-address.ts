import type { CheckPlace } from "#server/contracts/plan.ts";

/** From where a check of a port is made, and what it asks there; or why it is not. */
export type Reach =
  | { readonly target: string; readonly host: string | null }
  | { readonly refused: string };

interface Address {
  readonly name: string;
  readonly withName: (name: string) => string;
}

const longestShown = 100;

/**
 * Decides where an address is asked. Only the hosts of the task may be: whatever else an address names, in whatever
 * form it does, it would have Chiffon ask a machine that nobody planned to touch. A name of the host itself becomes the
 * host's address; what opens its port for itself alone, or is only reached by Ansible, is asked on the host.
 *
 * @param target with its variables filled in
 * @param listensOn the address that the service opens its port on, null where nobody says
 */
export function reachOf(
  kind: "http" | "tcp",
  { target, listensOn }: { readonly target: string; readonly listensOn: string | null },
  { place, places }: { readonly place: CheckPlace; readonly places: readonly CheckPlace[] },
): Reach {
  const address = kind === "http" ? readUrl(target) : readHostAndPort(target);
  if ("refused" in address) return address;
  const meant = isLoopback(address.name)
    ? place
    : places.find((one) => namesOf(one).includes(address.name));
  if (meant === undefined) {
    const refused = `${address.name.slice(0, longestShown)} is none of the hosts of this task, and no other is asked`;
    return { refused };
  }
  if (isMetadata(address.name)) return metadata;
  if (meant.isThisMachine) return { target: address.withName(address.name), host: null };
  const inside = addressInside(meant, listensOn);
  if (inside !== null) return { target: address.withName(inside), host: meant.host };
  const own = nameOf(meant.address ?? "") ?? meant.host;
  return isMetadata(own) ? metadata : { target: address.withName(own), host: null };
}

/** Where a service is asked on its host, which alone can ask it; null where it is asked from here. */
function addressInside({ address }: CheckPlace, listensOn: string | null): string | null {
  const opened = nameOf(listensOn ?? "");
  if (opened !== null && isLoopback(opened) && !isAny(opened)) return opened;
  // An address of this machine would mean another one's service here: such a host lies behind a forwarded port.
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(nameOf(address ?? "") ?? "");
  return address === null || isHere ? "127.0.0.1" : null;
}

const metadata = {
  refused: "at its address a cloud tells a machine its keys, so it is never asked",
};

function readUrl(target: string): Address | { readonly refused: string } {
  if (!URL.canParse(target)) return { refused: "its address is not understood" };
  const url = new URL(target);
  if (!["http:", "https:"].includes(url.protocol))
    return { refused: "only http and https are asked" };
  if (url.username !== "" || url.password !== "")
    return { refused: "its address holds a user's name" };
  const port = url.port === "" ? "" : `:${url.port}`;
  return {
    name: withoutDot(url.hostname),
    withName: (name) => `${url.protocol}//${name}${port}${url.pathname}${url.search}`,
  };
}

function readHostAndPort(target: string): Address | { readonly refused: string } {
  const [, written = "", port = ""] =
    /^(\[[^\]]+\]|[^:/?#@[\]\\\s]+):(\d{1,5})$/.exec(target) ?? [];
  const name = nameOf(written);
  return name === null || Number(port) < 1 || Number(port) > 65_535
    ? { refused: "its address is not a host and a port" }
    : { name, withName: (other) => `${other}:${port}` };
}

/** A host's name or address as every other spelling of it reads: 2130706433 is 127.0.0.1. Null: it is none. */
function nameOf(written: string): string | null {
  const isBareIpv6 = written.includes(":") && !written.startsWith("[");
  const url = `http://${isBareIpv6 ? `[${written}]` : written}/`;
  if (written === "" || /[/?#@\\\s]/.test(written) || !URL.canParse(url)) return null;
  return withoutDot(new URL(url).hostname);
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

function namesOf({ host, address }: CheckPlace): string[] {
  return [host, address ?? ""].flatMap((name) => nameOf(name) ?? []);
}

const loopback =
  /^(?:(?:.*\.)?localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:(?:7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\])$/;

/** True for what means the machine itself, wherever it is asked. */
function isLoopback(name: string): boolean {
  return loopback.test(name);
}

function isAny(name: string): boolean {
  return name === "0.0.0.0" || name === "[::]";
}

/** Link-local addresses, where clouds tell a machine its keys. */
function isMetadata(name: string): boolean {
  return /^(?:169\.254\.|\[fe[89ab][0-9a-f]:|\[::ffff:a9fe:|\[fd00:ec2::254\])/.test(name);
}
