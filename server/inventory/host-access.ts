import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { HostTest, InventoryHost } from "#server/contracts/host.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { findHosts, type StoredHost, saveHost } from "./host-repository.ts";
import type { LoginOutcome, SshTarget } from "./login-outcome.ts";
import type { SignIn } from "./sign-in.ts";
import {
  type AccessFiles,
  fingerprintsOf,
  isSafeAddress,
  probeHere,
  scanHostKeys,
  tryLogin,
} from "./ssh-access.ts";

/** Of a host that was not reached. */
const noAnswer = { state: "unreachable", ok: false, facts: null, asksForBecome: null } as const;

function viaText({ jumps }: SshTarget): string {
  return jumps.length === 0 ? "" : `, by way of ${jumps.map(({ address }) => address).join(", ")}`;
}

type Pins = { readonly knownHosts: string; readonly fingerprints: readonly string[] };

/** Pins host keys at the first test and signs in as a run would. The database holds the pins, the file is made from it. */
export class HostAccess {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly keyFile: string;
    readonly knownHosts: string;
  };

  constructor(deps: HostAccess["deps"]) {
    this.deps = deps;
  }

  /** Tests one host of an inventory; `repin` accepts the keys it offers now in place of the pinned ones. */
  async test(
    actor: Actor,
    repositoryId: string,
    host: InventoryHost,
    options: { repin: boolean; remoteUser: string | null; signIn: SignIn },
  ): Promise<HostTest> {
    if (host.connection === "local") {
      return this.finish(actor, repositoryId, host, null, await probeHere());
    }
    const address = host.address ?? host.name;
    if (host.connection === "other" || !isSafeAddress(address)) {
      return this.finish(actor, repositoryId, host, null, {
        ...noAnswer,
        message: `${host.name} is not reached by plain ssh, so it cannot be tested.`,
        fix: "Use ansible_connection ssh or local, and a literal ansible_host.",
      });
    }
    const target: SshTarget = {
      address,
      port: host.port ?? 22,
      user: host.user ?? options.remoteUser,
      jumps: host.jumps ?? [],
    };
    return this.testSsh(actor, repositoryId, host, { target, ...options });
  }

  private async testSsh(
    actor: Actor,
    repositoryId: string,
    host: InventoryHost,
    { target, repin, signIn }: { target: SshTarget; repin: boolean; signIn: SignIn },
  ): Promise<HostTest> {
    const stored = (await findHosts(this.deps.db, repositoryId)).find(
      ({ name }) => name === host.name,
    );
    const scratch = await mkdtemp(path.join(tmpdir(), "chiffon-host-"));
    try {
      const known = repin ? undefined : stored;
      const files = { keyFile: this.deps.keyFile, scratch };
      const pinned = await this.pins(known, target, files, signIn);
      if (pinned === null) {
        return await this.finish(actor, repositoryId, host, null, {
          ...noAnswer,
          message: `${target.address} does not answer on port ${target.port}${viaText(target)}.`,
          fix: "Make sure that it is on, runs an SSH server and is reachable from here.",
        });
      }
      const knownHosts = path.join(scratch, "known_hosts");
      await writeFile(knownHosts, `${pinned.pins.knownHosts}\n`, { mode: 0o600 });
      const outcome = await tryLogin(target, { ...files, knownHosts }, signIn);
      const result = await this.finish(actor, repositoryId, host, pinned, outcome);
      await this.writeKnownHosts();
      return result;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Keys pinned before, else those the machine offers now; null when it offers none. */
  private async pins(
    known: StoredHost | undefined,
    target: SshTarget,
    files: Omit<AccessFiles, "knownHosts">,
    signIn: SignIn,
  ): Promise<{ pins: Pins; isNew: boolean } | null> {
    if (known !== undefined && known.knownHosts !== "") return { pins: known, isNew: false };
    const lines = await scanHostKeys(target, files, signIn);
    if (lines.length === 0) return null;
    const fingerprints = await fingerprintsOf(lines, files.scratch);
    return { pins: { knownHosts: lines.join("\n"), fingerprints }, isNew: true };
  }

  private async finish(
    actor: Actor,
    repositoryId: string,
    host: InventoryHost,
    pinned: { pins: Pins; isNew: boolean } | null,
    outcome: LoginOutcome,
  ): Promise<HostTest> {
    const fingerprints = pinned?.pins.fingerprints ?? [];
    await inTransaction(this.deps.db, async (tx) => {
      const isSaved = await saveHost(tx, {
        repositoryId,
        name: host.name,
        state: outcome.state,
        problem: outcome.state === "reachable" ? null : outcome.message,
        checkedAt: this.deps.clock.now(),
        asksForBecome: outcome.asksForBecome,
        facts: outcome.facts,
        isSeen: outcome.ok,
        pinned: pinned?.isNew === true ? pinned.pins : null,
      });
      if (!isSaved) throw new AppError("host_not_found");
      const subject = { host: host.name, status: outcome.state };
      if (pinned?.isNew === true) {
        await this.deps.audit.record(tx, {
          type: "host.pinned",
          actor,
          subject,
          facts: { fingerprints: fingerprints.join(", ").slice(0, 500) },
        });
      }
      await this.deps.audit.record(tx, {
        type: "host.tested",
        actor,
        subject,
        facts: { ok: outcome.ok },
        text: outcome.message,
      });
      await appendEvent(tx, "fleet", { type: "host.changed", host: host.name });
    });
    return {
      host: host.name,
      state: outcome.state,
      ok: outcome.ok,
      message: outcome.message,
      fix: outcome.fix,
      isKeyChanged: outcome.state === "key_changed",
      keyFingerprints: [...fingerprints],
      newlyPinned: pinned?.isNew === true,
    };
  }

  /** Writes the file that runs use from the pins in the database, whole or not at all. */
  async writeKnownHosts(): Promise<string> {
    const lines = new Set(
      (await findHosts(this.deps.db)).flatMap((host) => host.knownHosts.split("\n")),
    );
    const file = this.deps.knownHosts;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, [...lines].filter(Boolean).sort().join("\n").concat("\n"), {
      mode: 0o644,
    });
    await rename(draft, file);
    return file;
  }
}
