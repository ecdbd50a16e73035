import { installMachine } from "#server/catalog/domain/install-state.ts";
import { changeMachine } from "#server/changes/domain/change-state.ts";
import { holdMachine } from "#server/execution/domain/hold-state.ts";
import { runMachine } from "#server/execution/domain/run-state.ts";
import { taskMachine } from "#server/execution/domain/task-state.ts";
import { workMachine } from "#server/lib/work-state.ts";
import { planMachine } from "#server/planning/domain/plan-state.ts";
import { requestMachine } from "#server/requests/domain/request-state.ts";
import { unattendedMachine } from "#server/unattended/domain/unattended-state.ts";

const machines = [
  {
    machine: requestMachine,
    about: "A request in its phases. Only `requests` moves it.",
    owner: "server/requests/domain/request-state.ts",
  },
  {
    machine: planMachine,
    about: "A plan version. A decision is made once.",
    owner: "server/planning/domain/plan-state.ts",
  },
  {
    machine: taskMachine,
    about: "A task. `needs_review` waits for a person.",
    owner: "server/execution/domain/task-state.ts",
  },
  {
    machine: holdMachine,
    about: "The wait of a task's other hosts for the one that goes first.",
    owner: "server/execution/domain/hold-state.ts",
  },
  {
    machine: runMachine,
    about: "A run: one attempt at a task, under a lease with a fence.",
    owner: "server/execution/domain/run-state.ts",
  },
  {
    machine: installMachine,
    about: "One press of *Install* or *Update* of a repository's dependencies.",
    owner: "server/catalog/domain/install-state.ts",
  },
  {
    machine: workMachine,
    about: "A look at a playbook for suggestions, or a playbook that is written.",
    owner: "server/lib/work-state.ts",
  },
  {
    machine: changeMachine,
    about: "A change to an owner's repository that people asked for.",
    owner: "server/changes/domain/change-state.ts",
  },
  {
    machine: unattendedMachine,
    about: "A list of requests that is worked through without anybody looking.",
    owner: "server/unattended/domain/unattended-state.ts",
  },
];

/** The page docs/lifecycles.md, drawn from the transition tables themselves. */
export function lifecyclesPage(): string {
  const sections = machines.map(
    ({ machine, about, owner }) =>
      `## ${machine.name}\n\n${about} Table: \`${owner}\`.\n\n\`\`\`mermaid\n${machine.toMermaid()}\n\`\`\`\n`,
  );
  return `# Lifecycles\n\nDrawn from the transition tables by \`npm run docs\`; a test fails when this page is stale.\n\n${sections.join("\n")}`;
}
