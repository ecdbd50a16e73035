import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { countByStatus } from "#server/agents/domain/agent-health.ts";
import type { ToolInput, ToolName, ToolOutput } from "#server/contracts/mcp.ts";
import { submitRequest } from "./submit-request.ts";
import type { ToolCall } from "./tool-call.ts";

type Handler<Name extends ToolName> = (
  call: ToolCall,
  input: ToolInput<Name>,
) => Promise<ToolOutput<Name> | InputRequiredResult>;

/** What each tool does: what the endpoint of the same meaning does, through the same services. */
export const toolHandlers: { readonly [Name in ToolName]: Handler<Name> } = {
  get_orchestrator_health: ({ edge }) => edge.services.health.check(),
  get_agent_registry: ({ edge }) => edge.services.agents.list(),
  get_agent_details: ({ edge }, { agentId }) => edge.services.agents.find(agentId),
  get_agent_status: ({ edge }, { agentId }) => edge.services.agents.find(agentId),
  check_all_agents: async ({ edge }) => {
    const { agents } = await edge.services.agents.list();
    return { counts: countByStatus(agents), agents };
  },
  route_task: async ({ edge }, { service, agentName, ...task }) => {
    const { decision } = await edge.services.placements.explain({
      ...task,
      ...(service === null ? {} : { service }),
      ...(agentName === null ? {} : { agentName }),
    });
    return decision;
  },
  get_execution_history: async ({ edge }, { status, ...filter }) => {
    const statuses = status === undefined ? {} : { statuses: status };
    const ended = await edge.services.execution.ended({ ...filter, ...statuses });
    const executions = ended.map((task) => ({
      ...task,
      hosts: [...task.hosts],
      finishedAt: task.finishedAt?.toISOString() ?? null,
    }));
    return { executions };
  },
  submit_request: submitRequest,
  get_plan: ({ edge }, { id }) => edge.services.requestViews.livePlan(id),
  approve_plan: ({ edge, caller }, { planId, ...body }) =>
    edge.services.decisions.decide(caller.principal, planId, body),
  query_audit: ({ edge }, query) => edge.services.audit.query(query),
  list_schedules: ({ edge }, page) => edge.services.schedules.list(page),
  create_schedule: ({ edge, caller }, body) =>
    edge.services.schedules.create(caller.principal, body),
  change_schedule: ({ edge, caller }, { scheduleId, ...body }) =>
    edge.services.schedules.change(caller.principal, scheduleId, body),
  delete_schedule: async ({ edge, caller }, { scheduleId }) => {
    await edge.services.schedules.remove(caller.principal, scheduleId);
    return { ok: true };
  },
  list_rules: ({ edge }, page) => edge.services.rules.list(page),
  get_plan_rules: ({ edge }, { planId }) => edge.services.ruleLooks.ofPlan(planId),
};
