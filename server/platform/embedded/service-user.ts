import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

/** The unprivileged user a service runs as. */
export interface ServiceUser {
  uid: number;
  gid: number;
}

/** Returns `nobody` when we are root (a network service has no business being root), null otherwise: it runs as us. */
export function serviceUser(): ServiceUser | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** @throws Error naming the folder that user `uid` can't enter. */
export function assertReachable(directory: string, uid: number): void {
  let current = path.resolve(directory);
  for (;;) {
    const stat = statSync(current);
    const canEnter = stat.uid === uid ? 0o100 : 0o001;
    if ((stat.mode & canEnter) === 0) {
      throw new Error(
        `Services don't run as root, and their user "nobody" can't enter ${current}. ` +
          `Choose a data directory elsewhere (as root /var/lib is usual) or run: chmod o+x ${current}`,
      );
    }
    const parent = path.dirname(current);
    if (parent === current) return;
    current = parent;
  }
}
