import { homedir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

/** How the program was called. */
export interface AgentOptions {
  /** Where Chiffon is; null: as at the enrolment. */
  readonly server: string | null;
  readonly token: string | null;
  readonly dataDir: string;
  readonly name: string | null;
}

export const usage = `node agent.mjs [--server URL --token TOKEN] [--data DIRECTORY] [--name NAME]

The first start takes the address of Chiffon and a token, made under Fleet, Add a machine.
Later starts need neither. What the agent is called, reaches and does can be said in
~/.chiffon/agent.yml or /etc/chiffon/agent.yml.
`;

/** @throws Error naming what is wrong with the arguments */
export function readOptions(args: readonly string[], isRoot: boolean): AgentOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: "string" },
      token: { type: "string" },
      data: { type: "string" },
      name: { type: "string" },
    },
  });
  const { server = null, token = null, name = null } = values;
  if (server !== null && !(URL.canParse(server) && /^https?:$/.test(new URL(server).protocol)))
    throw new Error(`--server takes an address such as http://chiffon.local:3000, not ${server}`);
  if (token !== null && server === null) throw new Error("--token needs --server beside it.");
  const standard = isRoot
    ? "/var/lib/chiffon-agent"
    : path.join(homedir(), ".local/share/chiffon-agent");
  return { server, token, name, dataDir: path.resolve(values.data ?? standard) };
}
