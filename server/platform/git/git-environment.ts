import { homedir } from "node:os";

const programPath =
  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/run/current-system/sw/bin";

/** How git is called on one repository: options before the subcommand, and the child's whole environment. */
export interface GitCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What every git child gets: nothing inherited, no prompt, no system or user configuration, no object replacement. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  // Next's types want it in every environment; git does not read it.
  NODE_ENV: "production",
  PATH: programPath,
  HOME: homedir(),
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "/bin/false",
  SSH_ASKPASS: "/bin/false",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_NO_LAZY_FETCH: "1",
};
