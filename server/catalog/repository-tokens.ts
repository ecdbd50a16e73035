import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

const namePattern = /^repository-[0-9a-f-]{36}$/;

/**
 * Answers what git asks for: only at the host that the token is for, so that a redirect does not carry it elsewhere.
 * The token comes from its file; nothing secret is an argument or in the environment.
 */
const askpass = `#!/bin/sh
case "$1" in
  "Username for 'https://$CHIFFON_GIT_HOST': ") printf '%s\\n' token ;;
  "Password for 'https://"*"@$CHIFFON_GIT_HOST': ") cat "$CHIFFON_GIT_TOKEN" ;;
  *) exit 1 ;;
esac
`;

/** Access tokens of https repositories: one file each, readable by Chiffon alone, named in the database. */
export class RepositoryTokens {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Keeps a token and returns the name it goes by. @throws invalid_input for one that no header could carry */
  async keep(token: string): Promise<string> {
    if (!/^[\x21-\x7e]{1,500}$/.test(token)) {
      throw new AppError("invalid_input", { message: "That is no access token." });
    }
    const name = `repository-${randomUUID()}`;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await writeFile(this.#file(name), `${token}\n`, { mode: 0o600, flag: "wx" });
    return name;
  }

  /** Deletes a token; nothing to do where there is none. */
  async forget(name: string | null): Promise<void> {
    if (name !== null) await rm(this.#file(name), { force: true });
  }

  /** What git needs in its environment to use a token at `url`; nothing without one. */
  async environment(name: string | null, url: string): Promise<Record<string, string>> {
    if (name === null || !/^https:/i.test(url)) return {};
    const script = path.join(this.#directory, "askpass.sh");
    if ((await readFile(script, "utf8").catch(() => "")) !== askpass) {
      await writeFile(script, askpass, { mode: 0o700 });
      await chmod(script, 0o700);
    }
    return {
      GIT_ASKPASS: script,
      CHIFFON_GIT_HOST: new URL(url).host,
      CHIFFON_GIT_TOKEN: this.#file(name),
    };
  }

  #file(name: string): string {
    if (!namePattern.test(name)) throw new Error("expected the name of a token");
    return path.join(this.#directory, name);
  }
}
