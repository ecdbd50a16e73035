import type { AuditService } from "#server/audit/audit-service.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import {
  type RoutingRules,
  type RulesProblem,
  type RulesView,
  routingRulesSchema,
  rulesProblemSchema,
  type SaveRulesBody,
} from "#server/contracts/routing.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import { noRules, type ParsedRules, parseRules } from "./domain/parse-rules.ts";
import type { RulesFile } from "./rules-file.ts";
import { findRules, lockRules, saveProblem, saveRules } from "./rules-repository.ts";

/** A file that changed so recently may still be being written. */
const settleMs = 500;

/**
 * The owner's routing rules: a file, read again when it changes. What was last sound of it is kept in the database,
 * so that every process has the same rules and a fault in the file, or a restart with one, changes nothing.
 */
export class RoutingRulesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly file: RulesFile;
  };

  constructor(deps: RoutingRulesService["deps"]) {
    this.deps = deps;
  }

  /** The rules in force. */
  async current(): Promise<RoutingRules> {
    const row = await findRules(this.deps.db);
    return row === null ? noRules : rulesOf(row.rules);
  }

  /** File and rules as people see them. */
  async view(): Promise<RulesView> {
    const { file } = this.deps;
    const [row, found] = await Promise.all([findRules(this.deps.db), this.read()]);
    const parsed = found.kind === "unread" ? found : parseRules(file.path, found.content);
    const content = found.kind === "unread" ? "" : found.content;
    const rules = row === null ? noRules : rulesOf(row.rules);
    return {
      path: file.path,
      content,
      hash: sha256(content),
      problem: parsed.kind === "rules" ? null : parsed.problem,
      rules: rules.rules,
      domains: rules.domains,
      loadedAt: row?.loadedAt?.toISOString() ?? null,
    };
  }

  /** Rules to try: those of a text. @throws invalid_input naming the fault */
  trial(content: string): RoutingRules {
    return soundOf(parseRules("rules", content));
  }

  /** Takes over what changed in the file since it was last looked at. Never throws for what is in it. */
  async reload(): Promise<void> {
    const found = await this.read();
    const now = this.deps.clock.now();
    if (found.kind === "found" && now.getTime() - found.changedAtMs < settleMs) return;
    const hash =
      found.kind === "unread" ? `unread: ${found.problem.message}` : sha256(found.content);
    const known = await findRules(this.deps.db);
    if (known?.fileHash === hash) return;
    if (known === null && found.kind === "found" && found.content === "") return;
    const parsed = found.kind === "unread" ? found : parseRules(this.deps.file.path, found.content);
    await inTransaction(this.deps.db, async (tx) => {
      if ((await lockRules(tx)).fileHash === hash) return;
      if (parsed.kind === "rules") await this.putInForce(tx, hash, parsed.rules, systemActor);
      else await this.refuse(tx, hash, parsed.problem);
    });
  }

  /**
   * Writes the file and puts its rules in force.
   *
   * @throws invalid_input naming the fault, rules_changed when the file is not the one that was edited
   */
  async save(principal: Principal, { content, hash }: SaveRulesBody): Promise<RulesView> {
    const rules = soundOf(parseRules(this.deps.file.path, content));
    const { db, file } = this.deps;
    const seen = await findRules(db);
    if (sha256((await file.read()).content) !== hash) throw new AppError("rules_changed");
    const draft = await file.prepare(content);
    try {
      await inTransaction(db, async (tx) => {
        // Somebody who saved meanwhile has left another hash.
        if ((await lockRules(tx)).fileHash !== (seen?.fileHash ?? ""))
          throw new AppError("rules_changed");
        await this.putInForce(tx, sha256(content), rules, actorOf(principal), content);
      });
      await draft.keep();
    } catch (error) {
      await draft.drop();
      throw error;
    }
    return this.view();
  }

  /** What the settings page says about it, in words. */
  async notices(): Promise<string[]> {
    const row = await findRules(this.deps.db);
    const problem = row?.problem == null ? null : rulesProblemSchema.parse(row.problem);
    return problem === null
      ? []
      : [
          `The routing rules file has a fault, so the rules from before stay in force: ${problemWords(problem)}. See Fleet.`,
        ];
  }

  private async putInForce(
    tx: Tx,
    hash: string,
    rules: RoutingRules,
    actor: Actor,
    text?: string,
  ): Promise<void> {
    await saveRules(tx, hash, rules, this.deps.clock.now());
    await this.deps.audit.record(tx, {
      type: "routing.rules_changed",
      actor,
      facts: { rules: rules.rules.length, domains: rules.domains.length, hash },
      ...(text === undefined ? {} : { text }),
    });
    await appendEvent(tx, "fleet", { type: "routing.changed" });
  }

  private async refuse(tx: Tx, hash: string, problem: RulesProblem): Promise<void> {
    await saveProblem(tx, hash, problem);
    await this.deps.audit.record(tx, {
      type: "routing.rules_refused",
      actor: systemActor,
      facts: { line: problem.line },
      text: problem.message,
    });
    await appendEvent(tx, "fleet", { type: "routing.changed" });
  }

  private async read(): Promise<
    | { kind: "found"; content: string; changedAtMs: number }
    | { kind: "unread"; problem: RulesProblem }
  > {
    try {
      return { kind: "found", ...(await this.deps.file.read()) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        kind: "unread",
        problem: { line: null, message: `not readable: ${why}`.slice(0, 300) },
      };
    }
  }
}

function rulesOf(stored: unknown): RoutingRules {
  const parsed = routingRulesSchema.safeParse(stored);
  return parsed.success ? parsed.data : noRules;
}

function soundOf(parsed: ParsedRules): RoutingRules {
  if (parsed.kind === "rules") return parsed.rules;
  throw new AppError("invalid_input", {
    message: `The rules have a fault: ${problemWords(parsed.problem)}`,
  });
}

function problemWords({ line, message }: RulesProblem): string {
  return line === null ? message : `line ${line}: ${message}`;
}
