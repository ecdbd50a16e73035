import { installMachine } from "#server/catalog/domain/install-state.ts";
import { changeMachine } from "#server/changes/domain/change-state.ts";
import { agentKindSchema } from "#server/contracts/agent.ts";
import { complexitySchema, purposeSchema, tierSchema } from "#server/contracts/ai.ts";
import { changeStepSchema } from "#server/contracts/change.ts";
import { messageSchema, titleFromSchema } from "#server/contracts/chat.ts";
import { actorSchema } from "#server/contracts/common.ts";
import { installKindSchema } from "#server/contracts/dependency.ts";
import { artifactSchema, gatedPhaseSchema } from "#server/contracts/gate.ts";
import { handoffStatusSchema } from "#server/contracts/handoff.ts";
import { hostStateSchema } from "#server/contracts/host.ts";
import { lockModeSchema } from "#server/contracts/lock.ts";
import {
  channelKindSchema,
  deliveryStatusSchema,
  notificationKindSchema,
  notificationScopeSchema,
} from "#server/contracts/notification.ts";
import { roleSchema, tokenAudienceSchema } from "#server/contracts/people.ts";
import { planDecisionSchema } from "#server/contracts/plan.ts";
import {
  catalogEntrySchema,
  previewWhenSchema,
  repositoryKindSchema,
} from "#server/contracts/playbook.ts";
import { followKindSchema, requestPurposeSchema } from "#server/contracts/request.ts";
import { routingDecisionSchema } from "#server/contracts/routing.ts";
import { ruleAskerSchema, ruleOutcomeSchema, ruleRiskSchema } from "#server/contracts/rule.ts";
import { firingOutcomeSchema, scheduleKindSchema } from "#server/contracts/schedule.ts";
import { secretKindSchema, secretScopeSchema } from "#server/contracts/secret.ts";
import { agentTypeSchema, joinPolicySchema, workTypeSchema } from "#server/contracts/task.ts";
import { alertFormatSchema, webhookAuthSchema } from "#server/contracts/webhook.ts";
import { holdMachine } from "#server/execution/domain/hold-state.ts";
import { runMachine } from "#server/execution/domain/run-state.ts";
import { taskMachine } from "#server/execution/domain/task-state.ts";
import { workMachine } from "#server/lib/work-state.ts";
import { planMachine } from "#server/planning/domain/plan-state.ts";
import { requestMachine } from "#server/requests/domain/request-state.ts";
import { unattendedMachine } from "#server/unattended/domain/unattended-state.ts";

/** A text column that holds one of a few values, or null where it may be. */
export interface ClosedColumn {
  readonly table: string;
  readonly column: string;
  readonly values: readonly string[];
}

/**
 * The columns that Postgres guards by a CHECK, with what they may hold: states from the transition tables, everything
 * else from the contracts. Not among them is the type of an audit entry: a history that refuses a new word would stop
 * the work it is about.
 */
export const closedColumns: readonly ClosedColumn[] = [
  { table: "api_token", column: "audience", values: tokenAudienceSchema.options },
  { table: "request", column: "phase", values: requestMachine.states },
  { table: "request", column: "follow_kind", values: followKindSchema.options },
  { table: "request", column: "purpose", values: requestPurposeSchema.options },
  { table: "phase_change", column: "from_phase", values: requestMachine.states },
  { table: "phase_change", column: "to_phase", values: requestMachine.states },
  { table: "gate_result", column: "phase", values: gatedPhaseSchema.options },
  { table: "request_artifact", column: "format", values: artifactSchema.shape.format.options },
  { table: "handoff", column: "status", values: handoffStatusSchema.options },
  { table: "plan", column: "status", values: planMachine.states },
  { table: "plan", column: "decision", values: planDecisionSchema.shape.decision.options },
  { table: "approval_rule", column: "max_risk", values: ruleRiskSchema.options },
  { table: "approval_rule", column: "asker_role", values: ruleAskerSchema.options },
  { table: "rule_approval", column: "outcome", values: ruleOutcomeSchema.options },
  { table: "unattended_run", column: "status", values: unattendedMachine.states },
  { table: "agent", column: "kind", values: agentKindSchema.options },
  { table: "task", column: "status", values: taskMachine.states },
  { table: "task", column: "join_policy", values: joinPolicySchema.options },
  { table: "task", column: "work_type", values: workTypeSchema.options },
  { table: "task", column: "agent_type", values: agentTypeSchema.options },
  { table: "task", column: "hold", values: holdMachine.states },
  { table: "run", column: "status", values: runMachine.states },
  { table: "host_lock", column: "mode", values: lockModeSchema.options },
  { table: "lock_wait", column: "mode", values: lockModeSchema.options },
  {
    table: "routing_decision",
    column: "method",
    values: routingDecisionSchema.shape.method.options,
  },
  { table: "agent", column: "agent_type", values: agentTypeSchema.options },
  { table: "person", column: "role", values: roleSchema.options },
  { table: "invite", column: "role", values: roleSchema.options },
  { table: "conversation", column: "title_from", values: titleFromSchema.options },
  { table: "message", column: "author", values: messageSchema.shape.author.options },
  { table: "repository", column: "kind", values: repositoryKindSchema.options },
  { table: "repository", column: "preview_when", values: previewWhenSchema.options },
  { table: "catalog_entry", column: "kind", values: catalogEntrySchema.shape.kind.options },
  { table: "secret", column: "kind", values: secretKindSchema.options },
  { table: "secret", column: "scope", values: secretScopeSchema.options },
  { table: "dependency_install", column: "kind", values: installKindSchema.options },
  { table: "dependency_install", column: "status", values: installMachine.states },
  { table: "playbook_review", column: "status", values: workMachine.states },
  { table: "scaffold_request", column: "status", values: workMachine.states },
  { table: "repository_change", column: "stage", values: changeMachine.states },
  { table: "repository_change", column: "pending", values: changeStepSchema.options },
  { table: "schedule", column: "kind", values: scheduleKindSchema.options },
  { table: "schedule_firing", column: "outcome", values: firingOutcomeSchema.options },
  { table: "webhook", column: "format", values: alertFormatSchema.options },
  { table: "webhook", column: "auth", values: webhookAuthSchema.options },
  { table: "notification", column: "kind", values: notificationKindSchema.options },
  { table: "notification_channel", column: "kind", values: channelKindSchema.options },
  { table: "notification_delivery", column: "status", values: deliveryStatusSchema.options },
  { table: "notification_scope", column: "kind", values: notificationKindSchema.options },
  { table: "notification_scope", column: "scope", values: notificationScopeSchema.options },
  { table: "host_record", column: "state", values: hostStateSchema.options },
  { table: "model_call", column: "purpose", values: purposeSchema.options },
  { table: "model_call", column: "tier", values: tierSchema.options },
  { table: "fallback_decision", column: "purpose", values: purposeSchema.options },
  { table: "fallback_decision", column: "tier", values: tierSchema.options },
  { table: "fallback_decision", column: "complexity", values: complexitySchema.options },
  { table: "audit_entry", column: "actor_kind", values: actorSchema.shape.kind.options },
];

/** The statement that makes Postgres accept exactly these values, whatever it accepted before. */
export function checkSql({ table, column, values }: ClosedColumn): string {
  const name = `"${table}_${column}_check"`;
  const list = values.map((value) => `'${value}'`).join(", ");
  return [
    `ALTER TABLE "${table}" DROP CONSTRAINT IF EXISTS ${name},`,
    `  ADD CONSTRAINT ${name} CHECK ("${column}" IN (${list}));`,
  ].join("\n");
}

/**
 * Statements that the migrations lack: a column counts as guarded only when the newest CHECK written for it is the one
 * it needs now.
 *
 * @param migrations the text of every migration, oldest first
 */
export function missingChecks(
  migrations: readonly string[],
  columns: readonly ClosedColumn[] = closedColumns,
): string[] {
  const written = migrations.join("\n");
  return columns.filter((column) => !isNewest(written, column)).map(checkSql);
}

function isNewest(written: string, column: ClosedColumn): boolean {
  const statement = checkSql(column);
  const [opening = statement] = statement.split("\n");
  const at = written.lastIndexOf(opening);
  return at !== -1 && written.startsWith(statement, at);
}
