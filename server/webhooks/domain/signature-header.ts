import { signatureWindowSeconds } from "#server/contracts/webhook.ts";

/** A signature as it came, and what it must be of. */
export interface ShownSignature {
  /** Lower-case hexadecimal. */
  readonly signature: string;
  /** What is signed, before the body. */
  readonly prefix: string;
  /** When, in seconds since 1970. */
  readonly atSeconds: number;
}

/** Headers that carry signatures; null where one is missing. */
export interface SignatureHeaders {
  /** `t=SECONDS,v1=HEX` over `SECONDS.BODY`. */
  readonly chiffon: string | null;
  /** Grafana's: HEX over `SECONDS:BODY`, with the seconds in a header of their own. */
  readonly grafana: string | null;
  readonly grafanaTimestamp: string | null;
}

/** The signature of a call; null where there is none that has a time. */
export function shownSignature(headers: SignatureHeaders): ShownSignature | null {
  const own = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(headers.chiffon ?? "");
  if (own !== null) return shown(own[2], own[1], ".");
  const seconds = /^\d{1,12}$/.exec(headers.grafanaTimestamp ?? "")?.[0];
  const signature = /^[0-9a-f]{64}$/.exec(headers.grafana ?? "")?.[0];
  return shown(signature, seconds, ":");
}

function shown(
  signature: string | undefined,
  seconds: string | undefined,
  separator: string,
): ShownSignature | null {
  if (signature === undefined || seconds === undefined) return null;
  return { signature, prefix: `${seconds}${separator}`, atSeconds: Number(seconds) };
}

/** Whether a signature is from now, as far as clocks agree. */
export function isFresh({ atSeconds }: Pick<ShownSignature, "atSeconds">, now: Date): boolean {
  return Math.abs(now.getTime() / 1_000 - atSeconds) <= signatureWindowSeconds;
}
