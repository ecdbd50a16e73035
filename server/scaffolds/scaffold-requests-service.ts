import type { z } from "zod";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService, PlaybookSource } from "#server/catalog/catalog-service.ts";
import type { ChangesService } from "#server/changes/changes-service.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  editScaffoldBodySchema,
  fillScaffoldBodySchema,
  Scaffold,
  ScaffoldProposals,
  ScaffoldResult,
  ScaffoldValues,
  startScaffoldBodySchema,
} from "#server/contracts/scaffold.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import type { Clock } from "#server/platform/clock.ts";
import { LeasedWorker } from "#server/platform/leased-worker.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import { editScaffold } from "./domain/edit-scaffold.ts";
import { fillableGaps, plausible, readGapValues } from "./domain/gap-values.ts";
import { readServiceName } from "./domain/service-name.ts";
import {
  findNewestScaffold,
  findScaffold,
  insertScaffold,
  type ScaffoldRow,
  saveScaffoldChange,
} from "./scaffold-repository.ts";
import type { ScaffoldsService } from "./scaffolds-service.ts";

/** Longer than writing takes: its programs have their own limits. */
const leaseSeconds = 600;
const unattendedSeconds = 5;

/** Playbooks that people asked Chiffon to write, and what becomes of them. */
export class ScaffoldRequestsService {
  private readonly deps: {
    readonly db: Database;
    readonly ai: Pick<AiService, "propose">;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "playbookSource" | "repositoryLook" | "treePath">;
    readonly changes: Pick<ChangesService, "propose" | "put" | "view">;
    readonly scaffolds: ScaffoldsService;
  };
  private readonly worker: LeasedWorker<ScaffoldRow>;

  constructor(deps: ScaffoldRequestsService["deps"]) {
    this.deps = deps;
    this.worker = new LeasedWorker({
      ...deps,
      ...{ table: "scaffold_request", leaseSeconds },
      find: (scaffoldId: string) => findScaffold(deps.db, scaffoldId),
      make: (row: ScaffoldRow, signal: AbortSignal) => this.write(row, signal),
    });
  }

  /**
   * Has a playbook and a role written for a service, in the style of the repository as last scanned. Nothing is stored
   * in it yet. While the same is being written, it is that.
   *
   * @throws not_found, invalid_input for a name that is none, invalid_state for a repository without playbooks
   */
  async start(
    principal: Principal,
    repositoryId: string,
    { service }: z.infer<typeof startScaffoldBodySchema>,
  ): Promise<Scaffold> {
    const name = readServiceName(service);
    if ("refusal" in name) throw new AppError("invalid_input", { message: name.refusal });
    const source = await this.deps.catalog.playbookSource(repositoryId);
    const asked = service.trim();
    try {
      return await this.view(await this.record(principal, { repositoryId, asked, source }));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const theirs = await findNewestScaffold(this.deps.db, { repositoryId, asked });
    return this.view(required(theirs, "the one that is being written").id);
  }

  private record(
    principal: Principal,
    {
      repositoryId,
      asked,
      source,
    }: { readonly repositoryId: string; readonly asked: string; readonly source: PlaybookSource },
  ): Promise<string> {
    const actor = actorOf(principal);
    const { commit, treeId, name } = source;
    return inTransaction(this.deps.db, async (tx) => {
      const scaffoldId = await insertScaffold(tx, { repositoryId, asked, commit, treeId, actor });
      await this.deps.audit.record(tx, {
        type: "scaffold.asked",
        actor,
        facts: { scaffoldId, repositoryId, name },
        text: asked,
      });
      await enqueue(tx, [{ name: "scaffold.write", scaffoldId }]);
      return scaffoldId;
    });
  }

  /** @throws not_found */
  async view(scaffoldId: string): Promise<Scaffold> {
    const { catalog, changes } = this.deps;
    const row = await this.find(scaffoldId);
    const { actor, createdAt, finishedAt, changeId, ...kept } = row;
    const { treeId: _tree, commit: _commit, draft, values: _values, ...rest } = kept;
    const { name } = await catalog.playbookSource(row.repositoryId);
    return {
      ...rest,
      fillable: openGaps(row).map(({ variable }) => variable),
      unchecked: row.status === "failed" ? (draft?.files ?? null) : null,
      repositoryName: name,
      askedBy: actor.name,
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      change: changeId === null ? null : await changes.view(changeId),
    };
  }

  private async find(scaffoldId: string): Promise<ScaffoldRow> {
    const row = await findScaffold(this.deps.db, scaffoldId);
    if (row === null)
      throw new AppError("not_found", { message: "That playbook is not kept any more." });
    return row;
  }

  /**
   * Has files as a person edited them checked as those that were written: a scaffold of its own, beside the one it comes
   * from.
   *
   * @throws not_found, invalid_input for a file that it does not have
   * @throws invalid_state where there is nothing written yet, it is on a branch already, or an edit is being checked
   */
  async edit(
    principal: Principal,
    scaffoldId: string,
    { files }: z.infer<typeof editScaffoldBodySchema>,
  ): Promise<Scaffold> {
    const row = await this.find(scaffoldId);
    const draft = editScaffold(written(row), files);
    const text = files.map(({ path }) => path).join(", ");
    return this.recordVersion(principal, row, { type: "scaffold.edited", text, draft });
  }

  /**
   * Has it written again with what the owner says of the service: a scaffold of its own, beside the one it comes from.
   *
   * @throws not_found, invalid_input for a value that can't be one
   * @throws invalid_state where there is nothing written yet, its files were edited, or it is on a branch already
   */
  async fill(
    principal: Principal,
    scaffoldId: string,
    { values }: z.infer<typeof fillScaffoldBodySchema>,
  ): Promise<Scaffold> {
    const row = await this.find(scaffoldId);
    const added = readGapValues(assertOpen(row), values);
    const text = added.map(({ variable, value }) => `${variable}: ${value}`).join(", ");
    const all = [...(row.values ?? []), ...added];
    return this.recordVersion(principal, row, { type: "scaffold.filled", text, values: all });
  }

  /**
   * What a model would say of the service. Nothing is written before a person sends it.
   *
   * @throws not_found, invalid_state where nothing can be filled in
   */
  async propose(principal: Principal, scaffoldId: string): Promise<ScaffoldProposals> {
    const row = await this.find(scaffoldId);
    const open = assertOpen(row);
    const { neverSend } = await this.deps.catalog.playbookSource(row.repositoryId);
    await inTransaction(this.deps.db, (tx) =>
      this.deps.audit.record(tx, {
        type: "scaffold.proposed",
        actor: actorOf(principal),
        facts: { scaffoldId, repositoryId: row.repositoryId },
        text: open.map(({ variable }) => variable).join(", "),
      }),
    );
    const { values, model, decision, notice } = await this.deps.ai.propose({
      ...{ requestId: null, conversationId: null, service: row.result?.title ?? row.asked, open },
      // What a service needs is knowledge of the world.
      ...{ complexity: "complex", highValue: false, neverSend },
    });
    return {
      values: values === null ? [] : plausible(open, values),
      ...{ model: values === null ? null : model, reason: decision.reason, notice },
    };
  }

  private async recordVersion(
    principal: Principal,
    { id: editedFromId, repositoryId, asked, commit, treeId, changeId }: ScaffoldRow,
    {
      type,
      text,
      ...change
    }: { readonly type: "scaffold.edited" | "scaffold.filled"; readonly text: string } & (
      | { readonly draft: ScaffoldResult }
      | { readonly values: ScaffoldValues }
    ),
  ): Promise<Scaffold> {
    if (changeId !== null)
      throw new AppError("invalid_state", { message: "It is on a branch: edit it there." });
    const actor = actorOf(principal);
    const { name } = await this.deps.catalog.playbookSource(repositoryId);
    try {
      const id = await inTransaction(this.deps.db, async (tx) => {
        const given = { repositoryId, asked, commit, treeId, actor };
        const scaffoldId = await insertScaffold(tx, given, { editedFromId, ...change });
        const facts = { scaffoldId, editedFromId, repositoryId, name };
        await this.deps.audit.record(tx, { type, actor, facts, text });
        await enqueue(tx, [{ name: "scaffold.write", scaffoldId }]);
        return scaffoldId;
      });
      return await this.view(id);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError("invalid_state", { message: "Another edit of it is being checked." });
    }
  }

  /**
   * Has the files put on a branch of the repository, on top of the commit that they were written for. Asked again, it is
   * the same change.
   *
   * @throws not_found, invalid_state
   */
  async putOnBranch(principal: Principal, scaffoldId: string): Promise<Scaffold> {
    const { db, changes } = this.deps;
    const { repositoryId, commit, result, changeId } = await this.find(scaffoldId);
    if (changeId !== null) {
      await changes.put(principal, changeId);
      return this.view(scaffoldId);
    }
    if (result === null)
      throw new AppError("invalid_state", { message: "There is nothing written yet." });
    const files = result.files.map(({ path, content }) => ({ path, before: null, after: content }));
    await inTransaction(db, async (tx) => {
      const id = await changes.propose(tx, actorOf(principal), {
        ...{ repositoryId, commit, files },
        title: `Add ${result.title}`,
        branch: `chiffon/add-${result.service}`,
      });
      if (!(await saveScaffoldChange(tx, scaffoldId, id)))
        throw new AppError("invalid_state", { message: "It is being put on a branch already." });
    });
    return this.view(scaffoldId);
  }

  private async write(row: ScaffoldRow, signal: AbortSignal): Promise<ScaffoldResult> {
    const { catalog, scaffolds } = this.deps;
    const { repositoryId, treeId, asked, draft, values } = row;
    const { contentDirs } = await catalog.playbookSource(repositoryId);
    const { entries, inventories } = await catalog.repositoryLook(repositoryId);
    const treePath = await catalog.treePath(treeId, repositoryId);
    const order = {
      ...{ service: asked, contentDirs, signal },
      values: new Map((values ?? []).map((one) => [one.variable, one.value])),
      repository: { view: { entries, inventories, projects: [] }, treePath },
    };
    const made = await (draft === null ? scaffolds.scaffold(order) : scaffolds.check(draft, order));
    return {
      ...made,
      files: made.files.map(({ path, content }) => ({ path, content })),
      gaps: made.gaps.map((gap) => ({ ...gap })),
      findings: made.findings.map((finding) => ({ ...finding })),
      sources: [...made.sources],
      notes: [...made.notes],
    };
  }

  /** Job `scaffold.write`. Idempotent: one worker at a time, over once is over. */
  run(scaffoldId: string): Promise<void> {
    return this.worker.run(scaffoldId);
  }

  /** Nudges what nobody attends to: the job was lost, or the worker died. */
  async sweep(): Promise<void> {
    const stuck = await this.worker.unattended(unattendedSeconds);
    if (stuck.length === 0) return;
    const jobs = stuck.map((scaffoldId) => ({ name: "scaffold.write" as const, scaffoldId }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, jobs));
  }

  /** Stops what runs here; another worker, or the next start, takes it up. */
  close(): Promise<void> {
    return this.worker.close();
  }
}

/** What there is to go on from: files that were checked, or else as they were edited. @throws invalid_state */
function written({ result, draft }: ScaffoldRow): ScaffoldResult {
  const files = result ?? draft;
  if (files === null)
    throw new AppError("invalid_state", { message: "There is nothing written yet." });
  return files;
}

/** What can be filled in: nothing once the files were edited or stand on a branch. */
function openGaps({ result, draft, changeId }: ScaffoldRow): ScaffoldResult["gaps"] {
  return result === null || draft !== null || changeId !== null ? [] : fillableGaps(result);
}

/** The gaps that can be filled in. @throws invalid_state where there are none */
function assertOpen(row: ScaffoldRow): ScaffoldResult["gaps"] {
  written(row);
  const open = openGaps(row);
  if (open.length === 0) throw new AppError("invalid_state", { message: whyClosed(row) });
  return open;
}

function whyClosed({ draft, changeId }: ScaffoldRow): string {
  if (changeId !== null) return "It is on a branch: edit it there.";
  if (draft !== null) return "Its files were edited: write the values there.";
  return "There is nothing left to fill in.";
}
