import type { Metadata } from "next";
import { ConnectFault } from "#components/connect/connect-fault.tsx";
import { ConnectForm } from "#components/connect/connect-form.tsx";
import { connectPath } from "#server/contracts/routes.ts";
import { currentEdge } from "#server/http/edge.ts";
import { requirePrincipal } from "#server/http/page-session.ts";
import { readConnectAsk } from "#server/mcp/connect-ask.ts";

export const metadata: Metadata = { title: "Let a client in" };

/** Where an MCP client sends its person: who asks, for what, and whether they may. */
export default async function ConnectPage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const query = await searchParams;
  const { name: personName, role } = await requirePrincipal(hereOf(query));
  const read = readConnectAsk(currentEdge(), query);
  if (read.kind === "fault") return <ConnectFault message={read.message} back={read.back} />;
  const { ask, name, destination } = read;
  return (
    <ConnectForm
      ask={ask}
      name={name}
      destination={destination}
      personName={personName}
      role={role}
    />
  );
}

/** The address of this page, to come back to after sign-in. */
function hereOf(query: Readonly<Record<string, string | string[] | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return `${connectPath}?${new URLSearchParams(pairs)}`;
}
