import type { JumpHost, JumpRoute } from "#server/contracts/ssh.ts";

/** What a file of ssh settings is made of. Everything in it is checked before: nothing is quoted here but the paths. */
export interface SshConfig {
  readonly knownHostsFile: string;
  /** A private key, or "none": only what an agent holds. */
  readonly identityFile: string;
  /** A further one, for machines on the way only. */
  readonly jumpIdentityFile?: string;
  readonly routes: readonly JumpRoute[];
  readonly connectTimeoutSeconds?: number;
}

/**
 * The settings of ssh as a file, because ssh hands its file on to the connections of jump hosts, and its options not.
 * Only pinned keys are trusted, also on the way; nothing of the machine's own settings holds.
 */
export function renderSshConfig(config: SshConfig): string {
  const { knownHostsFile, identityFile, routes, connectTimeoutSeconds } = config;
  const aliases = new Map<string, string>();
  for (const jump of routes.flatMap(({ jumps }) => jumps)) {
    const text = jumpText(jump);
    if (!aliases.has(text)) aliases.set(text, `chiffon-jump-${aliases.size + 1}`);
  }
  const ways = routes.map(({ address, jumps }) => {
    const names = jumps.map((jump) => aliases.get(jumpText(jump)));
    return block(address, [`ProxyJump ${names.join(",")}`]);
  });
  const common = [
    "StrictHostKeyChecking yes",
    `UserKnownHostsFile "${knownHostsFile}"`,
    "GlobalKnownHostsFile /dev/null",
    `IdentityFile ${identityFile === "none" ? "none" : `"${identityFile}"`}`,
    `IdentitiesOnly ${identityFile === "none" ? "no" : "yes"}`,
    "UpdateHostKeys no",
    // A wrong password is tried once: more would count towards a locked account.
    "NumberOfPasswordPrompts 1",
    "PermitLocalCommand no",
    "ForwardAgent no",
    ...(connectTimeoutSeconds === undefined ? [] : [`ConnectTimeout ${connectTimeoutSeconds}`]),
  ];
  const onTheWay = [
    // A password is for the machine at the end.
    "BatchMode yes",
    ...(config.jumpIdentityFile === undefined ? [] : [`IdentityFile "${config.jumpIdentityFile}"`]),
  ];
  const jumps = [...aliases].map(([text, alias]) =>
    block(alias, [...text.split("\n"), ...onTheWay]),
  );
  return [...ways, ...jumps, block("*", common)].join("");
}

/**
 * A jump host goes by a name of its own, so that a way to its address, or to one that many hosts share, is never taken
 * on the way itself.
 */
function jumpText({ address, port, user }: JumpHost): string {
  const named = user === null ? [] : [`User ${user}`];
  return [`HostName ${address}`, `Port ${port}`, ...named].join("\n");
}

function block(host: string, lines: readonly string[]): string {
  return `Host ${host}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
