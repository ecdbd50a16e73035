import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type {
  ChangeHostBody,
  Host,
  HostTest,
  KeptHost,
  testHostBodySchema,
} from "#server/contracts/host.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { narrowestFor } from "#server/lib/narrowest-secret.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
import { ensureSshKey } from "#server/platform/ssh-key.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { HostAccess } from "./host-access.ts";
import { findAskingForBecome, findHosts, noteSeen } from "./host-repository.ts";
import { KeptHosts } from "./kept-hosts.ts";
import { type HostKey, type RunAccess, readRunAccess } from "./run-access.ts";
import { openSignIn } from "./sign-in.ts";

/** Which machines there are and how Chiffon reaches them. */
export class InventoryService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly catalog: CatalogService;
    readonly secrets: SecretsService;
    readonly paths: {
      readonly sshKey: string;
      readonly knownHosts: string;
      readonly hosts: string;
    };
  };
  private readonly access: HostAccess;
  private readonly kept: KeptHosts;

  constructor(deps: InventoryService["deps"]) {
    this.deps = deps;
    const { sshKey, knownHosts, hosts: directory } = deps.paths;
    this.kept = new KeptHosts({ ...deps, directory });
    this.access = new HostAccess({ ...deps, keyFile: sshKey, knownHosts });
  }

  /** Names of every host of every inventory. */
  async hostNames(): Promise<string[]> {
    const inventories = await this.deps.catalog.inventories();
    return inventories.flatMap(({ hosts }) => hosts.map(({ name }) => name));
  }

  /** Every host of every inventory with what its last test said. */
  async listHosts(): Promise<Host[]> {
    const [inventories, tested, secrets] = await Promise.all([
      this.deps.catalog.inventories(),
      findHosts(this.deps.db),
      this.deps.secrets.list(),
    ]);
    const passwords = secrets.filter(
      ({ kind, requestId }) => kind === "become_password" && requestId === null,
    );
    const known = new Map(tested.map((host) => [`${host.repositoryId}/${host.name}`, host]));
    return inventories.flatMap(({ repositoryId, repositoryName, isKept, hosts }) => {
      const usable = passwords.filter(
        (secret) => secret.repositoryId === null || secret.repositoryId === repositoryId,
      );
      return hosts.map((host) => {
        const record = known.get(`${repositoryId}/${host.name}`);
        const asksForSudo = record?.state === "needs_password";
        return {
          ...host,
          repositoryId,
          repositoryName,
          isKept,
          state: record?.state ?? null,
          checkedAt: record?.checkedAt ?? null,
          lastSeenAt: record?.lastSeenAt ?? null,
          facts: record?.facts ?? null,
          problem: record?.problem ?? null,
          sudoSecret: asksForSudo ? (narrowestFor(usable, host, hosts)?.name ?? null) : null,
          keyFingerprints: [...(record?.fingerprints ?? [])],
        };
      });
    });
  }

  /** Notes in the caller's transaction that a run was on these hosts just now. */
  async noteRun(
    tx: Tx,
    { repositoryId, hosts }: { readonly repositoryId: string; readonly hosts: readonly string[] },
  ): Promise<void> {
    const [first] = hosts;
    if (first === undefined) return;
    await noteSeen(tx, { repositoryId, names: hosts });
    await appendEvent(tx, "fleet", { type: "host.changed", host: first });
  }

  /** Adds a host to the inventory that Chiffon keeps. @throws name_taken, inventory_unusable */
  async addHost(principal: Principal, host: KeptHost): Promise<Host[]> {
    await this.kept.add(actorOf(principal), host);
    return this.listHosts();
  }

  /** Changes a host of that inventory. @throws host_not_found, inventory_unusable */
  async changeHost(principal: Principal, name: string, body: ChangeHostBody): Promise<Host[]> {
    await this.kept.change(actorOf(principal), name, body);
    return this.listHosts();
  }

  /** Takes a host out of that inventory. @throws host_not_found, inventory_unusable */
  async removeHost(principal: Principal, name: string): Promise<Host[]> {
    await this.kept.remove(actorOf(principal), name);
    return this.listHosts();
  }

  /**
   * Tests the connection to a host as its runs would sign in, pinning its keys the first time.
   *
   * @throws not_found, host_not_found, secret_unreadable
   */
  async testHost(
    principal: Principal,
    body: z.infer<typeof testHostBodySchema>,
  ): Promise<HostTest> {
    const { repositoryId, remoteUser, hosts } = await this.inventoryOf(body.repositoryId);
    const host = hosts.find((each) => each.name === body.host);
    if (host === undefined) throw new AppError("host_not_found");
    await ensureSshKey(this.deps.paths.sshKey);
    const actor = actorOf(principal);
    const place = { repositoryId, host, inventory: hosts };
    return this.access.test(actor, repositoryId, host, {
      signIn: await openSignIn(this.deps.secrets, place, actor),
      repin: body.repin ?? false,
      remoteUser,
    });
  }

  /** Hosts of a repository on which sudo asked for a password at the last test. */
  async hostsAskingForBecome(repositoryId: string): Promise<ReadonlySet<string>> {
    return new Set(await findAskingForBecome(this.deps.db, repositoryId));
  }

  /** What a run may use to reach hosts of a repository. @throws not_found */
  async runAccess(
    repositoryId: string,
    hostNames: readonly string[],
    stored: readonly HostKey[],
  ): Promise<RunAccess> {
    const { hosts } = await this.inventoryOf(repositoryId);
    return readRunAccess({
      hosts: hosts.filter(({ name }) => hostNames.includes(name)),
      inventory: hosts,
      pinned: await findHosts(this.deps.db, repositoryId),
      keyFile: this.deps.paths.sshKey,
      stored,
    });
  }

  /** Writes the known_hosts file that runs use from the keys pinned in the database. */
  async writeKnownHosts(): Promise<void> {
    await this.access.writeKnownHosts();
  }

  private async inventoryOf(repositoryId: string) {
    const found = await this.deps.catalog.inventory(repositoryId);
    if (found === null)
      throw new AppError("not_found", { message: "That repository does not exist." });
    return found;
  }
}
