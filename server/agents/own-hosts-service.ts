import type { AuditService } from "#server/audit/audit-service.ts";
import type { Agent, HostPlace, HostRef } from "#server/contracts/agent.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { lockAgents, setOwnHosts } from "./agents-repository.ts";
import type { AgentsService } from "./agents-service.ts";
import { isSameHost, isStillThere, saidOf } from "./domain/own-hosts.ts";

/** An agent whose machine is a host. */
export interface OwnAgent {
  readonly agentId: string;
  readonly name: string;
}

/** That a task acts on an agent's own machine, as its plan says. */
export interface ActsOnItself extends HostRef {
  readonly agentId: string;
  readonly agentName: string;
}

/**
 * Which hosts the machines of agents are. An admin says so; what an agent says of itself, its name above all, never counts.
 * It holds as long as the inventory has the host where it was then, with a key that it had then.
 */
export class OwnHostsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly agents: Pick<AgentsService, "all" | "find" | "findIn">;
    /** Where hosts that are reached over ssh answer, by `repositoryId/name`; the inventory knows it. */
    readonly sshHosts: () => Promise<ReadonlyMap<string, HostPlace>>;
  };

  constructor(deps: OwnHostsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Says all that an agent's machine is, in place of what was said before.
   *
   * @throws agent_not_found, host_not_found, invalid_state for the built-in agent, one that was revoked, two hosts of one
   *   inventory, and a host that another agent is
   */
  async set(principal: Principal, agentId: string, hosts: readonly HostRef[]): Promise<Agent> {
    const places = await this.deps.sshHosts();
    const said = hosts.map((host) => ({ ...host, ...placeOf(places, host) }));
    await inTransaction(this.deps.db, async (tx) => {
      await lockAgents(tx);
      const agent = await this.deps.agents.findIn(tx, agentId);
      if (agent === null) throw new AppError("agent_not_found");
      refuseWrong(agent, hosts);
      refuseTaken(await this.deps.agents.all(tx), agentId, hosts);
      await setOwnHosts(tx, agentId, said);
      await this.deps.audit.record(tx, {
        type: "agent.hosts_changed",
        actor: actorOf(principal),
        subject: { agentId },
        facts: {
          hosts: hosts
            .map(({ host }) => host)
            .join(", ")
            .slice(0, 500),
        },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
    return this.deps.agents.find(agentId);
  }

  /** The agents whose machines these hosts of an inventory are, by host; only where what was said still holds. */
  async ownersOf(
    repositoryId: string,
    hosts: readonly string[],
  ): Promise<ReadonlyMap<string, OwnAgent>> {
    const agents = (await this.deps.agents.all()).filter(({ ownHosts }) => ownHosts.length > 0);
    if (agents.length === 0) return new Map();
    const places = await this.deps.sshHosts();
    const owners = new Map<string, OwnAgent>();
    for (const host of hosts) {
      const now = places.get(keyOf({ repositoryId, host }));
      const owner = agents.find((agent) => {
        const said = saidOf(agent, { repositoryId, host });
        return said !== null && now !== undefined && isStillThere(said, now);
      });
      if (owner !== undefined) owners.set(host, { agentId: owner.id, name: owner.name });
    }
    return owners;
  }

  /** Why a task may not act on its agent's own machine any more, in words; null while it may. */
  async findChange(task: ActsOnItself): Promise<string | null> {
    const owner = (await this.ownersOf(task.repositoryId, [task.host])).get(task.host);
    return owner?.agentId === task.agentId ? null : notSaid(task);
  }

  /** The same by what was said alone, within the transaction that starts the task. */
  async findChangeIn(tx: Tx, task: ActsOnItself): Promise<string | null> {
    const agent = await this.deps.agents.findIn(tx, task.agentId);
    return agent !== null && saidOf(agent, task) !== null ? null : notSaid(task);
  }
}

const keyOf = ({ repositoryId, host }: HostRef): string => `${repositoryId}/${host}`;

const notSaid = ({ agentName, host }: ActsOnItself): string =>
  `${agentName} is not said to be ${host} any more`;

/** @throws host_not_found */
function placeOf(places: ReadonlyMap<string, HostPlace>, host: HostRef): HostPlace {
  const place = places.get(keyOf(host));
  if (place !== undefined) return place;
  throw new AppError("host_not_found", {
    message: `No inventory has a host ${host.host} there that is reached over ssh.`,
  });
}

/** @throws invalid_state */
function refuseWrong({ kind, isRevoked }: Agent, hosts: readonly HostRef[]): void {
  if (kind !== "remote" || isRevoked)
    throw new AppError("invalid_state", {
      message: "Only an agent on another machine, which is not revoked, can be a host.",
    });
  const inventories = new Set(hosts.map(({ repositoryId }) => repositoryId));
  if (inventories.size < hosts.length)
    throw new AppError("invalid_state", {
      message: "One machine is one host of an inventory. Leave the others out.",
    });
}

/** @throws invalid_state */
function refuseTaken(agents: readonly Agent[], agentId: string, hosts: readonly HostRef[]): void {
  for (const other of agents.filter(({ id }) => id !== agentId)) {
    const taken = other.ownHosts.find((each) => hosts.some((host) => isSameHost(host, each)));
    if (taken !== undefined)
      throw new AppError("invalid_state", {
        message: `${taken.host} is ${other.name} already. Take it away there first.`,
      });
  }
}
