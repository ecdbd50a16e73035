import { findFreePort } from "#server/platform/embedded/free-port.ts";

const TRIES = 50;

/** Returns the first free port from `wanted` on; 0 means any. */
export async function choosePort(wanted: number, host: string): Promise<number> {
  if (wanted === 0) return findFreePort({ host });
  for (let port = wanted; port < Math.min(wanted + TRIES, 65_536); port++) {
    if ((await findFreePort({ preferred: port, host })) === port) return port;
  }
  throw new Error(`No free port from ${wanted} on ${host}. Set PORT to a free one.`);
}
