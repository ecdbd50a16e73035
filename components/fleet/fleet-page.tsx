import { Page } from "#components/shell/page.tsx";
import { Agents } from "./agents.tsx";
import { Hosts } from "./hosts.tsx";
import { Locks } from "./locks.tsx";
import { RoutingRules } from "./routing-rules.tsx";

/** Agents that run playbooks, and the hosts they change. */
export function FleetPage() {
  return (
    <Page
      title="Fleet"
      description="Agents run playbooks; hosts are the machines that playbooks change."
    >
      <div className="space-y-6">
        <Agents />
        <RoutingRules />
        <Hosts />
        <Locks />
      </div>
    </Page>
  );
}
