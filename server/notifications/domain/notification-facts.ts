import { maxNamedHosts, type NotificationFacts } from "#server/contracts/notification.ts";

/** Facts as they were found: of any length, and with whatever people and machines wrote. */
export type RawFacts = Partial<Omit<NotificationFacts, "hosts" | "hostCount">> & {
  readonly action: string;
  readonly hosts?: readonly string[];
};

const longest = { action: 200, asker: 200, reason: 500, host: 253 };

/**
 * Facts as they may leave: secrets taken out, then on one line each and cut. A secret is taken out first, because half of
 * one would not be known as such.
 */
export function safeFacts(raw: RawFacts, redact: (text: string) => string): NotificationFacts {
  const safe = (text: string, most: number) => cut(oneLine(redact(text)), most);
  const orNull = (text: string | null | undefined, most: number) => {
    const shown = safe(text ?? "", most);
    return shown === "" ? null : shown;
  };
  const hosts = [...new Set(raw.hosts ?? [])];
  return {
    action: orNull(raw.action, longest.action) ?? "a request",
    hosts: hosts.slice(0, maxNamedHosts).map((host) => safe(host, longest.host)),
    hostCount: hosts.length,
    risk: raw.risk ?? null,
    asker: orNull(raw.asker, longest.asker),
    outcome: raw.outcome ?? null,
    reason: orNull(raw.reason, longest.reason),
    headHash: raw.headHash ?? null,
  };
}

/** Control characters and signs that turn the direction of writing have no place in a message. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Cs}]/gu, "")
    .trim();
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
