import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { TokenScope } from "#server/contracts/people.ts";
import { mcpPath } from "#server/contracts/routes.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";

/** A revision of the protocol, as clients ask for it. */
export const revisions = ["2025-11-25", "2026-07-28"] as const;
export type Revision = (typeof revisions)[number];

/** What a client says it can do for its user. */
type Abilities = NonNullable<ConstructorParameters<typeof Client>[1]>["capabilities"];

/** A client of the official SDK that speaks one revision, not yet connected. */
export function newClient(revision: Revision, capabilities: Abilities = {}): Client {
  return new Client(
    { name: "test", version: "1" },
    {
      capabilities: capabilities ?? {},
      versionNegotiation: { mode: revision === "2025-11-25" ? "legacy" : { pin: revision } },
    },
  );
}

/** A client that reaches a server by HTTP with a token. The caller closes it. */
export async function connect(
  url: string,
  token: string,
  revision: Revision,
  capabilities: Abilities = {},
): Promise<Client> {
  const client = newClient(revision, capabilities);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpPath, url), { requestInit }));
  return client;
}

/** Makes a token for somebody. */
export async function tokenOf(
  person: ChiffonClient,
  scopes: readonly TokenScope[],
  name = "assistant",
): Promise<string> {
  const body = { name, scopes, days: 1 };
  const { token } = await person.call<{ token: string }>("POST", "/api/tokens", body);
  return token;
}

/** What `npm run -s mcp` is started with: this shell's, with the server and the token, or without either. */
export function mcpEnvironment(settings: {
  readonly url?: string;
  readonly token?: string;
}): Record<string, string> & { readonly NODE_ENV: "test" } {
  const { CHIFFON_URL: _url, CHIFFON_TOKEN: _token, ...shell } = process.env;
  const own = Object.entries({ CHIFFON_URL: settings.url, CHIFFON_TOKEN: settings.token });
  const given = [...Object.entries(shell), ...own].flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(given), NODE_ENV: "test" };
}
