import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { until, waitForPlan } from "#tests/support/installation.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;
const playbook = "playbooks/beacon/deploy.yml";
interface Dispatched {
  readonly request_id: string;
  readonly task_id: string;
  readonly status: string;
}
interface Status {
  readonly id: string;
  readonly status: string;
  readonly paused_reason: string | null;
}

const dispatch = (body: object, as: ChiffonClient = chiffon.operator) =>
  as.call<Dispatched>("POST", "/api/v1/dispatch", {
    work_type: "ansible.playbook",
    parameters: { playbook },
    ...body,
  });
const statusOf = (taskId: string) => chiffon.viewer.call<Status>("GET", `/api/v1/status/${taskId}`);

it("runs the named playbook with the values given, once somebody has approved it", async () => {
  const taskId = randomUUID();
  const variables = [{ name: "beacon_port", value: 3070 }];
  const sent = { task_id: taskId, parameters: { playbook, variables }, priority: 2 };
  const dispatched = await dispatch(sent);
  expect(dispatched).toMatchObject({ task_id: taskId, status: "pending" });
  const { plan } = await waitForPlan(chiffon.operator, dispatched.request_id);
  expect(plan.body).toMatchObject({ priority: 2, tasks: [{ entry_path: playbook }] });
  expect(await statusOf(taskId)).toMatchObject({
    ...{ id: taskId, status: "pending", paused_reason: "It waits for an approval." },
  });

  await chiffon.approver.decide(plan);
  await until("it is done", async () => (await statusOf(taskId)).status === "succeeded");
  const [run] = (await lab.traces()).effects;
  expect(run).toBeDefined();
  // The same again is the same task, and another's is not theirs.
  const { request_id } = dispatched;
  expect(await dispatch(sent)).toMatchObject({ request_id, task_id: taskId, status: "succeeded" });
  expect(await refusal(dispatch({ ...sent, priority: 3 }))).toMatchObject({
    ...{ status: 409, code: "idempotency_conflict" },
  });
  expect(await refusal(dispatch(sent, chiffon.admin))).toMatchObject({
    ...{ status: 409, code: "idempotency_conflict" },
  });
});

it("can be withdrawn before anybody has approved it", async () => {
  const { task_id, request_id } = await dispatch({});
  await waitForPlan(chiffon.operator, request_id);
  await chiffon.approver.call("POST", `/api/v1/cancel/${task_id}`, {});
  expect((await statusOf(task_id)).status).toBe("cancelled");
  expect((await chiffon.viewer.view(request_id)).phase).toBe("cancelled");
});

it.each([
  ["work of an unknown type", { work_type: "magic.wand" }, 400, "unknown_work_type"],
  ["a playbook that is not there", { parameters: { playbook: "no.yml" } }, 400, "invalid_input"],
  [
    "a variable that is not declared",
    { parameters: { playbook, variables: [{ name: "no_such", value: 1 }] } },
    400,
    "invalid_input",
  ],
  ["the first place in the queue, of who may not approve", { priority: 1 }, 403, "not_allowed"],
])("refuses %s", async (_what, body, status, code) => {
  expect(await refusal(dispatch(body))).toMatchObject({ status, code });
});

it("is for those who may ask, and knows no task of another name", async () => {
  expect(await refusal(dispatch({}, chiffon.viewer))).toMatchObject({ status: 403 });
  expect(await refusal(statusOf(randomUUID()))).toMatchObject({
    ...{ status: 404, code: "task_not_found" },
  });
});
