import type { Cause, PostMortem } from "#server/contracts/post-mortem.ts";
import { ids } from "./requests.ts";

/** An ansibleTask that failed on nas, unless said otherwise. */
export function makeCause(change: Partial<Cause> = {}): Cause {
  return {
    kind: "ansible_task",
    at: "2026-11-21T10:02:00.000Z",
    taskKey: "t1",
    taskName: "Deploy Kuma",
    playbook: "playbooks/kuma.yml",
    ansibleTask: "Pull the image",
    module: "ansible.builtin.command",
    place: "roles/kuma/tasks/main.yml:4",
    host: "nas",
    message: "no space left on device",
    runId: ids.run,
    ...change,
  };
}

/** What went wrong in a request that failed at its only step, unless said otherwise. */
export function makePostMortem(change: Partial<PostMortem> = {}): PostMortem {
  return {
    requestId: ids.request,
    conversationId: ids.conversation,
    text: "Deploy Kuma",
    submittedBy: "Ada",
    endedAt: "2026-11-21T10:03:00.000Z",
    headline: "“Pull the image” failed on nas.",
    cause: makeCause(),
    otherFailures: [],
    otherFailuresOmitted: 0,
    output: { lines: ["fatal: [nas]"], note: null },
    timeline: [{ at: "2026-11-21T10:00:00.000Z", text: "Planning began", isBad: false }],
    changed: { before: [], beforeOmitted: 0, after: 0 },
    comparison: { kind: "never_ran_well" },
    similar: [],
    suggestions: ["Make room on nas."],
    record: null,
    ...change,
  };
}
