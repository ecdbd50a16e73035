import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  addInventoryBodySchema,
  addRepositoryBodySchema,
  changeRepositoryBodySchema,
  Repository,
} from "#server/contracts/playbook.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { ansibleVersion } from "#server/platform/ansible-programs.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { ownBranch } from "#server/platform/git/own-git.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import {
  deleteRepository,
  findLivePlans,
  findRepositories,
  findRepository,
  insertRepository,
  type NewRepository,
  type StoredRepository,
  saveChosenInventory,
  updateRepository,
} from "./catalog-repository.ts";
import { initRepository } from "./init-repository.ts";
import type { RepositoryAccess } from "./repository-access.ts";

const named = 3;
/** Of repositories that Chiffon keeps itself. */
const ownDefaults = { builtin: false, neverSend: false, credential: null } as const;

/** Which repositories there are: adding, changing and removing them. */
export class Repositories {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly access: RepositoryAccess;
    readonly secrets: Pick<SecretsService, "forget">;
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

  /** Adds the copy of an inventory that lies outside git. @throws repository_unreadable, name_taken */
  async addCopy(
    actor: Actor,
    { name, path: original }: z.infer<typeof addInventoryBodySchema>,
    copies: string,
  ): Promise<string> {
    const location = path.join(copies, `${randomUUID()}.git`);
    try {
      await this.deps.access.copy(original, location);
      const copy = {
        name,
        location,
        branch: ownBranch,
        kind: "copy",
        copiedFrom: original,
      } as const;
      return await this.insert(actor, { ...copy, ...ownDefaults });
    } catch (error) {
      await rm(location, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Keeps what a dynamic inventory listed, as a commit where something changed.
   *
   * @param file the list, beside its folders of variables
   * @returns the repository that holds it
   * @throws repository_unreadable, name_taken
   */
  async keepListed(
    actor: Actor,
    { of, path: listedPath }: { readonly of: StoredRepository; readonly path: string },
    { file, copies }: { readonly file: string; readonly copies: string },
  ): Promise<string> {
    const listedFrom = { repositoryId: of.id, path: listedPath };
    const known = (await this.listedOf(of.id)).find(
      ({ listedFrom: from }) => from?.path === listedPath,
    );
    const location = known?.location ?? path.join(copies, `${randomUUID()}.git`);
    await this.deps.access.copy(file, location);
    if (known !== undefined) return known.id;
    const name = `${of.name}, ${listedPath}`;
    const place = { name, location, branch: ownBranch, kind: "listed", listedFrom } as const;
    try {
      return await this.insert(actor, { ...place, ...ownDefaults, neverSend: of.neverSend });
    } catch (error) {
      await rm(location, { recursive: true, force: true });
      await this.get(of.id); // it may have been removed meanwhile
      throw error;
    }
  }

  /** What the dynamic inventories of a repository listed. */
  async listedOf(repositoryId: string): Promise<StoredRepository[]> {
    const all = await findRepositories(this.deps.db);
    return all.filter(({ listedFrom }) => listedFrom?.repositoryId === repositoryId);
  }

  /** The repository of the hosts that are kept in Chiffon, recorded now unless it is. */
  async hosts(actor: Actor, location: string): Promise<StoredRepository> {
    const find = () => findRepository(this.deps.db, { location });
    const known = await find();
    if (known !== null) return known;
    const add = (name: string) =>
      this.insert(actor, { name, location, branch: ownBranch, kind: "hosts", ...ownDefaults });
    const id = await add("Hosts").catch(async (error: unknown) => {
      if (!isAppError(error, "name_taken")) throw error;
      // Somebody was faster, or the name is another repository's.
      return (await find())?.id ?? add("Hosts in Chiffon");
    });
    return this.get(id);
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

  /**
   * Changes what may be done with a repository's content, when its plans are previewed and with which Ansible it runs,
   * from the next message on.
   *
   * @throws not_found
   * @throws invalid_input when no Ansible of that path works on this machine
   */
  async change(
    principal: Principal,
    repositoryId: string,
    { neverSend, previewWhen, ansiblePath }: z.infer<typeof changeRepositoryBodySchema>,
  ): Promise<void> {
    const actor = actorOf(principal);
    const { name } = await this.get(repositoryId);
    const previewSetBy = { previewSetById: principal.personId, previewSetBy: principal.name };
    const change = {
      ...(neverSend === undefined ? {} : { neverSend }),
      ...(previewWhen === undefined ? {} : { previewWhen, ...previewSetBy }),
      ...(ansiblePath === undefined ? {} : await this.ansible(ansiblePath)),
    };
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await updateRepository(tx, repositoryId, change))) throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "repository.changed",
        actor,
        facts: { repositoryId, name, ...change },
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
  }

  /** Records that a dynamic inventory was run, and that its project uses what it listed from now on. */
  async chooseListed(
    actor: Actor,
    { id: repositoryId, name }: StoredRepository,
    {
      listedFrom,
      hostCount,
      ...choice
    }: {
      readonly project: string;
      readonly path: string;
      readonly listedFrom: string;
      readonly hostCount: number;
    },
  ): Promise<void> {
    await this.keepChoice(repositoryId, choice, {
      type: "inventory.listed",
      actor,
      facts: { repositoryId, name, inventory: listedFrom, hostCount },
    });
  }

  /** Keeps the inventory that a project uses from now on. @throws not_found */
  async chooseInventory(
    actor: Actor,
    repositoryId: string,
    choice: { readonly project: string; readonly path: string },
  ): Promise<void> {
    const { name } = await this.get(repositoryId);
    await this.keepChoice(repositoryId, choice, {
      type: "repository.changed",
      actor,
      facts: { repositoryId, name, project: choice.project, inventory: choice.path },
    });
  }

  private async keepChoice(
    repositoryId: string,
    choice: { readonly project: string; readonly path: string },
    entry: NewAuditEntry,
  ): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await saveChosenInventory(tx, repositoryId, choice))) throw new AppError("not_found");
      await this.deps.audit.record(tx, entry);
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
  }

  private async ansible(path: string | null) {
    if (path === null) return { ansiblePath: null, ansibleVersion: null };
    const isOwn = this.deps.ownPlaces.some((place) => `${path}/`.startsWith(`${place}/`));
    const version = isOwn ? null : await ansibleVersion(path);
    if (version !== null) return { ansiblePath: path, ansibleVersion: version };
    throw new AppError("invalid_input", {
      message: `${path} is no ansible-playbook that works on this machine.`,
    });
  }

  /** Removes a repository with its entries, its secrets, its clone and its token. @throws not_found, repository_in_use */
  async remove(actor: Actor, repositoryId: string): Promise<void> {
    const repository = await this.get(repositoryId);
    await this.refuseWhileInUse(repositoryId);
    for (const { id } of await this.listedOf(repositoryId)) await this.remove(actor, id);
    await inTransaction(this.deps.db, async (tx) => {
      await this.deps.secrets.forget(tx, actor, { repositoryId });
      if (!(await deleteRepository(tx, repositoryId))) throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "repository.removed",
        actor,
        facts: { repositoryId, name: repository.name },
      });
      await enqueue(tx, [{ name: "known_hosts.write" }]);
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
  chosenInventories: _chosenInventories,
  givenSources: _givenSources,
  requirementsLock: _requirementsLock,
  ...repository
}: StoredRepository): Repository {
  return {
    ...repository,
    hasToken: credential !== null,
    skipped: scan.skipped,
    skippedCount: Math.max(scan.skippedCount, scan.skipped.length),
    ignoredSettings: scan.projects.flatMap(({ ignored }) => ignored),
    offers: scan.projects.flatMap(({ offers }) => offers),
  };
}

function withoutUser(location: string): string {
  return location.replace(/^(\w+:\/\/)[^@/]*@/, "$1");
}
