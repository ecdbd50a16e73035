import type { ScanWarning } from "#server/contracts/playbook.ts";
import type { Closure } from "./closure.ts";
import { literalPattern } from "./host-pattern.ts";
import type { Play } from "./play.ts";

const plainConnections = new Set(["ssh", "smart", "local", "paramiko", "paramiko_ssh"]);

/** Why a playbook cannot be run through Chiffon, in words; empty when it can. */
export function refusalsOf(plays: readonly Play[], closure: Closure): string[] {
  const refusals = new Set(missingRoles(closure));
  for (const { path, brokenAt } of closure.playbooks) {
    if (brokenAt !== null) refusals.add(`${path} has a syntax error in line ${brokenAt}.`);
  }
  if (plays.length === 0) refusals.add("It holds no play that could run.");
  for (const refusal of plays.flatMap(playRefusals)) refusals.add(refusal);
  if ([...closure.paths].some((path) => /(?:^|\/)connection_plugins\//.test(path))) {
    refusals.add("It brings its own connection plugin.");
  }
  return [...refusals].slice(0, 10);
}

function playRefusals(play: Play): string[] {
  const connection = play.connection?.slice(play.connection.lastIndexOf(".") + 1);
  const odd = connection !== undefined && !plainConnections.has(connection);
  const hidden = play.hosts !== "" && literalPattern(play.hosts) === null;
  return [
    ...(odd ? [`It connects with "${connection}"; only ssh and local are supported.`] : []),
    ...(play.hosts === "" ? ["One of its plays names no hosts."] : []),
    ...(hidden ? [`Its hosts are only known at run time: ${play.hosts.slice(0, 100)}`] : []),
    ...play.prompts
      .filter((prompt) => !prompt.hasDefault)
      .map(
        ({ name }) =>
          `It asks for "${name}" while it runs; declare it as a variable with a default.`,
      ),
  ];
}

/** Roles that are named and not there, as refusals. */
export function missingRoles(closure: Closure): string[] {
  return closure.missing
    .filter((name) => name.startsWith("role "))
    .slice(0, 5)
    .map((name) => `It needs the ${name}, which the repository does not hold.`);
}

/** The same as warnings of the scan, with files that are missing. */
export function missingWarnings(path: string, closure: Closure): ScanWarning[] {
  return [...closure.missing].slice(0, 5).map((name) => ({
    path,
    line: null,
    message: `Names ${name}, which is not in the repository.`,
  }));
}
