import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlannedView, planFor, useInstallation } from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { addRepository } from "./playbook-repository.ts";

const passwords = { web1: "one for two", web2: "one for two", web3: "its own {{ pass }}" };

describe.skipIf(missingForSsh !== null)(
  `sudo that asks, on three machines over ssh${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    let hosts: SshHosts;
    let repositoryId = "";

    beforeAll(async () => {
      const key = `${chiffon.paths.sshKey}.pub`;
      hosts = await startSshHosts(chiffon.paths.apps, key, { sudoPasswords: passwords });
      repositoryId = (await addRepository(chiffon.admin, "Web", { directory: hosts.repository }))
        .id;
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
    });
    afterAll(() => hosts.stop());

    const asked = (host: string) => {
      const file = path.join(path.dirname(hosts.repository), host, "bin/asked");
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
    };
    const plan = () => planFor(chiffon.operator, "Deploy the rooted");
    const needs = ({ plan: { body } }: PlannedView) =>
      (body["secret_needs"] ?? []) as { key: string; hosts: string[] }[];
    const give = (view: PlannedView, value: string) =>
      chiffon.admin.call("POST", `/api/v1/plan/${view.plan.id}/secrets/save`, {
        ...{ plan_version: view.plan.version, key: needs(view)[0]?.key, value },
      });
    const run = async (view: PlannedView) => {
      const { plan: newest } = await chiffon.viewer.view(view.request_id);
      if (newest === null) throw new Error("it has a plan");
      await chiffon.approver.decide(newest);
      const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
      return chiffon.viewer.waitFor(view.request_id, isOver, 300_000);
    };

    it("is known from the test of the connection, and the plan asks for it", async () => {
      expect(await chiffon.db.hostRecord.count({ where: { asksForBecome: true } })).toBe(3);
      expect(hosts.names.map(asked)).toEqual([0, 0, 0]);
      expect(needs(await plan()).map(({ hosts: names }) => names)).toEqual([hosts.names]);
    });

    it("gets each machine its own password; a wrong one is tried once, named, and given again", async () => {
      const first = await plan();
      await give(first, passwords.web1);
      const end = await run(first);
      expect(end.phase).toBe("failed");
      const task = await chiffon.db.task.findFirstOrThrow({
        where: { requestId: first.request_id },
        include: { runs: true },
      });
      expect(task.message).toContain("The sudo password is not the right one on web3.");
      expect(task.runs).toHaveLength(1);
      expect(asked("web3")).toBe(1);

      await chiffon.admin.call("POST", "/api/secrets", {
        ...{ name: "sudo of web3", kind: "become_password", scope: "host", repositoryId },
        ...{ reference: "web3", value: "still wrong" },
      });
      const second = await plan();
      expect(second.plan.body["secrets"]).toEqual(["sudo of web3@1", "sudo@1"]);
      expect((await run(second)).phase).toBe("failed");
      expect(asked("web3")).toBe(2);
      const planId = second.plan.id;
      await chiffon.admin.call("POST", `/api/v1/plan/${planId}/secrets/again`, {
        ...{ task_key: "t1", value: passwords.web3 },
      });
      const third = await plan();
      expect(third.plan.body["secrets"]).toEqual(["sudo of web3@2", "sudo@1"]);
      expect((await run(third)).phase).toBe("done");
      for (const host of hosts.names)
        expect(readFileSync(path.join(hosts.effects, host, "rooted"), "utf8")).toBe("by sudo");
    }, 900_000);
  },
);
