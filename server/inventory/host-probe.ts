import type { HostFacts, HostState } from "#server/contracts/host.ts";

/**
 * What a machine is asked once somebody signed in, as a script for `sh`: it reads and changes nothing. `sudo -n` asks
 * nobody; where it would have to, that is the answer.
 */
export const probeScript = `
echo chiffon-probe=1
for python in /usr/bin/python3 /usr/local/bin/python3 python3; do
  if command -v "$python" >/dev/null 2>&1; then echo "python=$(command -v "$python")"; break; fi
done
if ! command -v sudo >/dev/null 2>&1; then echo sudo=none
elif said=$(LC_ALL=C sudo -n true 2>&1); then echo sudo=free
else case $said in *password*) echo sudo=password ;; *) echo sudo=none ;; esac; fi
[ -r /etc/os-release ] && ( . /etc/os-release; echo "os=\${PRETTY_NAME:-$NAME}" )
echo "kernel=$(uname -sr)"
awk '/^MemTotal:/ {print "memoryTotalKib=" $2} /^MemAvailable:/ {print "memoryAvailableKib=" $2}' /proc/meminfo 2>/dev/null
df -Pk / 2>/dev/null | awk 'NR==2 {print "diskTotalKib=" $2; print "diskFreeKib=" $4}'
`;

/** What a machine said of itself. */
export interface Probed {
  readonly state: Extract<HostState, "reachable" | "no_python" | "needs_password">;
  readonly facts: HostFacts;
  /** Whether sudo would want a password; null where there is no sudo. */
  readonly asksForBecome: boolean | null;
}

const maxOutput = 20_000;
const becomeAnswers = new Map([
  ["password", true],
  ["free", false],
]);

/** Reads the answers; null where the script did not run. What a host says is only ever shown, never trusted. */
export function readProbe(output: string): Probed | null {
  const said = readAnswers(output.slice(0, maxOutput));
  if (said.get("chiffon-probe") !== "1") return null;
  const text = (name: string) => said.get(name) || null;
  const mebibytes = (name: string) => {
    const kibibytes = said.get(name) ?? "";
    return /^\d{1,15}$/.test(kibibytes) ? Math.round(Number(kibibytes) / 1024) : null;
  };
  const facts: HostFacts = {
    os: text("os") ?? text("kernel"),
    python: text("python"),
    memoryTotalMb: mebibytes("memoryTotalKib"),
    memoryAvailableMb: mebibytes("memoryAvailableKib"),
    diskTotalMb: mebibytes("diskTotalKib"),
    diskFreeMb: mebibytes("diskFreeKib"),
  };
  const asksForBecome = becomeAnswers.get(said.get("sudo") ?? "") ?? null;
  const state =
    facts.python === null ? "no_python" : asksForBecome === true ? "needs_password" : "reachable";
  return { state, facts, asksForBecome };
}

/** The first answer to each question counts. */
function readAnswers(output: string): Map<string, string> {
  const said = new Map<string, string>();
  for (const line of output.split("\n")) {
    const [, name, value] = /^([A-Za-z-]{1,30})=(.*)$/.exec(line) ?? [];
    if (name !== undefined && !said.has(name)) said.set(name, plain(value ?? ""));
  }
  return said;
}

function plain(text: string): string {
  return text
    .replace(/[^\x20-\x7e\u00a0-\u024f]/g, "")
    .trim()
    .slice(0, 120);
}
