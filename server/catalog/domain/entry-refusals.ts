import type { Play } from "#server/ansible/play.ts";
import { isTemplated } from "#server/ansible/values.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import type { Closure } from "./closure.ts";

const plainConnections = new Set(["ssh", "smart", "local", "paramiko", "paramiko_ssh"]);

/** Why nothing given could make a playbook run through Chiffon, in words; empty when it can. */
export function refusalsOf(plays: readonly Play[], closure: Closure): string[] {
  const refusals = new Set<string>();
  for (const { path, brokenAt } of closure.playbooks) {
    if (brokenAt !== null) refusals.add(`${path} has a syntax error in line ${brokenAt}.`);
  }
  // What another collection's playbooks do is not known before it is installed.
  if (plays.length === 0 && closure.foreignCollections.size === 0)
    refusals.add("It holds no play that could run.");
  for (const refusal of plays.flatMap(playRefusals)) refusals.add(refusal);
  if ([...closure.paths].some((path) => /(?:^|\/)connection_plugins\//.test(path))) {
    refusals.add("It brings its own connection plugin.");
  }
  return [...refusals].slice(0, 10);
}

function playRefusals(play: Play): string[] {
  const connection = play.connection?.slice(play.connection.lastIndexOf(".") + 1);
  const odd =
    connection !== undefined && !isTemplated(connection) && !plainConnections.has(connection);
  return [
    ...(odd ? [`It connects with "${connection}"; only ssh and local are supported.`] : []),
    ...(play.hosts === "" ? ["One of its plays names no hosts."] : []),
    ...play.prompts
      .filter((prompt) => prompt.isHashed)
      .map(
        ({ name }) =>
          `It hashes what is typed for "${name}", which only works in a terminal; hash it with the password_hash filter instead.`,
      ),
  ];
}

/** Files that are named and not there, as warnings of the scan; a missing role is a need. */
export function missingWarnings(path: string, closure: Closure): ScanWarning[] {
  return [...closure.missing].slice(0, 5).map((name) => ({
    path,
    line: null,
    message: `Names ${name}, which is not in the repository.`,
  }));
}
