import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type {
  addRepositoryBodySchema,
  changeRepositoryBodySchema,
  Repository,
} from "#server/contracts/playbook.ts";
import { AppError } from "#server/lib/app-error.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import {
  deleteRepository,
  findLivePlans,
  findRepository,
  insertRepository,
  type NewRepository,
  type StoredRepository,
  updateRepository,
} from "./catalog-repository.ts";
import { initRepository } from "./init-repository.ts";
import type { RepositoryAccess } from "./repository-access.ts";

const named = 3;

/** Which repositories there are: adding, changing and removing them. */
export class Repositories {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly access: RepositoryAccess;
    /** Where Chiffon keeps keys, tokens and copies: no folder of somebody's own. */
    readonly ownPlaces: readonly string[];
  };

  constructor(deps: Repositories["deps"]) {
    this.deps = deps;
  }

  /** One repository. @throws not_found */
  async get(repositoryId: string): Promise<StoredRepository> {
    const repository = await findRepository(this.deps.db, { id: repositoryId });
    if (repository === null)
      throw new AppError("not_found", { message: "That repository does not exist." });
    return repository;
  }

  /**
   * Adds a repository that a person named, after reaching it; has it scanned by the orchestrator. A plain folder
   * becomes a git repository first where the person asked for that.
   *
   * @throws repository_unreadable, name_taken, invalid_input
   */
  async add(actor: Actor, body: z.infer<typeof addRepositoryBodySchema>): Promise<string> {
    const { access, ownPlaces } = this.deps;
    if (body.initGit === true) await initRepository(body.location, ownPlaces);
    const token = body.token ?? "";
    const credential = token === "" ? null : await access.keepToken(body.location, token);
    try {
      const { location, branch } = await access.inspect(body.location, body.branch, credential);
      return await this.insert(actor, {
        name: body.name,
        location,
        branch,
        builtin: false,
        neverSend: body.neverSend ?? false,
        credential,
      });
    } catch (error) {
      await access.forgetToken(credential);
      throw error;
    }
  }

  /** Records a repository that can be read, and asks for its first scan. @throws name_taken */
  async insert(actor: Actor, repository: NewRepository): Promise<string> {
    try {
      return await inTransaction(this.deps.db, async (tx) => {
        const repositoryId = await insertRepository(tx, repository);
        await this.deps.audit.record(tx, {
          type: "repository.added",
          actor,
          facts: {
            repositoryId,
            name: repository.name,
            location: withoutUser(repository.location).slice(0, 500),
            branch: repository.branch,
          },
        });
        await enqueue(tx, [{ name: "repository.scan", repositoryId }]);
        await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
        return repositoryId;
      });
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new AppError("name_taken", {
        message: "A repository with that name or place is there already.",
        cause,
      });
    }
  }

  /** Changes what may be done with a repository's content, from the next message on. @throws not_found */
  async change(
    actor: Actor,
    repositoryId: string,
    { neverSend }: z.infer<typeof changeRepositoryBodySchema>,
  ): Promise<void> {
    const { name } = await this.get(repositoryId);
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await updateRepository(tx, repositoryId, { neverSend })))
        throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "repository.changed",
        actor,
        facts: { repositoryId, name, neverSend },
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
  }

  /** Removes a repository with its entries, its clone and its token. @throws not_found, repository_in_use */
  async remove(actor: Actor, repositoryId: string): Promise<void> {
    const repository = await this.get(repositoryId);
    await this.refuseWhileInUse(repositoryId);
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await deleteRepository(tx, repositoryId))) throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "repository.removed",
        actor,
        facts: { repositoryId, name: repository.name },
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
    await this.deps.access.forget(repository);
  }

  private async refuseWhileInUse(repositoryId: string): Promise<void> {
    const plans = await findLivePlans(this.deps.db, repositoryId);
    if (plans.length === 0) return;
    const summaries = plans.slice(0, named).map((summary) => `"${summary.slice(0, 100)}"`);
    const more = plans.length > named ? ` and ${plans.length - named} more` : "";
    throw new AppError("repository_in_use", {
      message: `Live plans use that repository: ${summaries.join(", ")}${more}.`,
    });
  }
}

/** A repository as people see it. */
export function toRepositoryView({
  scan,
  credential,
  ...repository
}: StoredRepository): Repository {
  return {
    ...repository,
    hasToken: credential !== null,
    skipped: scan.skipped,
    skippedCount: Math.max(scan.skippedCount, scan.skipped.length),
    ignoredSettings: scan.ignoredSettings,
  };
}

function withoutUser(location: string): string {
  return location.replace(/^(\w+:\/\/)[^@/]*@/, "$1");
}
