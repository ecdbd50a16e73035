import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { AuditType } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { ChangeHostBody, KeptHost } from "#server/contracts/host.ts";
import { AppError } from "#server/lib/app-error.ts";
import { writeCollected } from "#server/platform/commit-writes.ts";
import {
  commitFile,
  commitFiles,
  makeOwnRepository,
  ownHead,
  readOwnFile,
} from "#server/platform/git/own-git.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { forgetHost, lockKeptHosts } from "./host-repository.ts";
import { emptyHostsFile, hasHost, hostsFile, withHost, withoutHost } from "./hosts-file.ts";

/** The hosts that people add in Chiffon: an inventory in a git repository of its own, every change a commit. */
export class KeptHosts {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly catalog: Pick<CatalogService, "keptHosts" | "readKeptHosts">;
    /** The bare repository. */
    readonly directory: string;
  };

  constructor(deps: KeptHosts["deps"]) {
    this.deps = deps;
  }

  /** Adds a host. @throws name_taken, inventory_unusable */
  async add(actor: Actor, host: KeptHost): Promise<void> {
    await this.edit(actor, { type: "host.added", host: host.name }, (text) => {
      if (hasHost(text, host.name)) {
        throw new AppError("name_taken", { message: `There is a host ${host.name} already.` });
      }
      return withHost(text, host);
    });
  }

  /** Changes how a host is reached and which groups it is in. @throws host_not_found, inventory_unusable */
  async change(actor: Actor, name: string, body: ChangeHostBody): Promise<void> {
    await this.edit(actor, { type: "host.changed", host: name }, (text) => {
      if (!hasHost(text, name)) throw new AppError("host_not_found");
      return withHost(text, { name, ...body });
    });
  }

  /** Takes a host out, with the keys that were pinned for it. @throws host_not_found, inventory_unusable */
  async remove(actor: Actor, name: string): Promise<void> {
    await this.edit(actor, { type: "host.removed", host: name }, (text) => {
      if (!hasHost(text, name)) throw new AppError("host_not_found");
      return withoutHost(text, name);
    });
  }

  /**
   * Changes the file under a lock. The commit comes last before the transaction's own end: what the history refuses is
   * not committed. After a crash in between, or before the file is read again, the next scan sees the commit and says so
   * in the history: the repository is known from before the first host.
   */
  private async edit(
    actor: Actor,
    { type, host }: { readonly type: AuditType; readonly host: string },
    change: (text: string | null) => string,
  ): Promise<void> {
    const { db, audit, catalog, directory } = this.deps;
    await makeOwnRepository(directory);
    await this.start(actor);
    await inTransaction(db, async (tx) => {
      await lockKeptHosts(tx);
      const from = await ownHead(directory);
      const content = change(from === null ? null : await readOwnFile(directory, from, hostsFile));
      await audit.record(tx, { type, actor, subject: { host } });
      if (type === "host.removed") await this.forget(tx, host);
      await writeCollected(tx);
      await commitFile(directory, {
        path: hostsFile,
        content,
        from,
        message: `${words[type]} ${host}`,
      });
    });
    await catalog.readKeptHosts(actor);
  }

  /** Makes the repository known with an empty file, so that no crash can leave a host in it that nobody sees. */
  private async start(actor: Actor): Promise<void> {
    const { directory, catalog } = this.deps;
    if ((await ownHead(directory)) === null) {
      const content = Buffer.from(emptyHostsFile);
      await commitFiles(directory, {
        files: [{ path: hostsFile, content }],
        from: null,
        message: "Start without hosts",
      });
    }
    await catalog.keptHosts(actor);
  }

  private async forget(tx: Tx, host: string): Promise<void> {
    await forgetHost(tx, this.deps.directory, host);
    await enqueue(tx, [{ name: "known_hosts.write" }]);
  }
}

const words: Readonly<Partial<Record<AuditType, string>>> = {
  "host.added": "Add",
  "host.changed": "Change",
  "host.removed": "Remove",
};
