import type { ApprovalSubject } from "#server/contracts/approval-subject.ts";
import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";

/** The part of a plan that an approval covers; everything that decides what runs, and nothing else. */
export function approvalSubject(body: PlanBody): ApprovalSubject {
  const { inventorySource } = body;
  return {
    version: 1,
    repositoryId: body.repositoryId,
    commit: body.commit,
    treeId: body.treeId,
    inventoryPath: body.inventoryPath,
    inventoryHash: body.inventoryHash,
    ...(inventorySource == null
      ? {}
      : {
          inventorySource: {
            repositoryId: inventorySource.repositoryId,
            treeId: inventorySource.treeId,
          },
        }),
    requirementsLock: body.requirementsLock,
    secrets: body.secrets,
    tasks: body.tasks.map(taskSubject),
  };
}

function taskSubject(task: PlanTask): ApprovalSubject["tasks"][number] {
  return {
    taskKey: task.taskKey,
    workType: task.workType,
    entryKind: task.entryKind,
    entryPath: task.entryPath,
    ...(task.playbookPath === undefined ? {} : { playbookPath: task.playbookPath }),
    hosts: task.hosts,
    limit: task.limit,
    tags: task.tags,
    ...(task.startAtTask == null ? {} : { startAtTask: task.startAtTask }),
    variables: task.variables
      .filter((variable) => variable.overridden)
      .map(({ name, value }) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    checks: task.checks,
    profile: task.profile,
    idempotent: task.idempotent,
    timeoutSeconds: task.timeoutSeconds,
    dependsOn: task.dependsOn,
    ...(task.onItself === undefined ? {} : { onItself: { agentId: task.onItself.agentId } }),
    ...(task.firstHost === undefined ? {} : { firstHost: task.firstHost }),
    ...(task.joinPolicy === undefined || task.joinPolicy === "all"
      ? {}
      : { joinPolicy: task.joinPolicy }),
    argv: task.argv,
    files: task.files,
    ...(task.keptFiles === undefined ? {} : { keptFiles: task.keptFiles }),
    ...(task.secrets === undefined || task.secrets.length === 0 ? {} : { secrets: task.secrets }),
  };
}
