import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { effectPlan } from "#scripts/torture/effect-plans.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import { linkErrors, linkHeaders, protocolVersion } from "#server/contracts/link.ts";
import {
  answeredText,
  fingerprintOf,
  isSignedBy,
  newKeyPair,
  openSealed,
  signedText,
  signText,
} from "#server/platform/link-keys.ts";
import { EffectPlans } from "#tests/support/offer-effects.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import {
  setUpAdmin,
  setupToken,
  startWeb,
  type TestBrowser,
  type TestWeb,
} from "#tests/support/web.ts";

const database = useDatabase();
const redis = useRedis();
let container: Container;
let web: TestWeb;
let admin: TestBrowser;

beforeAll(async () => {
  const config = loadConfig({
    CHIFFON_DATA_DIR: mkdtempSync(path.join(tmpdir(), "chiffon-link-")),
    ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, CHIFFON_TEST_WORK_TYPES: "1" },
    ...{ CHIFFON_MIN_FREE_PERCENT: "0", CHIFFON_OVERLOAD_FACTOR: "1000" },
  });
  writeFileSync(path.join(config.dataDir, "setup-token"), `${setupToken}\n`);
  container = createContainer({ ...config, logLevel: "silent" }, { process: "link" });
  web = await startWeb({ ...container, databaseUrl: database.url });
  admin = await setUpAdmin(web);
});
afterAll(async () => {
  await web.close();
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await container.db.agent.updateMany({ data: { enabled: false } });
});

const token = async () => String((await admin.post("/api/v1/agents")).json["token"]);

async function post(at: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${web.url}${at}`, {
    ...{ method: "POST", body },
    headers: { "content-type": "application/json", ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** What an answer refuses with; null where it does not. */
function refusedWith(text: string): string | null {
  const { messages } = JSON.parse(text) as {
    messages?: { type: string; payload: { name?: string } }[];
  };
  const [first] = messages ?? [];
  return first?.type === "error" ? (first.payload.name ?? "") : null;
}

interface Request {
  readonly body: string;
  readonly headers: Record<string, string>;
}

interface Answer {
  readonly messages: readonly { type: string; payload: Record<string, unknown> }[];
}

/** An agent as its program would be, with every step in the hands of the test. */
class HandAgent {
  readonly sign = newKeyPair("ed25519");
  readonly box = newKeyPair("x25519");
  id = "";
  serverKey = "";
  #sequence = 0;

  async enrol(given: string, name = "attic") {
    const answer = await post(
      "/api/link/enrol",
      JSON.stringify({
        ...{ protocolVersion, token: given, name },
        ...{ publicKey: this.sign.publicKey, boxKey: this.box.publicKey },
      }),
    );
    const { agentId, serverKey } = JSON.parse(answer.text) as Record<string, string>;
    this.id = agentId ?? "";
    this.serverKey = serverKey ?? "";
    return answer;
  }

  request(type: string, payload: object, change: Record<string, unknown> = {}): Request {
    const messageId = randomUUID();
    const timestamp = new Date().toISOString();
    const body = JSON.stringify({
      ...{ protocolVersion, messageId, fromAgent: `agent:${this.id}`, toAgent: "chiffon" },
      ...{ timestamp, traceId: messageId, requestId: messageId, type, payload },
      ...change,
    });
    return this.signed(body, timestamp);
  }

  signed(body: string, timestamp = new Date().toISOString()): Request {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const about = { method: "POST", path: "/api/link/messages", body, timestamp, sequence };
    return {
      body,
      headers: {
        [linkHeaders.agent]: this.id,
        [linkHeaders.timestamp]: timestamp,
        [linkHeaders.sequence]: String(sequence),
        [linkHeaders.signature]: signText(this.sign.privateKey, signedText(about)),
      },
    };
  }

  /** Asks; what arrived in another order than it was sent is signed again, as a real agent does. */
  async ask(type: string, payload: object): Promise<Answer> {
    const answer = JSON.parse((await send(this.request(type, payload))).text) as Answer;
    const isLate = answer.messages[0]?.payload["name"] === "sequence_old";
    return isLate ? this.ask(type, payload) : answer;
  }

  hello() {
    return this.ask("heartbeat", {
      ask: "hello",
      self: {
        ...{ name: "attic", agentType: "infra", domains: [], slots: 2, version: "0" },
        ...{ workTypes: ["effect.script"], reaches: ["*"] },
        tools: {
          ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
          ansibles: [],
        },
        metrics: { cpuCores: 2, load: [0, 0, 0], memoryTotalMb: 4096, memoryAvailableMb: 4096 },
      },
    });
  }

  poll(waitSeconds = 0, holds: object[] = []) {
    const said = { ask: "poll", holds, waitSeconds, isFirst: false, takesWork: true };
    return this.ask("heartbeat", said);
  }
}

const send = ({ body, headers }: Request) => post("/api/link/messages", body, headers);
const beat = {
  ask: "beat",
  metrics: { cpuCores: 2, load: [0, 0, 0], memoryTotalMb: 1, memoryAvailableMb: 1 },
  activeRuns: 0,
};

async function enrolled(): Promise<HandAgent> {
  const agent = new HandAgent();
  await agent.enrol(await token(), `attic-${randomUUID().slice(0, 8)}`);
  return agent;
}

describe("a token", () => {
  it("enrols one machine, once, and is stored as its hash", async () => {
    const given = await token();
    const agent = new HandAgent();
    expect((await agent.enrol(given, "cellar")).status).toBe(200);
    expect(fingerprintOf(agent.serverKey)).toBe(given.split(".")[1]);
    const again = await new HandAgent().enrol(given);
    expect([again.status, refusedWith(again.text)]).toEqual([403, "token_invalid"]);
    const rows = JSON.stringify(await container.db.agentEnrolment.findMany());
    expect(rows).not.toContain(given);
    expect(rows).toContain(createHash("sha256").update(given).digest("hex"));
    expect(await container.services.agents.find(agent.id)).toMatchObject({
      ...{ name: "cellar", kind: "remote", status: "offline" },
    });
  });

  it("enrols nobody once it was revoked, or its time is up", async () => {
    const made = await admin.post("/api/v1/agents");
    const at = `/api/v1/agents/enrolments/${String(made.json["id"])}`;
    expect((await admin.send("DELETE", at)).status).toBe(200);
    const revoked = await new HandAgent().enrol(String(made.json["token"]));
    expect(refusedWith(revoked.text)).toBe("token_invalid");
    expect((await admin.get(at)).json["status"]).toBe("revoked");
    const late = await token();
    await container.db.agentEnrolment.updateMany({ data: { expiresAt: new Date(0) } });
    expect(refusedWith((await new HandAgent().enrol(late)).text)).toBe("token_invalid");
  });

  it("enrols one of many machines that show it at once", async () => {
    const given = await token();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => new HandAgent().enrol(given, `twin-${at}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe("a message", () => {
  it("is answered, and the answer is signed for that one request", async () => {
    const agent = await enrolled();
    const request = agent.request("heartbeat", beat);
    const answer = await send(request);
    expect(answer.status).toBe(200);
    const proof = answer.headers.get(linkHeaders.signature) ?? "";
    const signature = request.headers[linkHeaders.signature] ?? "";
    const isOurs = (text: string) => isSignedBy(agent.serverKey, text, proof);
    expect(isOurs(answeredText(signature, 200, answer.text))).toBe(true);
    expect(isOurs(answeredText(`${signature}x`, 200, answer.text))).toBe(false);
    expect(isOurs(answeredText(signature, 200, `${answer.text} `))).toBe(false);
  });

  it("counts once: the same request again is refused, as is an older one", async () => {
    const agent = await enrolled();
    const [first, second] = [agent.request("heartbeat", beat), agent.request("heartbeat", beat)];
    expect((await send(second)).status).toBe(200);
    for (const replayed of [second, first])
      expect(refusedWith((await send(replayed)).text)).toBe("sequence_old");
    const next = agent.request("heartbeat", beat);
    const races = await Promise.all(Array.from({ length: 5 }, () => send(next)));
    expect(races.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it.each([
    ["another body", (request: Request) => ({ ...request, body: `${request.body} ` })],
    [
      "another sequence",
      ({ body, headers }: Request) => ({
        body,
        headers: { ...headers, [linkHeaders.sequence]: "999" },
      }),
    ],
    [
      "another time",
      ({ body, headers }: Request) => ({
        body,
        headers: { ...headers, [linkHeaders.timestamp]: new Date(0).toISOString() },
      }),
    ],
  ])("with %s than was signed is refused", async (_what, tamper) => {
    const agent = await enrolled();
    const answer = await send(tamper(agent.request("heartbeat", beat)));
    expect([answer.status, refusedWith(answer.text)]).toEqual([401, "signature_invalid"]);
  });

  it("from who is nobody, or in another's name, is refused", async () => {
    const [agent, other] = [await enrolled(), await enrolled()];
    const stranger = new HandAgent();
    stranger.id = randomUUID();
    expect(refusedWith((await send(stranger.request("heartbeat", beat))).text)).toBe(
      "agent_unknown",
    );
    stranger.id = agent.id;
    expect(refusedWith((await send(stranger.request("heartbeat", beat))).text)).toBe(
      "signature_invalid",
    );
    const inItsName = agent.request("heartbeat", beat, { fromAgent: `agent:${other.id}` });
    expect(refusedWith((await send(inItsName)).text)).toBe("message_invalid");
  });

  it("of another version, of no known kind or with more than its schema takes is refused, naming what", async () => {
    const agent = await enrolled();
    const refused = async (request: Request) => refusedWith((await send(request)).text);
    const change = { protocolVersion: 99 };
    expect(await refused(agent.request("heartbeat", beat, change))).toBe("version_unsupported");
    expect(await refused(agent.request("heartbeat", { ask: "everything" }))).toBe(
      "message_invalid",
    );
    expect(await refused(agent.request("work_result", beat))).toBe("message_invalid");
    expect(await refused(agent.request("heartbeat", { ...beat, also: 1 }))).toBe("message_invalid");
    expect(await refused(agent.request("heartbeat", { ...beat, activeRuns: -1 }))).toBe(
      "message_invalid",
    );
    expect(await refused(agent.signed("no json"))).toBe("message_invalid");
  });

  it("larger than 4 MiB is refused before it is read", async () => {
    const agent = await enrolled();
    const answer = await send(agent.signed("x".repeat(4 * 1024 * 1024 + 1)));
    expect(answer.status).toBe(413);
  });

  it("from a clock that is far off is refused with the time that it is", async () => {
    const agent = await enrolled();
    const past = new Date(Date.now() - 3_600_000).toISOString();
    const answer = await send(agent.signed("{}", past));
    expect(refusedWith(answer.text)).toBe("clock_differs");
    expect(answer.text).toContain("serverTime");
  });
});

/** An agent that was given a run of a script, with what it was told. */
async function atWork() {
  const agent = await enrolled();
  await agent.hello();
  const plans = await EffectPlans.open(container);
  const body = effectPlan([{ ...task, label: `p${randomUUID()}.once` }], noPlaybook, places);
  const { services } = container;
  const plan = await services.requests.submitPrepared(plans.principal, {
    conversationId: (await container.db.conversation.findFirstOrThrow()).id,
    text: "leave an effect",
    // Against another machine, so that it may go to one.
    body: { ...body, tasks: body.tasks.map((each) => ({ ...each, profile: "isolated" as const })) },
  });
  await plans.approve(plan);
  await services.dispatch.dispatch(plan.id);
  const { messages } = await agent.poll();
  const order = messages.find(({ type }) => type === "work_request")?.payload ?? {};
  const runId = String(order["runId"]);
  const sealed = order["sealed"] as Parameters<typeof openSealed>[2];
  const run = JSON.parse(openSealed(agent.box.privateKey, `run ${runId}`, sealed));
  return { agent, messages, named: { runId, fence: Number(run.fence) }, run, plan };
}

const task = {
  ...{ taskKey: "t1", dependsOn: [], idempotent: false, seconds: 0, ansible: false },
  service: null,
};
const places = { effectsDir: "/tmp/never-made", script: "/bin/true" };
const noPlaybook = {
  ...{ repositoryId: randomUUID(), repositoryName: "none", branch: "main", files: [] },
  ...{ commit: "0".repeat(40), treeId: "0".repeat(40), inventoryPath: "hosts", inventoryHash: "" },
  ...{ entryId: randomUUID(), entryPath: "effect" },
};

describe("a run", () => {
  it("is given sealed: nobody on the way reads what it does", async () => {
    const { messages, run, named } = await atWork();
    const seen = JSON.stringify(messages);
    expect(seen).not.toContain("/bin/true");
    expect(seen).not.toContain(run.nonce);
    expect(run.body.task.argv).toContain("/bin/true");
    const stored = await container.db.run.findUniqueOrThrow({ where: { id: named.runId } });
    expect(stored.status).toBe("claimed");
    const other = newKeyPair("x25519").privateKey;
    const order = messages.find(({ type }) => type === "work_request")?.payload ?? {};
    const sealed = order["sealed"] as Parameters<typeof openSealed>[2];
    expect(() => openSealed(other, `run ${named.runId}`, sealed)).toThrow();
  });

  it("is given again, the same one, to an agent that does not follow it; to no other", async () => {
    const { agent, named } = await atWork();
    const other = await enrolled();
    await other.hello();
    expect((await other.poll()).messages.map(({ type }) => type)).toEqual(["heartbeat"]);
    const again = (await agent.poll()).messages.find(({ type }) => type === "work_request");
    expect(again?.payload).toMatchObject({ runId: named.runId, how: "begin" });
    expect((await agent.poll(0, [named])).messages.map(({ type }) => type)).toEqual(["heartbeat"]);
    expect(await container.db.run.count({ where: { agentId: agent.id } })).toBe(1);
  });

  it("of another agent can not be spoken about; the attempt stands in the history (AGENT-05)", async () => {
    const { named } = await atWork();
    const other = await enrolled();
    const foreign = [
      ["work_status", { ask: "spawned", ...named }],
      ["work_request", { ask: "materials", ...named }],
      ["work_request", { ask: "folder", ...named, folder: "tree" }],
      ["work_result", { ask: "result", ...named, ...succeeded }],
      ["work_status", { ask: "progress", ...named, ...oneLine }],
    ] as const;
    for (const [type, payload] of foreign) {
      const { messages } = await other.ask(type, payload);
      expect(messages[0]?.payload["name"]).toBe("run_not_yours");
    }
    const renewed = await other.ask("heartbeat", { ask: "renew", holds: [named] });
    expect(renewed.messages[0]?.payload["lost"]).toEqual([named.runId]);
    const where = { type: "agent.refused", agentId: other.id };
    expect(await container.db.auditEntry.count({ where })).toBe(foreign.length);
    const run = await container.db.run.findUniqueOrThrow({ where: { id: named.runId } });
    expect(run).toMatchObject({ status: "claimed", lines: 0 });
  });

  it("is told of once, however often a message arrives, and never with a gap", async () => {
    const { agent, named } = await atWork();
    const spawned = { ask: "spawned", ...named };
    for (let time = 0; time < 2; time++)
      expect((await agent.ask("work_status", spawned)).messages[0]?.payload).toEqual({
        isHeld: true,
      });
    const progress = { ask: "progress", ...named, ...oneLine };
    const answers = await Promise.all([1, 2, 3].map(() => agent.ask("work_status", progress)));
    expect(answers.map(({ messages }) => messages[0]?.payload)).toEqual(
      Array.from({ length: 3 }, () => ({ isHeld: true })),
    );
    const events = await container.db.event.findMany({ where: { topic: `run:${named.runId}` } });
    expect(events.filter(({ body }) => Object(body).type === "run.output")).toHaveLength(1);
    const gap = { ...progress, from: { line: 5, eventCount: 0 } };
    const beyond = { ...gap, tail: { ...oneLine.tail, line: 6 }, lines: [{ line: 6, text: "x" }] };
    const refused = await agent.ask("work_status", beyond);
    expect(refused.messages[0]?.payload).toMatchObject({ name: "progress_gap", at: { line: 1 } });
    const crooked = {
      ...progress,
      from: { line: 1, eventCount: 0 },
      lines: [{ line: 9, text: "x" }],
    };
    const wrong = { ...crooked, tail: { ...oneLine.tail, line: 2 } };
    expect((await agent.ask("work_status", wrong)).messages[0]?.payload["name"]).toBe(
      "message_invalid",
    );
    const log = await container.services.execution.runLog(named.runId, { fromLine: 1, count: 10 });
    expect(log.lines.map(({ text }) => text)).toEqual(["hello"]);
  });

  it("ends once; under an old fence nothing of it can be changed", async () => {
    const { agent, named } = await atWork();
    await agent.ask("work_status", { ask: "spawned", ...named });
    const old = { ...named, fence: named.fence + 7 };
    await agent.ask("work_result", { ask: "result", ...old, ...succeeded });
    expect((await container.db.run.findUniqueOrThrow({ where: { id: named.runId } })).status).toBe(
      "spawned",
    );
    for (let time = 0; time < 2; time++)
      await agent.ask("work_result", { ask: "result", ...named, ...succeeded });
    const run = await container.db.run.findUniqueOrThrow({ where: { id: named.runId } });
    expect(run.status).toBe("succeeded");
    const where = { type: "run.finished", runId: named.runId };
    expect(await container.db.auditEntry.count({ where })).toBe(1);
  });

  it("acts on Chiffon's own machine only there", async () => {
    const agent = await enrolled();
    await agent.hello();
    const plans = await EffectPlans.open(container);
    const plan = await plans.offerApproved();
    await container.services.dispatch.dispatch(plan.id);
    const waiting = await container.db.task.findFirstOrThrow({ where: { planId: plan.id } });
    expect(waiting.agentId).toBeNull();
  });
});

it("ends a wait within a second when its agent is revoked, and answers nothing more", async () => {
  const agent = await enrolled();
  await agent.hello();
  const waiting = agent.poll(20);
  const startedAt = Date.now();
  await admin.post(`/api/v1/agents/${agent.id}/revoke`);
  expect((await waiting).messages[0]?.payload["name"]).toBe("agent_revoked");
  expect(Date.now() - startedAt).toBeLessThan(1_500);
  expect(refusedWith((await send(agent.request("heartbeat", beat))).text)).toBe("agent_revoked");
  expect((await admin.post(`/api/v1/agents/${agent.id}/revoke`)).status).toBe(409);
});

it("serves its program with its hash", async () => {
  const response = await fetch(`${web.url}/agent.mjs`);
  const content = Buffer.from(await response.arrayBuffer());
  const hash = createHash("sha256").update(content).digest("hex");
  expect(response.headers.get("x-content-sha256")).toBe(hash);
  const made = await admin.post("/api/v1/agents");
  expect(made.json["agent_file_hash"]).toBe(hash);
});

const oneLine = {
  from: { line: 0, eventCount: 0 },
  tail: { outputOffset: 6, eventsOffset: 0, line: 1, eventCount: 0 },
  ...{ lines: [{ line: 1, text: "hello" }], events: [], cutLines: 0 },
};
const succeeded = {
  outcome: {
    ...{ verdict: "succeeded", hosts: [], failedAnsibleTask: null, message: "Done.", exitCode: 0 },
    ...{ durationMs: 1, lines: 1, cutLines: 0 },
    resources: { wallSeconds: 0, cpuSeconds: 0, peakMemoryMib: null },
  },
  ...{ neverStarted: false, vanished: false, problem: null },
};

it("has a number of its own for every refusal, within the agents' range", () => {
  const codes = Object.values(linkErrors).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => code >= 5001 && code <= 5999)).toBe(true);
});
