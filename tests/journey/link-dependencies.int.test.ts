import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DependenciesView } from "#server/contracts/dependency.ts";
import { required } from "#server/lib/assert.ts";
import { GalaxyServer } from "#tests/support/galaxy-server.ts";
import { GitServer } from "#tests/support/git-server.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { enrolmentToken, LinkAgent } from "#tests/support/link-agent.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { CutLine } from "./cut-line.ts";
import { playbook } from "./lab-repository.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

/** Also says where its helper lies: in what was installed, not beside Ansible. */
const markModule = `#!/usr/bin/python
from ansible.module_utils.basic import AnsibleModule
from ansible_collections.acme.kit.plugins.module_utils.words import MARK
module = AnsibleModule(argument_spec=dict(path=dict(type="str", required=True)))
with open(module.params["path"], "w") as target:
    target.write(MARK)
module.exit_json(changed=True)
`;

describe.skipIf(missingForSsh !== null)(
  `roles and collections on an agent elsewhere (AGENT-03)${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  async () => {
    const galaxy = await new GalaxyServer().start();
    const git = await new GitServer().start();
    const chiffon = useInstallation({
      config: { dependencies: { galaxyServer: galaxy.url, stepSeconds: 60, maxMib: 50 } },
    });
    let hosts: SshHosts;
    let line: CutLine;
    let agent: LinkAgent;
    let lock = "";

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      git.commit("beacon", beacon(hosts.effects), "v1");
      galaxy.addCollection("acme.kit", "1.0.0", {
        "plugins/modules/mark.py": markModule,
        "plugins/module_utils/words.py": 'MARK = "marked by the collection"\n',
      });
      const place = path.join(chiffon.paths.apps, "../kit");
      const files = repositoryFiles(hosts, git.urlOf("beacon"));
      const { id } = await addRepository(
        chiffon.admin,
        "Kit",
        new PlaybookRepository(place, files),
      );
      for (const host of hosts.names)
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId: id, host });
      lock = await install(id);
      line = await CutLine.open();
      const program = path.join(chiffon.paths.apps, "../agent.mjs");
      const served = await fetch(`${chiffon.url}/agent.mjs`);
      writeFileSync(program, Buffer.from(await served.arrayBuffer()));
      agent = new LinkAgent(program);
      const token = await enrolmentToken(chiffon.admin);
      await agent.start("--server", line.lead(chiffon.url), "--token", token);
      const builtIn = await chiffon.db.agent.findFirstOrThrow({ where: { kind: "built_in" } });
      await chiffon.admin.call("POST", `/api/v1/agents/${builtIn.id}/toggle`, {});
    });
    afterAll(async () => {
      await agent.close();
      await line.close();
      await hosts.stop();
      await Promise.all([galaxy.close(), git.close()]);
    });

    /** Installs what the repository needs, as the button does, and waits until plans are made with it. */
    async function install(repositoryId: string): Promise<string> {
      const at = `/api/repositories/${repositoryId}/dependencies`;
      const view = () => chiffon.viewer.call<DependenciesView>("GET", at);
      await chiffon.admin.call("POST", at, { kind: "install" });
      await until("it is installed", async () => (await view()).lock !== null, 120_000);
      const { hash } = required((await view()).lock, "its lock");
      await until("the scan knows the lock", async () => {
        const row = await chiffon.db.repository.findUniqueOrThrow({ where: { id: repositoryId } });
        return (row.inventory as { requirementsLock?: string }).requirementsLock === hash;
      });
      return hash;
    }

    async function run(host: string) {
      const { plan, request_id: requestId } = await planFor(
        chiffon.operator,
        `Deploy the beacon on ${host}`,
      );
      expect(plan.body["requirements_lock"]).toBe(lock);
      await chiffon.approver.decide(plan);
      const { phase } = await chiffon.viewer.waitFor(
        requestId,
        ({ phase: now }) => ["done", "failed"].includes(now),
        180_000,
      );
      const [last] = await chiffon.db.run.findMany({ where: { task: { requestId } } });
      expect(last?.agentId).toBe(agent.id);
      return { phase, outcome: last?.outcome as { message: string } | null };
    }
    const effect = (host: string, name: string) =>
      readFileSync(path.join(hosts.effects, `${host}.${name}`), "utf8");
    const asked = () => ["folder", "files"].map((name) => line.count(`"ask":"${name}"`));
    const installed = () => path.join(agent.dataDir, "dependencies", lock);

    it("travel there by their blob ids, and do their work on the host", async () => {
      expect(existsSync(installed())).toBe(false);
      expect((await run("web1")).phase).toBe("done");
      expect(effect("web1", "beacon")).toBe("first light");
      expect(effect("web1", "mark")).toBe("marked by the collection");
      expect(existsSync(path.join(installed(), "roles/beacon/tasks/main.yml"))).toBe(true);
      const [folders = 0, files = 0] = asked();
      expect(folders).toBeGreaterThan(1);
      expect(files).toBeGreaterThan(0);
    });

    it("are there the second time: nothing is asked for again", async () => {
      const before = asked();
      expect((await run("web2")).phase).toBe("done");
      expect(effect("web2", "mark")).toBe("marked by the collection");
      expect(asked()).toEqual(before);
    });

    it("are looked at before each run: one that was changed there runs nothing", async () => {
      const file = path.join(installed(), "roles/beacon/tasks/main.yml");
      chmodSync(file, 0o644);
      writeFileSync(file, readFileSync(file, "utf8").replace("beacon_text", "'stolen'"));
      const { phase, outcome } = await run("web3");
      expect(phase).toBe("failed");
      expect(outcome?.message).toContain("Files differ from the approved ones");
      expect(existsSync(path.join(hosts.effects, "web3.beacon"))).toBe(false);
    });
  },
);

const beacon = (effects: string) => ({
  "meta/main.yml": "galaxy_info: {author: acme}\ndependencies: []\n",
  "defaults/main.yml": "# What the beacon says.\nbeacon_text: first light\n",
  "tasks/main.yml": `- name: Light the beacon
  ansible.builtin.copy:
    content: "{{ beacon_text }}"
    dest: ${effects}/{{ inventory_hostname }}.beacon
    mode: "0644"
`,
});

function repositoryFiles({ places, effects }: SshHosts, role: string) {
  const listed = Object.entries(places).map(
    ([name, { address, port }]) =>
      `        ${name}: { ansible_host: ${address}, ansible_port: ${port}, ansible_user: root, ansible_python_interpreter: /usr/bin/python3 }\n`,
  );
  return {
    "inventory/hosts.yml": `all:\n  children:\n    lab:\n      hosts:\n${listed.join("")}`,
    "requirements.yml": `roles:\n  - src: git+${role}\n    name: beacon\n    version: v1\n`,
    "playbooks/beacon.yml": playbook({
      service: "beacon",
      body: `  roles:
    - beacon
  tasks:
    - name: Make the mark
      acme.kit.mark:
        path: ${effects}/{{ inventory_hostname }}.mark
`,
    }),
  };
}
