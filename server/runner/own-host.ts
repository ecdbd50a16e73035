import { join } from "node:path";
import type { AnsibleCommand } from "#server/contracts/runner.ts";
import { runPaths } from "./run-directory.ts";

function placesOf(runDir: string) {
  const directory = join(runPaths(runDir).input, "own-host");
  return {
    hosts: join(directory, "hosts.yml"),
    hostVars: (host: string) => join(directory, "host_vars", `${host}.json`),
  };
}

/** Named last, since the last inventory wins. */
export function ownHostInventory({ ownHost }: AnsibleCommand, runDir: string): string[] {
  return ownHost === undefined ? [] : [`--inventory=${placesOf(runDir).hosts}`];
}

/**
 * Says of the machine that the run is on, and of no other, that it needs no ssh. Variables of that one host, never extra
 * variables: those would turn what is delegated elsewhere into work on this machine.
 */
export function ownHostFiles({ ownHost }: AnsibleCommand, runDir: string): Record<string, string> {
  if (ownHost === undefined) return {};
  const places = placesOf(runDir);
  return {
    [places.hosts]: `${JSON.stringify({ all: { hosts: { [ownHost]: {} } } })}\n`,
    [places.hostVars(ownHost)]: `${JSON.stringify({ ansible_connection: "local" })}\n`,
  };
}
