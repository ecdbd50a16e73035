// npm run -s mcp: speaks MCP on stdin and stdout, for clients that start their servers themselves. Stdout carries the
// protocol and nothing else.
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { loadMcpConfig } from "#server/config.ts";
import { mcpPath } from "#server/contracts/routes.ts";
import { McpBridge } from "./mcp/bridge.ts";

async function main(): Promise<void> {
  const { url, token } = loadMcpConfig();
  const stdio = new StdioServerTransport();
  const bridge = new McpBridge({ url: new URL(mcpPath, url), token }, (message) =>
    // What the server sends is JSON-RPC: the bridge has looked.
    stdio.send(message as Parameters<typeof stdio.send>[0]),
  );
  stdio.onmessage = (message) => void bridge.take(message);
  stdio.onerror = (error) => void process.stderr.write(`${error.message}\n`);
  const end = (): void => {
    bridge.close();
    process.exit(0);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, end);
  process.stdin.once("end", end);
  process.stdout.once("error", end);
  await stdio.start();
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
