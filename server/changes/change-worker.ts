import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { claimChange, saveEnded } from "./changes-repository.ts";
import { changeMachine } from "./domain/change-state.ts";

type PendingChange = NonNullable<Awaited<ReturnType<typeof claimChange>>>;

/** Longer than any push takes. */
const leaseSeconds = 180;

/** Does with a change what a person asked for. Each step finds what it has done before, so that a crash costs nothing. */
export class ChangeWorker {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "putOnBranch" | "commitEdit">;
  };

  constructor(deps: ChangeWorker["deps"]) {
    this.deps = deps;
  }

  /** Does what is pending of a change unless somebody else has it. */
  async run(changeId: string): Promise<void> {
    const change = await claimChange(this.deps.db, changeId, leaseSeconds);
    if (change === null) return;
    try {
      await this.finish(change, await this.step(change));
    } catch (error) {
      this.deps.log.warn({ err: error, changeId }, "change could not be made");
      const problem = isAppError(error) ? error.message : "Something went wrong here. Try again.";
      await this.fail(change, problem);
    }
  }

  /** @returns the commit that holds the outcome */
  private async step(change: PendingChange): Promise<string> {
    const { catalog } = this.deps;
    const { repositoryId, commit: base, branch, files, title, actor, pending } = change;
    const message = `${title}\n\nAsked for by ${actor.name} in Chiffon.\n`;
    if (pending === "put")
      return catalog.putOnBranch(repositoryId, { branch, base, edit: { files, message } });
    if (pending === "apply") return catalog.commitEdit(repositoryId, { files, message });
    const taken = files.map(({ path, before, after }) => ({ path, before: after, after: before }));
    const said = `Revert "${title}"\n\nThis takes back ${change.appliedCommit}, as asked for in Chiffon.\n`;
    return catalog.commitEdit(repositoryId, { files: taken, message: said });
  }

  private async finish(change: PendingChange, commit: string): Promise<void> {
    const { id, repositoryId, title, pending, stage, actor } = change;
    const made = {
      put: {},
      apply: { appliedCommit: commit, revertedCommit: null },
      revert: { revertedCommit: commit },
    }[pending];
    await inTransaction(this.deps.db, async (tx) => {
      const next = changeMachine.next(stage, pending);
      if (!(await saveEnded(tx, change, { ...made, stage: next }))) return;
      const facts = { changeId: id, repositoryId, title, step: pending, commit };
      await this.deps.audit.record(tx, { type: "change.made", actor, facts });
      if (pending !== "put") await enqueue(tx, [{ name: "repository.scan", repositoryId }]);
    });
  }

  private async fail(change: PendingChange, problem: string): Promise<void> {
    const { id, repositoryId, title, pending, actor } = change;
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await saveEnded(tx, change, { problem }))) return;
      const facts = { changeId: id, repositoryId, title, step: pending };
      await this.deps.audit.record(tx, { type: "change.failed", actor, facts });
    });
  }
}
