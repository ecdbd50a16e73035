import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { drawn } from "./random.ts";

/** What one task of a torture does. Its label names it on disk: `p07.t2.once`, or `.again` where a repeat is harmless. */
export interface EffectTask {
  readonly label: string;
  readonly taskKey: string;
  readonly dependsOn: readonly string[];
  readonly idempotent: boolean;
  readonly seconds: number;
  readonly ansible: boolean;
  /** Tasks of one service have their host to themselves. */
  readonly service: string | null;
  readonly joinPolicy?: PlanTask["joinPolicy"];
}

/** The repository with the playbook that leaves an effect, as scanned. */
export interface EffectPlaybook {
  readonly repositoryId: string;
  readonly repositoryName: string;
  readonly branch: string;
  readonly commit: string;
  readonly treeId: string;
  readonly inventoryPath: string;
  readonly inventoryHash: string;
  readonly entryId: string;
  readonly entryPath: string;
  readonly files: readonly { readonly path: string; readonly blob: string }[];
}

/** Where effects are left, and by what. */
export interface EffectPlaces {
  readonly effectsDir: string;
  readonly script: string;
}

/** Share of plans that run real Ansible. */
const ansibleShare = 0.4;
const sharedServices = ["alpha", "beta", "gamma"];

/** Draws the tasks of plan `index`: two to four in a chain or side by side, every second one not to be repeated. */
export function drawTasks(index: number, count: number, random: () => number): EffectTask[] {
  // Spread evenly, so that the share holds for every number of plans.
  const ansible = Math.floor((index + 1) * ansibleShare) > Math.floor(index * ansibleShare);
  const chained = random() < 0.6;
  const service = random() < 0.4 ? (drawn(sharedServices, random) ?? null) : null;
  const size = ansible ? 1 + Math.floor(random() * 2) : 2 + Math.floor(random() * 3);
  const digits = String(count).length;
  return Array.from({ length: size }, (_, at) => {
    const idempotent = (index + at) % 2 === 0;
    const taskKey = `t${at + 1}`;
    const name = `p${String(index + 1).padStart(digits, "0")}.${taskKey}`;
    return {
      label: labelOf(name, idempotent),
      taskKey,
      dependsOn: chained && at > 0 ? [`t${at}`] : [],
      idempotent,
      seconds: Math.round((0.2 + 2.6 * random()) * 10) / 10,
      ansible,
      service,
    };
  });
}

/** The name of a task on disk. */
export function labelOf(name: string, idempotent: boolean): string {
  return `${name}.${idempotent ? "again" : "once"}`;
}

/** True where a label says that a second start would do harm. */
export function isOnce(label: string): boolean {
  return label.endsWith(".once");
}

/** The plan that does these tasks. */
export function effectPlan(
  tasks: readonly EffectTask[],
  playbook: EffectPlaybook,
  places: EffectPlaces,
): PlanBody {
  const { repositoryId, repositoryName, branch, commit, treeId } = playbook;
  return {
    summary: `Leave ${tasks.length} effects.`,
    complexity: "simple",
    risk: "low",
    estimatedSeconds: 5,
    costUsd: 0,
    ...{ repositoryId, repositoryName, branch, commit, treeId },
    inventoryPath: playbook.inventoryPath,
    inventoryHash: playbook.inventoryHash,
    requirementsLock: null,
    secrets: [],
    tier: "builtin",
    tierReason: "prepared by the fault harness",
    outOfScope: [],
    changeNote: null,
    tasks: tasks.map((task, at) => ({
      ...commonOf(task, at),
      ...(task.ansible ? asPlaybook(task, playbook, places) : asScript(task, places)),
    })),
  };
}

type Specific = Pick<
  PlanTask,
  "workType" | "entryId" | "entryPath" | "variables" | "argv" | "files"
>;

function asScript(task: EffectTask, { script, effectsDir }: EffectPlaces): Specific {
  return {
    workType: "effect.script",
    entryId: null,
    entryPath: "effect",
    variables: [],
    argv: ["/bin/sh", script, effectsDir, task.label, String(task.seconds)],
    files: [],
  };
}

function asPlaybook(task: EffectTask, playbook: EffectPlaybook, places: EffectPlaces): Specific {
  const variable = (name: string, value: string | number): PlanTask["variables"][number] => ({
    name,
    value,
    overridden: true,
    type: typeof value === "number" ? "number" : "string",
    defaultValue: null,
    templated: false,
    description: null,
    required: true,
    choices: null,
    secret: false,
  });
  return {
    workType: "ansible.playbook",
    entryId: playbook.entryId,
    entryPath: playbook.entryPath,
    variables: [
      variable("effect_dir", places.effectsDir),
      variable("effect_label", task.label),
      variable("effect_seconds", task.seconds),
    ],
    argv: null,
    files: [...playbook.files],
  };
}

function commonOf(task: EffectTask, at: number): Omit<PlanTask, keyof Specific> {
  return {
    taskKey: task.taskKey,
    order: at + 1,
    name: task.label,
    agentType: "infra",
    entryKind: "playbook",
    service: task.service,
    intentText: task.label,
    matchConfidence: 1,
    matchReason: "prepared",
    ...(task.joinPolicy === undefined ? {} : { joinPolicy: task.joinPolicy }),
    hosts: ["localhost"],
    limit: ["localhost"],
    tags: [],
    checkTemplates: [],
    checks: [],
    resources: { cpuCores: 0, memoryMb: 16, gpuVramMb: 0 },
    dependsOn: [...task.dependsOn],
    risk: "medium",
    riskReasons: [],
    estimatedSeconds: 2,
    estimateSource: "default",
    idempotent: task.idempotent,
    timeoutSeconds: 120,
    profile: "local",
    note: null,
    agent: null,
  };
}
