import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { TokenScope } from "#server/contracts/people.ts";
import type { WireView } from "#tests/support/chiffon-client.ts";
import { until } from "#tests/support/installation.ts";
import { useLab } from "../journey/lab.ts";

const lab = useLab();
const { chiffon } = lab;

/** A program with a token: all that it knows is docs/api.md. */
class Program {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  async call(method: string, path: string, body?: object, key?: string) {
    const response = await fetch(`${chiffon.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    // Each test names the members it looks at.
    const json = (await response.json()) as Record<string, never>;
    return { status: response.status, headers: response.headers, json };
  }
}

let asking: Program;
let approving: Program;

beforeAll(async () => {
  asking = await programOf("operator", ["read", "ask"]);
  approving = await programOf("approver", ["read", "approve", "operate"]);
});

async function programOf(
  who: "operator" | "approver",
  scopes: readonly TokenScope[],
): Promise<Program> {
  const body = { name: `${who} script`, scopes, days: 1 };
  const { token } = await chiffon[who].call<{ token: string }>("POST", "/api/tokens", body);
  return new Program(token);
}

async function waitingPlan(program = asking) {
  const asked = await program.call("POST", "/api/v1/request", { message: "Deploy the beacon" });
  const requestId: string = asked.json["request_id"] ?? "";
  await until("the plan waits", async () => {
    const { json } = await asking.call("GET", `/api/v1/requests/${requestId}`);
    return json["phase"] === "approval";
  });
  const { json: plan } = await asking.call("GET", `/api/v1/plan/${requestId}`);
  const decision = { plan_version: plan["version"], plan_digest: plan["digest"] };
  return { requestId, planId: `${plan["id"]}`, decision: { ...decision, decision: "approve" } };
}

describe("a program with a token", () => {
  it("asks, reads, approves what it read, follows the run, and is named in the history", async () => {
    const { requestId, planId, decision } = await waitingPlan();
    const at = `/api/v1/plan/${planId}/approve`;
    expect(await asking.call("POST", at, decision)).toMatchObject({
      status: 403,
      json: { code: "not_allowed" },
    });
    const other = { ...decision, plan_digest: "0".repeat(64) };
    expect(await approving.call("POST", at, other)).toMatchObject({
      status: 409,
      json: { error_code: 4002 },
    });
    expect((await approving.call("POST", at, decision)).status).toBe(200);
    expect((await approving.call("POST", at, decision)).status).toBe(200);
    const read = async () =>
      (await approving.call("GET", `/api/v1/requests/${requestId}`)).json as unknown as WireView;
    await until("the run is over", async () => (await read()).phase === "done");
    const view = await read();
    const runId = view.tasks[0]?.runs[0]?.id;
    const log = await approving.call("GET", `/api/v1/runs/${runId}/log?from_line=1`);
    expect(log.json["line_count"]).toBeGreaterThan(0);
    const history = await approving.call(
      "GET",
      `/api/v1/audit/query?request_id=${requestId}&person=Abel`,
    );
    const actor = { kind: "token", name: "Abel through token approver script" };
    expect(history.json["entries"]).toContainEqual(
      expect.objectContaining({ type: "plan.approved", actor: expect.objectContaining(actor) }),
    );
    expect(JSON.stringify(view)).toContain("Abel through token approver script");
  });

  it("waits for the answer in the chat and gets it", async () => {
    const body = { message: "What is offline?" };
    const { status, json } = await asking.call("POST", "/api/chat?waitSeconds=60", body);
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { answers: [{ author: "chiffon", parts: expect.anything() }] },
    });
  });
});

describe("what a token asked for", () => {
  it("is approved by no token of the same person, but by them signed in", async () => {
    const own = await programOf("approver", ["read", "ask"]);
    const { requestId, planId, decision } = await waitingPlan(own);
    const at = `/api/v1/plan/${planId}/approve`;
    const refused = { status: 403, json: { code: "own_request", error_code: 3014 } };
    expect(await approving.call("POST", at, decision)).toMatchObject(refused);
    const { json: view } = await approving.call("GET", `/api/v1/requests/${requestId}`);
    expect(view).toMatchObject({ phase: "approval", card: "awaiting", tasks: [] });
    const approved = await chiffon.approver.call<WireView>("POST", at, decision);
    expect(approved.phase).toBe("execution");
  });

  it("is rejected by such a token all the same", async () => {
    const own = await programOf("approver", ["read", "ask", "approve"]);
    const { planId, decision } = await waitingPlan(own);
    const rejected = { ...decision, decision: "reject" };
    expect((await own.call("POST", `/api/v1/plan/${planId}/approve`, rejected)).status).toBe(200);
  });

  it("counts where a token changed the plan or has it planned again", async () => {
    const own = await programOf("approver", ["ask"]);
    const { requestId, planId, decision } = await waitingPlan();
    await own.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
    const { json: again } = await own.call("POST", `/api/v1/requests/${requestId}/replan`, {});
    const nextId = `${again["request_id"]}`;
    await until("the plan waits again", async () => {
      const { json } = await asking.call("GET", `/api/v1/requests/${nextId}`);
      return json["phase"] === "approval";
    });
    const { json: next } = await asking.call("GET", `/api/v1/plan/${nextId}`);
    expect([next["id"], nextId]).not.toEqual([planId, requestId]);
    const shown = { plan_version: next["version"], plan_digest: next["digest"] };
    const answer = await approving.call("POST", `/api/v1/plan/${next["id"]}/approve`, {
      ...decision,
      ...shown,
    });
    expect(answer).toMatchObject({ status: 403, json: { code: "own_request" } });
  });
});

describe("an Idempotency-Key", () => {
  it("makes one request of a message that is sent again, and none of another", async () => {
    const key = randomUUID();
    const send = (message: string, path = "/api/v1/request") =>
      asking.call("POST", path, { message }, key);
    const answers = await Promise.all(Array.from({ length: 5 }, () => send("hello")));
    expect(new Set(answers.map(({ json }) => json["request_id"])).size).toBe(1);
    expect(await send("goodbye")).toMatchObject({ status: 409, json: { error_code: 1011 } });
  });

  it("makes one note of twenty calls at once, and answers the later ones with the first answer", async () => {
    const { requestId } = await waitingPlan();
    const key = randomUUID();
    const at = `/api/v1/requests/${requestId}/context`;
    const note = (text: string) => asking.call("POST", at, { text }, key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => note("mind the window")));
    const done = answers.filter(({ status }) => status === 200);
    const busy = answers.filter(({ status }) => status === 409);
    expect(done.length).toBeGreaterThan(0);
    expect(busy.map(({ json }) => json["code"])).toEqual(busy.map(() => "call_in_progress"));
    expect(done.length + busy.length).toBe(20);
    const again = await note("mind the window");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.json).toEqual(done[0]?.json);
    expect(JSON.stringify(again.json).match(/mind the window/g)).toHaveLength(1);
    expect(await note("mind the door")).toMatchObject({ status: 409, json: { error_code: 1011 } });
  });

  it("is free again after a call of which nothing came", async () => {
    const { planId, decision } = await waitingPlan();
    const key = randomUUID();
    const at = `/api/v1/plan/${planId}/approve`;
    const wrong = { ...decision, plan_digest: "0".repeat(64) };
    expect((await approving.call("POST", at, wrong, key)).status).toBe(409);
    const reject = { ...decision, decision: "reject" };
    expect((await approving.call("POST", at, reject, key)).status).toBe(200);
  });

  it("is one person's own: another's same key is another", async () => {
    const key = randomUUID();
    const { requestId } = await waitingPlan();
    const at = `/api/v1/requests/${requestId}/cancel`;
    const cancel = (program: Program, reason: string) => program.call("POST", at, { reason }, key);
    expect((await cancel(asking, "no")).status).toBe(200);
    const other = await programOf("approver", ["ask"]);
    expect((await cancel(other, "never")).json["code"]).not.toBe("idempotency_conflict");
  });

  it("is refused where the answer must not be kept", async () => {
    const body = { name: "x", scopes: ["read"], days: 1 };
    const sent = chiffon.operator.call("POST", "/api/tokens", body, { "idempotency-key": "k" });
    await expect(sent).rejects.toMatchObject({ status: 400 });
  });
});
