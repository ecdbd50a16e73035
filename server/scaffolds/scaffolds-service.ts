import { AppError } from "#server/lib/app-error.ts";
import type { LintService, NewFileFinding } from "#server/suggestions/lint-service.ts";
import { type BuiltScaffold, buildScaffold } from "./domain/build-scaffold.ts";
import { findService } from "./domain/find-service.ts";
import { type RepositoryView, readStyle, usualStyle } from "./domain/repository-style.ts";
import { readServiceName } from "./domain/service-name.ts";
import { type ServiceNeeds, serviceNeeds } from "./domain/service-needs.ts";

export { type ServiceNeeds, serviceNeeds };

/** Which service, and where it will go. */
export interface ScaffoldOrder {
  /** As a person says it. */
  readonly service: string;
  /** The repository that the files are meant for; null: one of their own. */
  readonly repository: {
    readonly view: RepositoryView;
    /** A folder that holds it. Never written to. */
    readonly treePath: string;
  } | null;
  /** What the owner said, by variables that would else be asked for. */
  readonly values?: ReadonlyMap<string, string | number>;
  /** Folders of installed roles and collections. */
  readonly contentDirs?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What was found out about files by looking at them. */
export interface LintedScaffold {
  readonly lintVersion: string;
  /** None, unless the repository's own rules want something else. */
  readonly findings: readonly NewFileFinding[];
  /** What Ansible's syntax check says against it; null: it passed. */
  readonly syntaxFault: string | null;
  readonly notes: readonly string[];
}

/** A playbook and a role as files, with what the owner has to say and what lint says. */
export interface Scaffold extends BuiltScaffold, LintedScaffold {}

/** Writes a playbook and a role for a service that no playbook installs yet. The files are answered, never stored. */
export class ScaffoldsService {
  private readonly deps: { readonly lint: LintService };

  constructor(deps: ScaffoldsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Makes the files and looks at them as they would lie in the repository.
   *
   * @throws invalid_input for a name that is none, or for files that the repository has already
   * @throws lint_unavailable where ansible-lint or something to confine it with is missing
   */
  async scaffold(order: ScaffoldOrder): Promise<Scaffold> {
    return this.check(build(order), order);
  }

  /**
   * Looks at files as they would lie in the repository.
   *
   * @throws lint_unavailable where ansible-lint or something to confine it with is missing
   */
  async check<Built extends Pick<BuiltScaffold, "files" | "playbook">>(
    built: Built,
    order: Omit<ScaffoldOrder, "service" | "values">,
  ): Promise<Built & LintedScaffold> {
    const report = await this.deps.lint.lintNew({
      treePath: order.repository?.treePath ?? null,
      files: built.files,
      playbooks: [built.playbook],
      ...(order.contentDirs === undefined ? {} : { contentDirs: order.contentDirs }),
      ...(order.signal === undefined ? {} : { signal: order.signal }),
    });
    const { lintVersion, findings, syntaxFault, missing } = report;
    const notes =
      missing.length === 0
        ? []
        : [`Not installed here, so their use is not checked: ${missing.join(", ")}.`];
    return { ...built, lintVersion, findings, syntaxFault, notes };
  }
}

function build({ service, repository, values }: ScaffoldOrder): BuiltScaffold {
  const asked = readServiceName(service);
  if ("refusal" in asked) throw new AppError("invalid_input", { message: asked.refusal });
  const record = findService(service);
  const known = record === null ? asked : readServiceName(record.name);
  const style = repository === null ? usualStyle : readStyle(repository.view);
  const built = buildScaffold("refusal" in known ? asked : known, record, style, values);
  const own = new Set(repository?.view.entries.map(({ path }) => path));
  const taken = [built.playbook, built.role].find((path) => own.has(path));
  if (taken === undefined) return built;
  throw new AppError("invalid_input", {
    message: `The repository has ${taken} already. Change that one, or give the service another name.`,
  });
}
