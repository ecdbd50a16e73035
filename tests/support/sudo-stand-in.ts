import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a program that asks and answers as sudo does, with a password of its own, for machines that have no sudo: it
 * prompts as it is told, refuses a wrong password in sudo's words and logs nothing but how often it was asked.
 *
 * @returns its path, for `ansible_become_exe`
 */
export function writeSudoStandIn(directory: string, password: string): string {
  const file = path.join(directory, "sudo");
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "password"), `${password}\n`);
  writeFileSync(
    file,
    `#!/bin/sh
prompt= never=
while [ $# -gt 0 ]; do
  case $1 in
    -n) never=1; shift ;;
    -p) prompt=$2; shift 2 ;;
    -u) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
if [ -n "$never" ]; then echo "sudo: a password is required" >&2; exit 1; fi
echo asked >>${JSON.stringify(path.join(directory, "asked"))} 2>/dev/null
printf '%s' "$prompt" >&2
stty -echo 2>/dev/null
IFS= read -r typed
stty echo 2>/dev/null
IFS= read -r wanted <${JSON.stringify(path.join(directory, "password"))}
if [ "$typed" != "$wanted" ]; then
  echo "Sorry, try again." >&2
  echo "sudo: 1 incorrect password attempt" >&2
  exit 1
fi
exec "$@"
`,
    { mode: 0o755 },
  );
  return file;
}
