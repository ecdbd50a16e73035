import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Agent } from "#server/contracts/agent.ts";
import { required } from "#server/lib/assert.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { enrolmentToken, LinkAgent } from "#tests/support/link-agent.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import { addRepository, PlaybookRepository, rescan } from "./playbook-repository.ts";

/** A plan's task by what these tests look at. */
interface WireTask {
  readonly on_itself?: { readonly agent_id: string };
  readonly agent: { readonly name: string; readonly reason: string } | null;
}

describe.skipIf(missingForSsh !== null)(
  `a host whose machine is an agent (ORCH-04)${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    let hosts: SshHosts;
    let repository: PlaybookRepository;
    let repositoryId = "";
    let program = "";
    let attic: LinkAgent;
    /** Its name is that of a host, which says nothing. */
    let namesake: LinkAgent;

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../marks"), {
        "inventory/hosts.yml": inventory(hosts),
        "playbooks/marker/deploy.yml": marker(hosts.effects),
      });
      repositoryId = (await addRepository(chiffon.admin, "Marks", repository)).id;
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
      program = path.join(chiffon.paths.apps, "../agent.mjs");
      const served = await fetch(`${chiffon.url}/agent.mjs`);
      writeFileSync(program, Buffer.from(await served.arrayBuffer()));
      attic = await enrolled("attic");
      namesake = await enrolled("web3");
    });
    afterAll(async () => {
      await attic.close();
      await namesake.close();
      await hosts.stop();
    });

    async function enrolled(name: string): Promise<LinkAgent> {
      const agent = new LinkAgent(program, { CHIFFON_AGENT_NAME: name });
      const token = await enrolmentToken(chiffon.admin);
      await agent.start("--server", chiffon.url, "--token", token);
      return agent;
    }
    const say = (agentId: string, ...names: readonly string[]) =>
      chiffon.admin.call<Agent>("POST", `/api/v1/agents/${agentId}/hosts`, {
        hosts: names.map((host) => ({ repository_id: repositoryId, host })),
      });
    async function planned(words: string) {
      const { plan, request_id: requestId } = await planFor(chiffon.operator, words);
      const [task] = plan.body["tasks"] as WireTask[];
      return { plan, requestId, task: required(task, "its task") };
    }
    /** Has it run, and says how each machine was reached. */
    async function ranOn({ plan, requestId }: Awaited<ReturnType<typeof planned>>) {
      await chiffon.approver.decide(plan);
      const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
      const { phase } = await chiffon.viewer.waitFor(requestId, isOver, 180_000);
      expect(phase).toBe("done");
      const [run] = await chiffon.db.run.findMany({ where: { task: { requestId } } });
      return run?.agentId;
    }
    const marks = (host: string): string[] => {
      const file = path.join(hosts.effects, `${host}.marks`);
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    };

    it("is worked on over ssh as long as no admin says so, whatever an agent is called", async () => {
      const { task, ...rest } = await planned("Deploy the marker on web3 with agent web3");
      expect(task).not.toHaveProperty("on_itself");
      expect(await ranOn({ task, ...rest })).toBe(namesake.id);
      expect(marks("web3")).toEqual(["web3 by ssh"]);
    });

    it("is said by admins only, of hosts over ssh, each of one agent, one of an inventory", async () => {
      const at = `/api/v1/agents/${attic.id}/hosts`;
      const body = { hosts: [{ repository_id: repositoryId, host: "web1" }] };
      for (const client of [chiffon.viewer, chiffon.operator, chiffon.approver])
        expect((await refusal(client.call("POST", at, body))).status).toBe(403);
      expect((await refusal(say(attic.id, "here"))).status).toBe(404);
      expect((await refusal(say(attic.id, "nowhere"))).status).toBe(404);
      expect((await refusal(say(attic.id, "web1", "web2"))).status).toBe(409);
      const builtIn = await chiffon.db.agent.findFirstOrThrow({ where: { kind: "built_in" } });
      expect((await refusal(say(builtIn.id, "web1"))).status).toBe(409);
      expect((await say(attic.id, "web1")).id).toBe(attic.id);
      expect((await refusal(say(namesake.id, "web1"))).status).toBe(409);
    });

    it("is then worked on by that agent, without ssh, as the card says and the digest binds", async () => {
      await say(attic.id);
      const before = await planned("Deploy the marker on web1");
      await say(attic.id, "web1");
      const after = await planned("Deploy the marker on web1");
      expect(after.task).toMatchObject({
        on_itself: { agent_id: attic.id },
        agent: { name: "attic", reason: "its machine is the host" },
      });
      expect(after.plan.digest).not.toBe(before.plan.digest);
      expect(await ranOn(after)).toBe(attic.id);
      expect(marks("web1")).toEqual(["web1 without ssh"]);
      // What is delegated to another machine goes there.
      expect(marks("web2")).toEqual(["web2 by ssh"]);
    });

    it("is no other host: that is reached over ssh by the same agent, and so are several at once", async () => {
      const other = await planned("Deploy the marker on web3 with agent attic");
      expect(other.task).not.toHaveProperty("on_itself");
      expect(await ranOn(other)).toBe(attic.id);
      expect(marks("web3").at(-1)).toBe("web3 by ssh");
      const both = await planned("Deploy the marker on web1 and web3 with agent attic");
      expect(both.task).not.toHaveProperty("on_itself");
      expect(await ranOn(both)).toBe(attic.id);
      expect(marks("web1").at(-1)).toBe("web1 by ssh");
    });

    it("makes a waiting plan stale when it is taken back", async () => {
      const { plan, requestId } = await planned("Deploy the marker on web1");
      const before = marks("web1");
      await say(attic.id);
      await chiffon.approver.decide(plan);
      const { plan: stale } = await chiffon.viewer.waitFor(
        requestId,
        ({ card }) => card === "stale",
      );
      expect(stale).toMatchObject({ stale_reason: "attic is not said to be web1 any more" });
      expect(marks("web1")).toEqual(before);
    });

    it("is refused by every other agent, and waits for its own", async () => {
      await say(attic.id, "web1");
      await chiffon.admin.call("POST", `/api/v1/agents/${attic.id}/toggle`, {});
      const away = await planned("Deploy the marker on web1");
      expect(away.task).not.toHaveProperty("on_itself");
      await chiffon.admin.call("POST", `/api/v1/agents/${attic.id}/toggle`, {});
      const { plan, requestId } = await planned("Deploy the marker on web1");
      await chiffon.admin.call("POST", `/api/v1/agents/${attic.id}/toggle`, {});
      await chiffon.approver.decide(plan);
      const task = () => chiffon.db.task.findFirstOrThrow({ where: { requestId } });
      await until("it waits", async () => (await task()).status === "paused");
      expect((await task()).pausedReason).toBe("attic: disabled");
      // As a wrong dispatcher would have it.
      const { id } = await task();
      await chiffon.db.task.update({
        where: { id },
        data: { status: "pending", agentId: namesake.id, placedAt: new Date() },
      });
      const identity = { agentId: namesake.id, name: "web3", leaseSeconds: 30 };
      expect(await chiffon.services.runs.claim(id, identity)).toBeNull();
      const [refused] = await chiffon.db.auditEntry.findMany({
        where: { type: "agent.refused", taskId: id },
      });
      expect(refused?.facts).toMatchObject({ why: "not the machine that it acts on" });
      await chiffon.admin.call("POST", `/api/v1/agents/${attic.id}/toggle`, {});
      const isDone = ({ phase }: { phase: string }) => phase === "done";
      await chiffon.viewer.waitFor(requestId, isDone, 180_000);
      expect(marks("web1").at(-1)).toBe("web1 without ssh");
    });

    it("needs no sshd there, for a preview neither; another machine in its place is nobody's", async () => {
      await hosts.stopHost("web1");
      const here = await planned("Deploy the marker on web1");
      const at = `/api/v1/plan/${here.plan.id}/preview`;
      const shown = { plan_version: here.plan.version, plan_digest: here.plan.digest };
      await chiffon.approver.call("POST", at, shown);
      await until("the preview is made", async () => {
        const { preview } = await chiffon.viewer.call<{
          preview: { state: string };
        }>("GET", at);
        return preview.state === "made";
      });
      const previews = await chiffon.db.run.findMany({
        where: { task: { workType: "ansible.preview" } },
      });
      expect(previews).toMatchObject([{ agentId: attic.id, status: "succeeded" }]);
      expect(await ranOn(here)).toBe(attic.id);
      const moved = inventory(hosts).replace("127.0.0.2", "127.0.0.9");
      repository.commit({ "inventory/hosts.yml": moved });
      await rescan(chiffon.admin, repositoryId);
      const { task } = await planned("Deploy the marker on web1");
      expect(task).not.toHaveProperty("on_itself");
    });

    it("ends with the agent", async () => {
      await chiffon.admin.call("POST", `/api/v1/agents/${attic.id}/revoke`, {});
      const row = await chiffon.db.agent.findUniqueOrThrow({ where: { id: attic.id } });
      expect(row.ownHosts).toEqual([]);
      expect((await refusal(say(attic.id, "web1"))).status).toBe(409);
    });
  },
);

function inventory({ places }: SshHosts): string {
  const listed = Object.entries(places).map(
    ([name, { address, port }]) =>
      `        ${name}: { ansible_host: ${address}, ansible_port: ${port}, ansible_user: root, ansible_python_interpreter: /usr/bin/python3 }\n`,
  );
  return `all:\n  hosts:\n    here: { ansible_connection: local }\n  children:\n    lab:\n      hosts:\n${listed.join("")}`;
}

/** Writes how each host was reached, also one that a step is delegated to. sshd tells its sessions where they come from. */
function marker(effects: string): string {
  const write = (host: string) =>
    `ansible.builtin.shell: if [ -n "$SSH_CONNECTION" ]; then echo "${host} by ssh"; else echo "${host} without ssh"; fi >> ${effects}/${host}.marks\n      changed_when: true\n`;
  return playbook({
    service: "marker",
    body: `  tasks:
    - name: Leave a mark
      ${write("{{ inventory_hostname }}")}    - name: Tell another machine
      delegate_to: web2
      when: inventory_hostname == "web1" and ansible_play_hosts_all | length == 1
      ${write("web2")}`,
  });
}
