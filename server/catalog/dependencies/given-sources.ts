import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type {
  DependenciesView,
  giveSourceBodySchema,
  Requirement,
  withdrawSourceQuerySchema,
} from "#server/contracts/dependency.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import {
  deleteGivenSource,
  findRepository,
  isNeeded,
  type StoredRepository,
  saveGivenSource,
} from "../catalog-repository.ts";
import {
  fileThatSays,
  requirementKey,
  type SaidSource,
  sourceProblem,
  tidySource,
  withGivenSources,
} from "../domain/given-source.ts";
import { lockRepository } from "./dependency-repository.ts";

const maxGiven = 200;

/** Everything that a repository asks for: what its files and plays name, and what people said of it. */
export function requirementsOf({
  scan,
  givenSources,
}: Pick<StoredRepository, "scan" | "givenSources">): Requirement[] {
  return withGivenSources(scan.dependencies.requirements, givenSources);
}

/** Who said where a requirement is; null where the repository does. */
export function sayerOf(
  { givenSources }: Pick<StoredRepository, "givenSources">,
  requirement: Requirement,
): string | null {
  if (requirement.origin !== "person") return null;
  const key = requirementKey(requirement);
  return givenSources.find((one) => requirementKey(one) === key)?.actor.name ?? null;
}

/** What people said, as they see it: with whether it is used, or a file says it by now. */
export function givenOf({
  givenSources,
  scan,
}: Pick<StoredRepository, "scan" | "givenSources">): DependenciesView["given"] {
  return givenSources.map(({ actor, ...said }) => ({
    ...said,
    by: actor.name,
    isUsed: fileThatSays(scan.dependencies.requirements, said) === null,
  }));
}

/** Keeps what people say of roles and collections that a repository needs and does not say the source of. */
export class GivenSources {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
  };

  constructor(deps: GivenSources["deps"]) {
    this.deps = deps;
  }

  /** Keeps where something is, from the next *Install* on. @throws not_found, invalid_input with what to write instead */
  async give(
    principal: Principal,
    repository: StoredRepository,
    body: z.infer<typeof giveSourceBodySchema>,
  ): Promise<void> {
    const said = { ...body, source: tidySource(body.type, body.source) };
    await this.refuseUseless(repository, said);
    const key = requirementKey(said);
    const before = repository.givenSources.find((one) => requirementKey(one) === key);
    if (before !== undefined && isSame(before, said)) return;
    const { db, audit, clock } = this.deps;
    const { id: repositoryId, name } = repository;
    const actor = actorOf(principal);
    await inTransaction(db, async (tx) => {
      if ((await lockRepository(tx, repositoryId)) === undefined) throw new AppError("not_found");
      const { givenSources = [] } = (await findRepository(tx, { id: repositoryId })) ?? {};
      const others = givenSources.filter((one) => requirementKey(one) !== key);
      if (others.length >= maxGiven)
        throw new AppError("invalid_input", {
          message: `People said of ${maxGiven} things where they are. Write them into requirements.yml, then remove some here.`,
        });
      await saveGivenSource(tx, repositoryId, key, {
        ...said,
        ...{ actor, at: clock.now().toISOString() },
      });
      await audit.record(tx, {
        type: "source.given",
        actor,
        facts: { repositoryId, name, requirement: key, from: said.type },
        text: sourceText(said),
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
  }

  private async refuseUseless(repository: StoredRepository, said: SaidSource): Promise<void> {
    const problem = sourceProblem(said);
    if (problem !== null) throw new AppError("invalid_input", { message: problem });
    const { requirements } = repository.scan.dependencies;
    const file = fileThatSays(requirements, said);
    const what = `the ${requirementKey(said)}`;
    if (file !== null)
      throw new AppError("invalid_input", {
        message: `${file.path}${file.line === null ? "" : `:${file.line}`} says where ${what} is. Change it there.`,
      });
    const key = requirementKey(said);
    const isKnown = [...requirements, ...repository.givenSources].some(
      (one) => requirementKey(one) === key,
    );
    if (!isKnown && !(await isNeeded(this.deps.db, repository.id, said)))
      throw new AppError("invalid_input", {
        message: `Nothing in ${repository.name} asks for ${what}. Check its name.`,
      });
  }

  /** Forgets what was said; what was installed stays until *Update*. @throws not_found */
  async withdraw(
    principal: Principal,
    { id: repositoryId, name, givenSources }: StoredRepository,
    wanted: z.infer<typeof withdrawSourceQuerySchema>,
  ): Promise<void> {
    const key = requirementKey(wanted);
    const said = givenSources.find((one) => requirementKey(one) === key);
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await deleteGivenSource(tx, repositoryId, key)))
        throw new AppError("not_found", {
          message: `Nobody said where the ${key} is: there is nothing to remove.`,
        });
      await this.deps.audit.record(tx, {
        type: "source.withdrawn",
        actor: actorOf(principal),
        facts: { repositoryId, name, requirement: key },
        text: said === undefined ? key : sourceText(said),
      });
      await appendEvent(tx, "fleet", { type: "repository.changed", repositoryId });
    });
  }
}

function isSame(before: SaidSource, said: SaidSource): boolean {
  return (
    before.type === said.type && before.source === said.source && before.version === said.version
  );
}

function sourceText({ kind, name, type, source, version }: SaidSource): string {
  return `${kind} ${name}: ${type} ${source}${version === null ? "" : ` ${version}`}`;
}
