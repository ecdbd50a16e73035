import { spawn, spawnSync } from "node:child_process";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { beforeAll, describe, expect, it } from "vitest";
import { tools } from "#server/contracts/mcp.ts";
import {
  mcpEnvironment,
  newClient,
  type Revision,
  revisions,
  tokenOf,
} from "#tests/support/mcp-client.ts";
import { useLab } from "../journey/lab.ts";

const lab = useLab();
const { chiffon } = lab;
let token: string;

beforeAll(async () => {
  token = await tokenOf(chiffon.approver, ["read", "ask", "approve"]);
});

/** Starts `npm run -s mcp` as a client does, and speaks to it. */
async function open(revision: Revision, other: { url?: string; token?: string } = {}) {
  const client = newClient(revision);
  const transport = new StdioClientTransport({
    command: "npm",
    args: ["run", "-s", "mcp"],
    env: mcpEnvironment({ url: chiffon.url, token, ...other }),
    stderr: "pipe",
  });
  await client.connect(transport, { timeout: 60_000 });
  return client;
}

describe.each(revisions)("npm run mcp with a client of revision %s", (revision) => {
  it("has the same tools, asks with progress, and reads", async () => {
    const client = await open(revision);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const listed = await client.listTools();
    expect(listed.tools.map(({ name }) => name)).toEqual(Object.keys(tools));
    const steps: string[] = [];
    const { structuredContent } = await client.callTool(
      { name: "submit_request", arguments: { message: "Deploy the beacon", wait_seconds: 60 } },
      { onprogress: ({ message = "" }) => steps.push(message) },
    );
    expect(steps).toContain("Phase: planning");
    const id = Object(structuredContent).request_id;
    const plan = await client.callTool({ name: "get_plan", arguments: { id } });
    expect(plan.structuredContent).toMatchObject({ request_id: id, status: "awaiting_approval" });
    const uri = `chiffon://plans/${id}`;
    expect((await client.readResource({ uri })).contents).toMatchObject([{ uri }]);
    await client.close();
  });
});

describe("npm run mcp", () => {
  it("says that a token is refused, or that nobody answers", async () => {
    const refused = open("2025-11-25", { token: `chf_${"A".repeat(43)}` });
    await expect(refused).rejects.toThrow(/API token is not known/);
    const nobody = open("2025-11-25", { url: "http://127.0.0.1:9" });
    await expect(nobody).rejects.toThrow(/does not answer at http:\/\/127\.0\.0\.1:9/);
  });

  it("says which setting it misses, on stderr", () => {
    const env = mcpEnvironment({});
    const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "mcp"], {
      encoding: "utf8",
      env,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("CHIFFON_TOKEN: an API token, made under Settings");
  });

  it("ends with its client's stdin, and writes nothing but the protocol", async () => {
    const child = spawn("npm", ["run", "-s", "mcp"], {
      env: mcpEnvironment({ url: chiffon.url, token }),
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      child.stdin.end();
    });
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" })}\n`);
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).jsonrpc),
    ).toEqual(["2.0"]);
  });
});
