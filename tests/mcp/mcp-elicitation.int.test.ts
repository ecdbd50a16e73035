import type { Client } from "@modelcontextprotocol/client";
import { beforeAll, describe, expect, it } from "vitest";
import { mcpPath } from "#server/contracts/routes.ts";
import { connect, tokenOf } from "#tests/support/mcp-client.ts";
import { useLab } from "../journey/lab.ts";
import { playbook } from "../journey/lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const revision = "2026-07-28";
const both = { elicitation: { form: {}, url: {} } };
let token: string;
let others: string;

/** Its role wants to be told the tone. */
const bell = {
  "playbooks/bell.yml": playbook({ service: "bell", body: "  roles:\n    - role: bell\n" }),
  "roles/bell/meta/argument_specs.yml": `argument_specs:
  main:
    options:
      bell_tone:
        type: str
        required: true
        description: How it sounds
`,
  "roles/bell/tasks/main.yml": `---
- name: Ring
  ansible.builtin.debug:
    msg: "{{ bell_tone }}"
`,
};

beforeAll(async () => {
  lab.repository.commit(bell);
  await lab.rescan();
  token = await tokenOf(chiffon.approver, ["read", "ask"]);
  others = await tokenOf(chiffon.approver, ["read", "ask"], "another");
});

type Reply = { action: "accept" | "decline" | "cancel"; content?: Record<string, string> };

/** A client whose person answers so, and what they were asked. */
async function withPerson(
  reply: Reply,
): Promise<{ client: Client; asked: Record<string, unknown>[] }> {
  const client = await connect(chiffon.url, token, revision, both);
  const asked: Record<string, unknown>[] = [];
  client.setRequestHandler("elicitation/create", async ({ params }) => {
    asked.push({ ...params });
    return reply;
  });
  return { client, asked };
}

async function submit(client: Client, message: string) {
  const args = { message, wait_seconds: 60 };
  const result = await client.callTool({ name: "submit_request", arguments: args });
  await client.close();
  const body = Object(result.structuredContent);
  const kinds = body.answers.flatMap(({ parts }: { parts: { kind: string }[] }) =>
    parts.map(({ kind }) => kind),
  );
  return { body, kinds };
}

describe("what Chiffon asks back", () => {
  it("is put to the person, and the call goes on with their answer", async () => {
    const { client, asked } = await withPerson({ action: "accept", content: { answer: "bright" } });
    const { body, kinds } = await submit(client, "Deploy the bell");
    expect(asked[0]).toMatchObject({
      message: expect.stringContaining("sounds"),
      requestedSchema: { type: "object", required: ["answer"] },
    });
    expect(kinds).toContain("plan");
    const { plan } = await chiffon.viewer.view(body.request_id);
    expect(JSON.stringify(plan?.body)).toContain("bright");
    const row = await chiffon.db.request.findUniqueOrThrow({ where: { id: body.request_id } });
    expect(row.askedByTokensOf).toHaveLength(1);
  });

  it("stands in the answer where they decline, and where their client cannot ask them", async () => {
    const { client, asked } = await withPerson({ action: "decline" });
    const declined = await submit(client, "Deploy the bell");
    expect([asked.length, declined.kinds.includes("question")]).toEqual([1, true]);
    const plain = await submit(await connect(chiffon.url, token, revision), "Deploy the bell");
    expect(plain.kinds).toContain("question");
  });
});

describe("a plan that waits", () => {
  it("is shown to the person on its page; that they opened it approves nothing", async () => {
    const { client, asked } = await withPerson({ action: "accept" });
    const { body } = await submit(client, "Deploy the beacon");
    expect(asked).toMatchObject([
      { mode: "url", url: `${chiffon.url}/requests/${body.request_id}` },
    ]);
    const view = await chiffon.viewer.view(body.request_id);
    expect(view).toMatchObject({ card: "awaiting", tasks: [] });
  });
});

/** A call as the revision writes it, without an SDK that would keep a client from misbehaving. */
async function raw(bearer: string, message: string, more: Record<string, unknown> = {}) {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": revision,
    "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": both,
  };
  const args = { message, wait_seconds: 60 };
  const params = { name: "submit_request", arguments: args, _meta, ...more };
  const response = await fetch(`${chiffon.url}${mcpPath}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${bearer}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": revision,
      "mcp-method": "tools/call",
      "mcp-name": "submit_request",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
  });
  return Object(await response.json());
}

describe("the state that comes back with an answer", () => {
  const inputResponses = { answer: { action: "accept", content: { answer: "bright" } } };

  it("is refused when it was changed, is another token's, or answers another call", async () => {
    const before = await chiffon.db.message.count();
    const { result } = await raw(token, "Deploy the bell");
    const state: string = result.requestState;
    const changed = `${state.slice(0, -2)}${state.endsWith("AA") ? "BB" : "AA"}`;
    const invalid = { error: { code: -32_602 } };
    expect(
      await raw(token, "Deploy the bell", { inputResponses, requestState: changed }),
    ).toMatchObject(invalid);
    expect(
      await raw(others, "Deploy the bell", { inputResponses, requestState: state }),
    ).toMatchObject(invalid);
    const other = await raw(token, "Deploy the beacon", { inputResponses, requestState: state });
    expect(other.result).toMatchObject({
      isError: true,
      structuredContent: { code: "invalid_input" },
    });
    // What was asked, and what Chiffon asked back: no answer was taken.
    expect(await chiffon.db.message.count()).toBe(before + 2);
  });

  it("is good once", async () => {
    const { result } = await raw(token, "Deploy the bell");
    const again = { inputResponses, requestState: result.requestState };
    const answers = await Promise.all([1, 2, 3].map(() => raw(token, "Deploy the bell", again)));
    const refused = answers.filter(({ result: { isError } }) => isError === true);
    expect(refused).toHaveLength(2);
    expect(refused[0].result.structuredContent.error_message).toBe("That was answered already.");
  });
});
