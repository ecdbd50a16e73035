import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Host } from "#server/contracts/host.ts";
import { required } from "#server/lib/assert.ts";
import {
  type PlannedView,
  planFor,
  until,
  useInstallation,
  waitForPlan,
} from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { ask, questionIn } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const greet = (service: string) =>
  [
    ...[`# chiffon:service=${service}`, "# chiffon:action=deploy", "# chiffon:idempotent=true"],
    ...[
      "---",
      `- name: Deploy the ${service}`,
      "  hosts: all",
      "  gather_facts: false",
      "  tasks:",
    ],
    ...["    - name: Say it", "      ansible.builtin.debug:"],
    ...["        msg: \"{{ inventory_hostname }} says {{ greeting | default('nothing') }}\"", ""],
  ].join("\n");

describe.skipIf(missingForSsh !== null)(
  `inventories from elsewhere${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  { sequential: true },
  () => {
    const chiffon = useInstallation();
    let hosts: SshHosts;
    let repository: PlaybookRepository;
    const admin = <T>(method: string, at: string, body?: unknown) =>
      chiffon.admin.call<T>(method, at, body);
    const listHosts = async () => (await admin<{ hosts: Host[] }>("GET", "/api/hosts")).hosts;
    const kept = (name: string) => ({
      ...{ name, connection: "ssh", ...hosts.places[name] },
      ...{ user: userInfo().username, groups: ["web"] },
    });
    const deploy = "Deploy the beacon on all hosts";
    /** Approves a plan and waits until its request is over. */
    const approve = async ({ plan, request_id }: PlannedView) => {
      await chiffon.approver.decide(plan);
      const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
      return chiffon.viewer.waitFor(request_id, isOver, 300_000);
    };
    /** Chooses another inventory and plans anew with it, as the card does; gives the repository that it came from. */
    const planWith = async ({ plan: { body }, request_id }: PlannedView, choice = "") => {
      const inventory = { project: "", path: choice };
      await admin("POST", `/api/repositories/${body["repository_id"]}/inventory`, inventory);
      await admin("POST", `/api/v1/requests/${request_id}/replan`, { kind: "again" });
      const { plan } = await waitForPlan(chiffon.operator, request_id);
      return plan.body["inventory_source"];
    };
    const staleReason = async ({ plan }: PlannedView) => {
      const row = () => chiffon.db.plan.findUniqueOrThrow({ where: { id: plan.id } });
      await until("the plan is stale", async () => (await row()).status === "stale");
      return (await row()).staleReason;
    };

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../stranger"), {
        "beacon.yml": greet("beacon"),
      });
      await addRepository(chiffon.admin, "Stranger", repository);
    });
    afterAll(() => hosts.stop());

    it("says what to do where there is none", async () => {
      const { words } = await ask(chiffon.operator, deploy);
      expect(words).toContain("Stranger holds no inventory. Add your hosts on the Fleet page");
    });

    it("adds a host, tests it, and runs a playbook of a repository without inventory on it", async () => {
      const [first = ""] = hosts.names;
      await admin("POST", "/api/hosts", kept(first));
      const host = (await listHosts()).find(({ name }) => name === first);
      expect(host).toMatchObject({ isKept: true, groups: ["web"], repositoryName: "Hosts" });
      const tested = await admin<{ state: string }>("POST", "/api/hosts/test", {
        repositoryId: host?.repositoryId,
        host: first,
      });
      expect(["reachable", "needs_password"]).toContain(tested.state);
      const planned = await planFor(chiffon.operator, deploy);
      expect(planned.plan.body).toMatchObject({
        inventory_path: ".chiffon-inventory/hosts.yml",
        inventory_source: { repository_name: "Hosts" },
      });
      expect((await approve(planned)).phase).toBe("done");
    });

    it("makes a plan stale when its host changes before it is approved", async () => {
      const [first = ""] = hosts.names;
      const planned = await planFor(chiffon.operator, deploy);
      const { name, ...rest } = kept(first);
      await admin("PATCH", `/api/hosts/${name}`, { ...rest, groups: ["web", "late"] });
      await chiffon.approver.decide(planned.plan).catch(() => null);
      expect(await staleReason(planned)).toContain("its inventory: hosts.yml changed");
    });

    it("refuses names that no inventory takes, twice the same, and hosts that are not there", async () => {
      const [first = ""] = hosts.names;
      const add = (change: object) =>
        refusal(admin("POST", "/api/hosts", { ...kept(first), ...change }));
      expect((await add({ name: "my nas" })).code).toBe("invalid_input");
      expect((await add({ name: "other", groups: ["all"] })).code).toBe("invalid_input");
      expect((await add({})).code).toBe("name_taken");
      expect((await refusal(admin("DELETE", "/api/hosts/nobody"))).code).toBe("host_not_found");
    });

    it("copies an inventory outside git, follows it, and asks once which one is meant", async () => {
      const [, second = ""] = hosts.names;
      const { address, port } = required(hosts.places[second], "the second host's place");
      const folder = path.join(chiffon.paths.apps, "../etc");
      const file = path.join(folder, "prod.ini");
      mkdirSync(path.join(folder, "group_vars"), { recursive: true });
      writeFileSync(
        file,
        `${second} ansible_host=${address} ansible_port=${port} ansible_user=${userInfo().username}\n`,
      );
      writeFileSync(path.join(folder, "group_vars/all.yml"), "greeting: hello from the copy\n");
      await admin("POST", "/api/inventories", { name: "Production", path: file });
      const host = (await listHosts()).find(({ name }) => name === second);
      expect(host?.repositoryName).toBe("Production");
      await admin("POST", "/api/hosts/test", { repositoryId: host?.repositoryId, host: second });

      const asked = await ask(chiffon.operator, deploy);
      const { key, choices } = questionIn(asked.parts);
      expect(choices.map(({ label }) => label)).toEqual([
        "hosts.yml of Hosts",
        "inventory/prod.ini of Production",
      ]);
      await chiffon.operator.call("POST", "/api/chat", {
        conversationId: asked.conversationId,
        message: "Production",
        answer: { requestId: asked.requestId, key, value: choices[1]?.value },
      });
      const planned = await waitForPlan(chiffon.operator, asked.requestId);
      const [other, answered] = choices.map(({ value }) => value);
      expect(await planWith(planned, other)).toMatchObject({ repository_name: "Hosts" });
      expect(await planWith(planned, answered)).toMatchObject({ repository_name: "Production" });
      const over = await approve(await waitForPlan(chiffon.operator, asked.requestId));
      expect(over.phase).toBe("done");
      const log = await admin("GET", `/api/v1/runs/${over.tasks[0]?.runs[0]?.id}/log`);
      expect(JSON.stringify(log)).toContain(`${second} says hello from the copy`);

      const again = await planFor(chiffon.operator, deploy);
      expect(again.plan.body).toMatchObject({
        inventory_source: { repository_name: "Production" },
      });
      writeFileSync(path.join(folder, "group_vars/all.yml"), "greeting: changed since\n");
      await chiffon.approver.decide(again.plan).catch(() => null);
      expect(await staleReason(again)).toContain("inventory/group_vars/all.yml changed");
    });

    it.each([
      ["its ssh key", () => path.dirname(chiffon.paths.sshKey)],
      ["the key of its history", () => chiffon.paths.auditKey],
      ["the key of its secrets", () => chiffon.container.config.secretsKeyFile],
      ["all of its data", () => chiffon.container.config.dataDir],
    ])("never copies what is Chiffon's own: %s", async (_what, place) => {
      const secret = { name: randomUUID(), kind: "api_key", scope: "global", value: "x" };
      await admin("POST", "/api/secrets", secret); // the first one makes the key
      const refused = await refusal(
        admin("POST", "/api/inventories", { name: "Keys", path: place() }),
      );
      expect(refused.code).toBe("repository_unreadable");
      expect(JSON.stringify(refused.reply)).toContain("Chiffon keeps its own files there");
    });

    it("takes a host out, with its pinned key", async () => {
      const [first = ""] = hosts.names;
      await admin("DELETE", `/api/hosts/${first}`);
      expect((await listHosts()).some(({ name }) => name === first)).toBe(false);
      expect(await chiffon.db.hostRecord.count({ where: { name: first } })).toBe(0);
    });
  },
);
