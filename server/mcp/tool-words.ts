import type { ToolName } from "#server/contracts/mcp.ts";

/** How a tool is called in lists, and what a model is told of it. */
export interface ToolWords {
  readonly title: string;
  readonly description: string;
}

/** One that is missing here does not compile. */
export const toolWords: Readonly<Record<ToolName, ToolWords>> = {
  get_orchestrator_health: {
    title: "Health",
    description: "Says how Chiffon's parts are: database, Redis, git, queue and workers.",
  },
  get_agent_registry: {
    title: "Agents",
    description: "Lists the agents that carry out work, with what each can do and how busy it is.",
  },
  get_agent_details: {
    title: "Agent",
    description:
      "Says everything known of one agent: kinds of work, tags, machine, tools and versions.",
  },
  get_agent_status: {
    title: "Agent's status",
    description:
      "Says whether one agent is online, busy, offline or disabled, and when it was last heard.",
  },
  check_all_agents: {
    title: "All agents' status",
    description: "Counts agents by status and says of each when it was last heard.",
  },
  route_task: {
    title: "Where a task would go",
    description: "Says which agent would get a task, and why not the others. Starts nothing.",
  },
  get_execution_history: {
    title: "What was done",
    description: "Lists tasks that are over, the newest first, by service, host or status.",
  },
  submit_request: {
    title: "Ask Chiffon",
    description:
      "Asks for something in plain words, such as “Deploy Uptime Kuma on nas” or “What failed last week?”, and waits for what Chiffon says: an answer, a question, or a plan. A plan waits until a person has approved it; nothing runs before. To go on in a conversation, give its id; to answer a question, give `answer`.",
  },
  get_plan: {
    title: "Read a plan",
    description:
      "Reads a plan by its own id, or the newest plan of a request by the request's: tasks, hosts, risk, version and digest.",
  },
  approve_plan: {
    title: "Decide about a plan",
    description:
      "Approves a plan, which then runs, or rejects it. Takes the version and digest of the plan that was read; if anything has changed since, it is refused. What a token asked for is approved by no token of the same person.",
  },
  query_audit: {
    title: "Search the history",
    description:
      "Searches the tamper-evident history: who did what, when, and what came of it. Give `next_cursor` back as `cursor` for more.",
  },
  list_schedules: {
    title: "Schedules",
    description:
      "Lists what is asked for again and again, the newest first: the words, when, what came of the last time, and whether it is paused.",
  },
  create_schedule: {
    title: "Make a schedule",
    description:
      "Has Chiffon ask for something again and again. Give `text`, the request in plain words, or `repeats_request_id`, an ended request to make anew; and `when`, such as “every Sunday at 4” or five fields of cron. `kind` drift only looks what would change. Each plan still waits for a person's approval.",
  },
  change_schedule: {
    title: "Change or pause a schedule",
    description:
      "Changes a schedule: `enabled` false pauses it and true lets it go on; `text`, `when`, `time_zone` and `grace_minutes` are changed where they are given; `is_deleted` false takes a deletion of the last day back.",
  },
  delete_schedule: {
    title: "Delete a schedule",
    description: "Deletes a schedule. For a day, change_schedule can take that back.",
  },
  list_rules: {
    title: "Standing approvals",
    description:
      "Lists the rules by which plans are approved without a press: what each covers, until when, and whether it is paused and why. Only an admin who is signed in makes, pauses or revokes one, in Chiffon itself.",
  },
  get_plan_rules: {
    title: "Rules and a plan",
    description: "Says of a plan that waits why no rule approved it.",
  },
};
