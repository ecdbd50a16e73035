import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Stands where Ansible (and Chiffon's own connection test) look for `sshpass`, and has OpenSSH itself ask a program for
 * the password. That needs nothing installed and knows what was asked: a password whose acceptance was never seen is
 * not given to the same account twice, whoever retries. It waits in a pipe for that program alone.
 */
const sshpass = `#!/bin/sh
# sshpass -dFD [-P PROMPT] PROGRAM ARGUMENTS...; ends with 5 where the password was not accepted, else as the program.
fd=
while :; do
  case \${1-} in
    -d?*) fd=\${1#-d} && shift ;;
    -d | -P) [ "$1" = -P ] || fd=$2; shift 2 ;;
    -P?*) shift ;;
    *) break ;;
  esac
done
# Ansible asks in this way whether it is there.
[ $# -gt 0 ] || exit 0
umask 077
password=
case $fd in
  # Sockets can't be opened by name, and the shell takes no number of two digits.
  [0-9]) IFS= read -r password <&"$fd" ;;
  *) IFS= read -r password <"/dev/fd/$fd" ;;
esac
[ -n "$password" ] || exit 3
own=\${TMPDIR:-/tmp}/sign-in
CHIFFON_SIGN_IN=$own/$$
rm -rf "$CHIFFON_SIGN_IN"
mkdir -p "$CHIFFON_SIGN_IN" && mkfifo "$CHIFFON_SIGN_IN/password" || exit 3
CHIFFON_SIGN_IN_PORT=22
for word; do
  case $word in Port=*) CHIFFON_SIGN_IN_PORT=\${word#Port=} ;; esac
done
export CHIFFON_SIGN_IN CHIFFON_SIGN_IN_PORT
export SSH_ASKPASS="\${0%/*}/answer-ssh" SSH_ASKPASS_REQUIRE=force DISPLAY="\${DISPLAY:-none}"
printf '%s\\n' "$password" >"$CHIFFON_SIGN_IN/password" 2>/dev/null &
writer=$!
password=
program=\${1##*/}
if [ "$program" = ssh ]; then
  shift
  # Run once the machine has let us in, before anything else happens.
  set -- ssh -o PermitLocalCommand=yes -o "LocalCommand=: >'$CHIFFON_SIGN_IN/in'" "$@"
fi
exec 3<&0
"$@" <&3 3<&- &
child=$!
exec 3<&-
trap 'kill "$child" 2>/dev/null' TERM HUP INT
wait "$child"
code=$?
if [ "$code" -gt 128 ]; then wait "$child" && code=0 || code=$?; fi
kill "$writer" 2>/dev/null
asked=
[ -e "$CHIFFON_SIGN_IN/asked" ] && read -r asked <"$CHIFFON_SIGN_IN/asked"
if [ -e "$CHIFFON_SIGN_IN/in" ]; then
  [ -z "$asked" ] || : >"$own/$asked.accepted"
elif [ -e "$CHIFFON_SIGN_IN/refused" ] || { [ -n "$asked" ] && [ "$program" = ssh ] && [ "$code" -eq 255 ]; }; then
  code=5
  rm -f "$own/$asked.accepted"
fi
rm -rf "$CHIFFON_SIGN_IN"
exit "$code"
`;

/** What OpenSSH asks: its parent is the ssh that asks, its argument the question, which names user and machine. */
const answer = `#!/bin/sh
own=\${CHIFFON_SIGN_IN%/*}
key=asked-$(printf '%s %s' "$CHIFFON_SIGN_IN_PORT" "$1" | cksum | tr ' ' -)
if [ -e "$CHIFFON_SIGN_IN/asked" ] || { [ -e "$own/$key" ] && [ ! -e "$own/$key.accepted" ]; }; then
  # Any answer would count as another attempt.
  : >"$CHIFFON_SIGN_IN/refused"
  echo "Permission denied: the password was not accepted, and is not tried again." >&2
  kill "$PPID"
  exit 1
fi
: >"$own/$key"
echo "$key" >"$CHIFFON_SIGN_IN/asked"
cat "$CHIFFON_SIGN_IN/password"
`;

/** Programs by name, for a directory that stands first in the path of whoever signs in by password. */
export const signInPrograms: Readonly<Record<string, string>> = { sshpass, "answer-ssh": answer };

/** Writes the programs into a directory, which is made where it is not there. */
export async function writeSignInPrograms(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = Object.entries(signInPrograms);
  await Promise.all(
    files.map(([name, text]) => writeFile(join(directory, name), text, { mode: 0o700 })),
  );
}
