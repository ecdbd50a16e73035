import { describe, expect, it } from "vitest";
import { planFor } from "#tests/support/installation.ts";
import { refusal, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;

describe("text that Postgres cannot hold is the sender's mistake, wherever it is sent", () => {
  it.each([
    ["NUL", "\u0000", "%00"],
    ["half a character", "\ud800", "%ED%A0%80"],
  ])("%s", async (_what, odd, encoded) => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    const reason = `because ${odd} of it`;
    const tries: readonly (() => Promise<unknown>)[] = [
      () => chiffon.operator.call("POST", `/api/v1/requests/${request_id}/cancel`, { reason }),
      () => chiffon.operator.call("POST", `/api/v1/requests/${request_id}/replan`, { reason }),
      () =>
        chiffon.approver.call("POST", `/api/v1/plan/${plan.id}/approve`, {
          plan_version: plan.version,
          plan_digest: plan.digest,
          decision: "reject",
          reason,
        }),
      () =>
        chiffon.operator.call("POST", `/api/v1/plan/${plan.id}/versions`, {
          plan_version: plan.version,
          variables: [{ task_key: "t1", name: `beacon_port${odd}`, value: odd }],
        }),
      () =>
        chiffon.operator.call("POST", "/api/chat", {
          message: "yes",
          answer: { requestId: request_id, key: odd, value: odd },
        }),
      () => chiffon.admin.call("POST", "/api/repositories", { name: odd, location: odd }),
      () =>
        chiffon.admin.call("POST", "/api/hosts/test", {
          repositoryId: lab.repositoryId,
          host: odd,
        }),
      () => chiffon.stranger().call("POST", "/api/session", { name: odd, password: odd }),
    ];
    const answers = await Promise.all(
      tries.map(async (call) => {
        const { status, code } = await refusal(call()).catch(() => ({
          status: 200,
          code: "taken",
        }));
        return status < 500 ? "4xx" : `${status} ${String(code)} ${call.toString().slice(0, 120)}`;
      }),
    );
    expect(answers.filter((answer) => answer !== "4xx")).toEqual([]);
    expect((await chiffon.viewer.view(request_id)).card).toBe("awaiting");
    for (const at of ["conversations", "playbooks"]) {
      const search = chiffon.viewer.call("GET", `/api/${at}?text=${encoded}`);
      await expect(search.catch((error: { status: number }) => error.status)).resolves.not.toBe(
        500,
      );
    }
    const query = chiffon.viewer.call("GET", `/api/v1/audit/query?text=${encoded}`);
    await expect(query.catch((error: { status: number }) => error.status)).resolves.not.toBe(500);
    await chiffon.approver.decide(plan, "reject");
  });
});
