import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createContainer } from "#server/container.ts";
import { required } from "#server/lib/assert.ts";
import { CutLine } from "#tests/journey/cut-line.ts";
import { addRepository, PlaybookRepository } from "#tests/journey/playbook-repository.ts";
import { slowFiles } from "#tests/journey/slow-repository.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { enrolmentToken, LinkAgent } from "#tests/support/link-agent.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { startWeb, type TestWeb } from "#tests/support/web.ts";

describe.skipIf(missingForSsh !== null)(
  `agents on other machines${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation({ config: { linkLeaseSeconds: 4, agentOfflineSeconds: 5 } });
    const closing: (() => Promise<void>)[] = [];
    let hosts: SshHosts;
    let program: string;

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      const directory = path.join(chiffon.paths.apps, "../slow");
      const repository = new PlaybookRepository(
        directory,
        slowFiles(hosts, ["snail", "slug"], ["slug"]),
      );
      const { id: repositoryId } = await addRepository(chiffon.admin, "Slow", repository);
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
      program = path.join(chiffon.paths.apps, "../agent.mjs");
      const served = await fetch(`${chiffon.url}/agent.mjs`);
      writeFileSync(program, Buffer.from(await served.arrayBuffer()));
      expect(served.headers.get("x-content-sha256")).toMatch(/^[0-9a-f]{64}$/);
      // All work goes to the agents of these tests.
      const [builtIn] = await chiffon.db.agent.findMany();
      await chiffon.admin.call("POST", `/api/v1/agents/${builtIn?.id}/toggle`, {});
    });
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
      await chiffon.db.agent.updateMany({ where: { kind: "remote" }, data: { enabled: false } });
    });
    afterAll(() => hosts.stop());

    /** An agent that speaks over a line which can be cut. */
    async function enrolled(): Promise<{ agent: LinkAgent; line: CutLine }> {
      const line = await CutLine.open();
      const agent = new LinkAgent(program);
      closing.push(
        () => line.close(),
        () => agent.close(),
      );
      const server = line.lead(chiffon.url);
      await agent.start("--server", server, "--token", await enrolmentToken(chiffon.admin));
      return { agent, line };
    }

    /** Has the slow playbook run against one host. */
    async function begin(host: string, seconds: number, what = "snail"): Promise<string> {
      const words = `Deploy the ${what} on ${host} with ${what}_seconds=${seconds}`;
      const { plan, request_id } = await planFor(chiffon.operator, words);
      await chiffon.approver.decide(plan);
      return request_id;
    }
    const marks = (host: string): string[] => {
      const file = path.join(hosts.effects, host, "snail");
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    };
    const begun = (host: string, before: number) =>
      until("it has begun on its host", () => marks(host).length > before, 120_000);
    const taskOf = async (requestId: string) =>
      required(await chiffon.db.task.findFirst({ where: { requestId } }), "its task");
    const runsOf = async (requestId: string) =>
      chiffon.db.run.findMany({
        where: { task: { requestId } },
        orderBy: { attempt: "asc" },
      });
    const isOver = (requestId: string) =>
      chiffon.viewer.waitFor(
        requestId,
        ({ phase }) => ["done", "failed", "blocked"].includes(phase),
        180_000,
      );
    const isLost = (requestId: string) =>
      until("it is lost", async () => (await runsOf(requestId))[0]?.status === "lost", 90_000);

    /** Every line and event once, in order, and the log as it was printed. */
    async function expectToldOnce(requestId: string): Promise<void> {
      const [run] = await runsOf(requestId);
      const rows = await chiffon.db.event.findMany({
        where: { topic: `run:${run?.id}` },
        orderBy: { seq: "asc" },
      });
      const bodies = rows.map(({ body }) => body as Record<string, unknown>);
      const lines = bodies.flatMap(({ lines: each = [] }) => each as { line: number }[]);
      expect(lines.map(({ line }) => line)).toEqual(lines.map((_line, at) => at + 1));
      const events = bodies.flatMap(({ events: each = [] }) => each as { n: number }[]);
      expect(events.map(({ n }) => n)).toEqual(events.map((_event, at) => at + 1));
      expect(events.length).toBeGreaterThan(3);
      const { lines: kept } = await chiffon.admin.call<{ lines: unknown[] }>(
        "GET",
        `/api/v1/runs/${run?.id}/log?from_line=1&count=1000`,
      );
      expect(kept).toHaveLength(lines.length);
    }

    it("run a real playbook, and what it prints arrives while it runs", async () => {
      const { agent } = await enrolled();
      const requestId = await begin("web1", 6);
      await begun("web1", 0);
      await until("lines arrive while it runs", async () => {
        const [run] = await runsOf(requestId);
        return run?.status === "spawned" && run.lines > 0;
      });
      expect((await isOver(requestId)).phase).toBe("done");
      expect(await runsOf(requestId)).toMatchObject([{ agentId: agent.id, status: "succeeded" }]);
      expect(marks("web1")).toEqual(["began", "ended"]);
      await expectToldOnce(requestId);
    });

    it("cut off: is offline, its run lost and given to nobody else; back, it reports the end once", async () => {
      const { agent, line } = await enrolled();
      const requestId = await begin("web2", 25);
      await begun("web2", 0);
      line.cut();
      await isLost(requestId);
      const other = await enrolled();
      expect(await taskOf(requestId)).toMatchObject({ status: "paused", agentId: agent.id });
      await until("it is offline", async () => {
        const { agents } = await chiffon.admin.call<{ agents: { id: string; status: string }[] }>(
          "GET",
          "/api/v1/agents",
        );
        return agents.find(({ id }) => id === agent.id)?.status === "offline";
      });
      await until("it has ended there", () => marks("web2").length === 2, 90_000);
      expect(await runsOf(requestId)).toHaveLength(1);
      line.mend();
      expect((await isOver(requestId)).phase).toBe("done");
      expect(await runsOf(requestId)).toMatchObject([{ agentId: agent.id, status: "succeeded" }]);
      expect(marks("web2")).toEqual(["began", "ended"]);
      expect(other.agent.exitCode).toBeNull();
      await expectToldOnce(requestId);
      const ends = await chiffon.db.auditEntry.findMany({
        where: { type: "run.finished", requestId },
      });
      expect(ends).toHaveLength(1);
    });

    it("killed in mid-run and started again: follows what it had begun", async () => {
      const { agent } = await enrolled();
      const before = marks("web3").length;
      const requestId = await begin("web3", 15);
      await begun("web3", before);
      await agent.kill();
      await agent.start();
      expect((await isOver(requestId)).phase).toBe("done");
      expect(await runsOf(requestId)).toMatchObject([{ status: "succeeded", attempt: 1 }]);
      expect(marks("web3").slice(before)).toEqual(["began", "ended"]);
      await expectToldOnce(requestId);
    });

    it("killed, and the run's directory is gone: what was spawned is not taken for one that never began", async () => {
      const { agent } = await enrolled();
      const before = marks("web3").length;
      const requestId = await begin("web3", 20, "slug");
      await begun("web3", before);
      await agent.kill();
      const [run] = await runsOf(requestId);
      rmSync(path.join(agent.dataDir, "runs", run?.id ?? ""), { recursive: true });
      await agent.start();
      await until("a person is asked", async () => {
        return (await taskOf(requestId)).status === "needs_review";
      });
      expect(await runsOf(requestId)).toMatchObject([{ status: "needs_review", attempt: 1 }]);
      expect(marks("web3").filter((mark) => mark === "began")).toHaveLength(
        Math.floor(before / 2) + 1,
      );
    });

    /** Has the other agent take work from when the first has claimed the task. */
    async function besides(host: string, first: LinkAgent, other: LinkAgent) {
      const toggle = () => chiffon.admin.call("POST", `/api/v1/agents/${other.id}/toggle`, {});
      const before = marks(host);
      await toggle();
      const requestId = await begin(host, 1);
      await until("it was given to the first", async () => (await runsOf(requestId)).length > 0);
      await toggle();
      expect((await isOver(requestId)).phase).toBe("done");
      expect(await runsOf(requestId)).toMatchObject([
        { agentId: first.id, status: "failed", attempt: 1 },
        { agentId: other.id, status: "succeeded", attempt: 2 },
      ]);
      expect(marks(host).slice(before.length)).toEqual(["began", "ended"]);
      const { decision } = await chiffon.services.placements.routingOf(
        (await taskOf(requestId)).id,
      );
      const former = decision?.candidates.filter(({ isFormer }) => isFormer === true);
      expect(former?.map(({ agentId }) => agentId)).toEqual([first.id]);
      return requestId;
    }

    it("cut off before the run began: another does it, and the first does not begin it when it is back", async () => {
      const [{ agent, line }, { agent: other }] = [await enrolled(), await enrolled()];
      line.cutBefore('"ask":"materials"');
      const requestId = await besides("web1", agent, other);
      const [run] = await runsOf(requestId);
      line.mend();
      await until("it is back", async () => {
        const { status } = await chiffon.services.agents.find(agent.id);
        return status === "online";
      });
      const begun = marks("web1");
      await until("it let go of the run", () => {
        return !existsSync(path.join(agent.dataDir, "runs", run?.id ?? "", "started"));
      });
      expect(await runsOf(requestId)).toHaveLength(2);
      expect(marks("web1")).toEqual(begun);
    });

    it("that can't start a run: another does it", async () => {
      const [{ agent }, { agent: other }] = [await enrolled(), await enrolled()];
      // As on a disk that is damaged.
      rmSync(path.join(agent.dataDir, "runs"), { recursive: true });
      writeFileSync(path.join(agent.dataDir, "runs"), "");
      const requestId = await besides("web2", agent, other);
      const [run] = await runsOf(requestId);
      expect(run?.outcome).toMatchObject({
        message: "The run could not be started on its agent.",
      });
    });

    it("revoked: is refused within a second, and its run is lost", async () => {
      const { agent } = await enrolled();
      const before = marks("web2").length;
      const requestId = await begin("web2", 20);
      await begun("web2", before);
      await chiffon.admin.call("POST", `/api/v1/agents/${agent.id}/revoke`, {});
      const revokedAt = Date.now();
      await until("it has ended", () => agent.exitCode !== null, 10_000);
      expect(Date.now() - revokedAt).toBeLessThan(3_000);
      expect(agent.exitCode).toBe(3);
      expect(agent.lines.join("\n")).toContain("The agent was revoked.");
      await isLost(requestId);
      const task = await taskOf(requestId);
      expect(task).toMatchObject({ status: "paused", agentId: agent.id });
      await chiffon.admin.call("POST", `/api/v1/tasks/${task.id}/give-up`, {});
    });

    // Last: its web process takes the place of the first one in this process, for good.
    it("follow a restart of Chiffon", async () => {
      const { line } = await enrolled();
      const before = marks("web1").length;
      const requestId = await begin("web1", 15);
      await begun("web1", before);
      line.cut();
      const web = await secondWeb();
      line.lead(web.url);
      line.mend();
      expect((await isOver(requestId)).phase).toBe("done");
      expect(marks("web1").slice(before)).toEqual(["began", "ended"]);
      await expectToldOnce(requestId);
    });

    /** Chiffon as it is after a restart: nothing of the former process but database and files. */
    async function secondWeb(): Promise<TestWeb> {
      const { config } = chiffon.container;
      const container = createContainer(config, { process: "restarted" });
      const web = await startWeb({ ...container, databaseUrl: config.databaseUrl });
      closing.unshift(async () => {
        await web.close();
        await container.close();
      });
      return web;
    }
  },
);
