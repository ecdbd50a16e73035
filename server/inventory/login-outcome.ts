import type { HostFacts, HostState } from "#server/contracts/host.ts";
import type { JumpHost } from "#server/contracts/ssh.ts";
import { readProbe } from "./host-probe.ts";
import type { SignIn } from "./sign-in.ts";

/** Where a machine answers ssh, and the way there. */
export interface SshTarget {
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
  /** Nearest machine first; empty for a direct connection. */
  readonly jumps: readonly JumpHost[];
}

/** What came of a program: `code` is null when it could not be started or was killed. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a login attempt says: how the host is, a sentence, what to do about it, and what the host said of itself. */
export interface LoginOutcome {
  readonly state: HostState;
  /** Signing in worked, whatever else is missing. */
  readonly ok: boolean;
  readonly message: string;
  readonly fix: string | null;
  readonly facts: HostFacts | null;
  /** Whether sudo asks for a password; null where that was not found out. */
  readonly asksForBecome: boolean | null;
}

/** What is said where the stored key cannot be opened. */
export function explainKeyTrouble({ key }: SignIn): LoginOutcome {
  return failed(
    `The stored key "${key?.name}" could not be opened on this machine.`,
    "Give it again under Settings; ssh-agent and ssh-add are needed (Debian: openssh-client).",
  );
}

/** What a machine that let us in said of itself; null where it said nothing. */
export function explainProbe(output: string): LoginOutcome | null {
  const probed = readProbe(output);
  if (probed === null) return null;
  const { state, facts, asksForBecome } = probed;
  const signedIn = (message: string, fix: string | null) => ({
    state,
    ok: true,
    message,
    fix,
    facts,
    asksForBecome,
  });
  switch (state) {
    case "reachable":
      return signedIn("Signed in.", null);
    case "no_python":
      return signedIn(
        "Signed in, but there is no Python, which nearly every playbook needs.",
        "Install python3 on it (Debian: apt-get install python3).",
      );
    case "needs_password":
      return signedIn(
        "Signed in, but sudo asks for a password there.",
        "Playbooks that act as root need it: store it as a secret, or let sudo ask for none.",
      );
  }
}

const failed = (message: string, fix: string, state: HostState = "unreachable"): LoginOutcome => ({
  state,
  ok: false,
  message,
  fix,
  facts: null,
  asksForBecome: null,
});

/** Of the program that hands passwords over. */
const passwordRefused = 5;

/** Why nobody was let in. */
export function explainRefusal(
  { code, stderr }: Finished,
  target: SshTarget,
  signIn: SignIn,
): LoginOutcome {
  const { user, address, port } = target;
  const who = user === null ? address : `${user}@${address}`;
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/.test(stderr)) {
    const changed = /Host key for (\S{1,260}) has changed/.exec(stderr)?.[1] ?? address;
    return failed(
      `The host key of ${changed} differs from the pinned one.`,
      "If you reinstalled that machine, pin the new key; if not, somebody may be in between.",
      "key_changed",
    );
  }
  if (code === passwordRefused && signIn.password !== null) {
    return failed(
      `${address} did not accept the password "${signIn.password.name}" for ${user ?? "the default user"}.`,
      "Give it again under Settings. It was tried once.",
      "needs_password",
    );
  }
  const denied = /Permission denied(?: \(([\w,-]*)\))?|Too many authentication failures/.exec(
    stderr,
  );
  if (denied !== null) return explainDenied(denied[1] ?? "", target, signIn);
  if (/Connection refused/.test(stderr)) {
    return failed(
      `${address} refused the connection on port ${port}.`,
      "Start its SSH server, or correct ansible_port.",
    );
  }
  if (/Could not resolve|Name or service not known/.test(stderr)) {
    return failed(
      `The name ${address} is not known on this network.`,
      "Correct ansible_host, or use an address.",
    );
  }
  if (/timed out|No route to host|Network is unreachable/.test(stderr) || stderr === "") {
    return failed(
      `${address} does not answer on port ${port}.`,
      "Make sure that it is on and reachable from here.",
    );
  }
  return failed(
    `Signing in to ${who} failed: ${stderr.trim().split("\n").at(-1)?.slice(0, 200)}`,
    "Try the same with ssh on this machine.",
  );
}

/** @param methods what the machine would take instead, as ssh lists it */
function explainDenied(methods: string, target: SshTarget, { key }: SignIn): LoginOutcome {
  const { user, address } = target;
  const takesPassword = /password|keyboard-interactive/.test(methods);
  const orPassword = takesPassword ? ", or store its password as a secret" : "";
  const [tried, half] =
    key === null
      ? ["Chiffon's key", "Chiffon's public key (Settings)"]
      : [`the stored key "${key.name}"`, "its public half"];
  return failed(
    `${address} refused ${tried} for ${user ?? "the default user"}.`,
    `Add ${half} to ~/.ssh/authorized_keys of ${user === null ? address : `${user}@${address}`}${orPassword}. A line with expiry-time in the past is refused as well.`,
    takesPassword ? "needs_password" : "unreachable",
  );
}
