import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Preview } from "#server/contracts/preview.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { camel, renameKeys } from "#server/contracts/wire-case.ts";
import {
  type PlannedView,
  planFor,
  until,
  useInstallation,
  waitForPlan,
} from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import { addRepository, PlaybookRepository, rescan } from "./playbook-repository.ts";

/** What owners write: files, a command whose answer is used, conditions, a handler, a loop, a block that is rescued. */
const orchard = (effects: string) => `# chiffon:service=orchard
---
- name: Set up the orchard
  hosts: [web1, web3]
  gather_facts: false
  vars_files: [../vars/secret.yml]
  vars:
    place: "${effects}/{{ inventory_hostname }}"
  tasks:
    - name: Look for stones
      ansible.builtin.fail:
        msg: This ground is stony
      when: inventory_hostname == 'web3' and stony | default(true)
      ignore_errors: true
    - name: Dig the bed
      ansible.builtin.file:
        path: "{{ place }}/bed"
        state: directory
        mode: "0755"
    - name: Plant the rows
      ansible.builtin.copy:
        dest: "{{ place }}/bed/rows.txt"
        content: "apple\\npear\\n"
        mode: "0644"
    - name: Prune the rows
      ansible.builtin.lineinfile:
        path: "{{ place }}/bed/rows.txt"
        line: plum
    - name: Label the gate
      ansible.builtin.copy:
        dest: "{{ place }}/gate.conf"
        content: |
          name = orchard
          db_password = hunter22x
          code = {{ gate_code }}
        mode: "0644"
      notify: Oil the gate
    - name: Keep the marker
      ansible.builtin.file:
        path: "{{ place }}/marker"
        state: file
    - name: Ask for the weather
      ansible.builtin.command: echo rain
      register: weather
      notify: Open the umbrella
    - name: Note the weather
      ansible.builtin.copy:
        dest: "{{ place }}/weather.txt"
        content: "{{ weather.stdout }}"
        mode: "0644"
    - name: Water it
      ansible.builtin.copy:
        dest: "{{ place }}/watered"
        content: "yes"
        mode: "0644"
      when: weather.stdout == 'sun'
    - name: Remember
      ansible.builtin.set_fact:
        is_wet: "{{ weather.stdout == 'rain' }}"
    - name: Put boots out
      ansible.builtin.copy:
        dest: "{{ place }}/boots"
        content: "{{ is_wet }}"
        mode: "0644"
    - name: Only in winter
      ansible.builtin.copy:
        dest: "{{ place }}/snow"
        content: snow
        mode: "0644"
      when: false
    - name: Grow once
      ansible.builtin.command:
        cmd: touch {{ place }}/grown
        creates: "{{ place }}/marker"
    - name: Pick each
      ansible.builtin.shell: echo {{ item }}
      loop: [apple, pear]
      register: picked
      until: picked.rc == 0
      retries: 30
      delay: 20
    - name: Rest
      ansible.builtin.pause:
        seconds: "{{ 600 if ansible_check_mode else 0 }}"
    - name: Call the neighbour
      ansible.builtin.command: "true"
      async: 30
      poll: 1
    - name: Try the ladder
      block:
        - name: Climb
          ansible.builtin.command: "true"
      rescue:
        - name: Fall
          ansible.builtin.debug:
            msg: fallen
  handlers:
    - name: Oil the gate
      ansible.builtin.copy:
        dest: "{{ place }}/oil"
        content: oiled
        mode: "0644"
    - name: Open the umbrella
      ansible.builtin.copy:
        dest: "{{ place }}/umbrella"
        content: open
        mode: "0644"
`;

const hedge = `# chiffon:service=hedge
- hosts: webservers
  gather_facts: false
  tasks:
    - name: Trim it
      ansible.builtin.raw: sleep 2
`;

const pond = (effects: string) => `# chiffon:service=pond
---
- name: Dig the pond
  hosts: web1
  gather_facts: false
  vars:
    place: "${effects}/{{ inventory_hostname }}"
  tasks:
    - name: Let friends in
      ansible.builtin.copy:
        dest: "{{ place }}/.ssh/authorized_keys"
        content: "ssh-ed25519 AAAA friend"
        mode: "0600"
      notify: Call the frogs
    - name: Drain the old one
      ansible.builtin.file:
        path: "{{ place }}/old-pond"
        state: absent
  handlers:
    - name: Call the frogs
      ansible.builtin.command: "true"
`;

const forReal = (effects: string, mode: string) => `# chiffon:service=quarry
---
- name: Dig the quarry
  hosts: webservers
  gather_facts: false
  tasks:
    - name: Blast the rock
      ansible.builtin.copy:
        dest: "${effects}/{{ inventory_hostname }}/blasted"
        content: bang
        mode: "0644"
      check_mode: ${mode}
`;

describe.skipIf(missingForSsh !== null)(
  `previews of plans over real ssh (INFRA-03)${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    let hosts: SshHosts;
    let repository: PlaybookRepository;
    let repositoryId = "";

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      const vault = path.join(chiffon.paths.apps, "vault-password");
      writeFileSync(vault, "open up\n");
      const secret = execFileSync(
        "ansible-vault",
        ["encrypt", `--vault-password-file=${vault}`, "--output=-", "-"],
        { input: "gate_code: seventeen-four\n", encoding: "utf8" },
      );
      repository = new PlaybookRepository(hosts.repository, {
        "vars/secret.yml": secret,
        "playbooks/orchard.yml": orchard(hosts.effects),
        "playbooks/quarry.yml": forReal(hosts.effects, "false"),
        "playbooks/hedge.yml": hedge,
        "playbooks/pond.yml": pond(hosts.effects),
      });
      repositoryId = (await addRepository(chiffon.admin, "Web", repository)).id;
      for (const host of hosts.names) {
        mkdirSync(path.join(hosts.effects, host), { recursive: true });
        writeFileSync(path.join(hosts.effects, host, "marker"), "");
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
      }
      await chiffon.admin.call("POST", "/api/secrets", {
        ...{ name: "vault", kind: "vault_password", scope: "repository", repositoryId },
        ...{ value: "open up" },
      });
    });
    afterAll(() => hosts.stop());

    const ask = (plan: PlannedView["plan"]) => ({
      plan_version: plan.version,
      plan_digest: plan.digest,
    });
    const at = (plan: { id: string }) => `/api/v1/plan/${plan.id}/preview`;
    const read = async (plan: { id: string }) => {
      const reply = await chiffon.viewer.call<{ preview: unknown }>("GET", at(plan));
      return renameKeys(reply.preview, camel) as Preview; // checked against its schema where it left
    };

    const readOrNull = async (plan: { id: string }) => {
      const { preview } = await chiffon.viewer.call<{ preview: unknown }>("GET", at(plan));
      return preview === null ? null : read(plan);
    };

    async function previewed(plan: PlannedView["plan"]): Promise<Preview> {
      await chiffon.approver.call("POST", at(plan), ask(plan));
      await until("the preview is made", async () =>
        ["made", "failed", "cancelled"].includes((await read(plan)).state),
      );
      return read(plan);
    }

    it("tells what would change, what would run unseen and what nobody can know yet, and changes nothing", async () => {
      const asked = await chiffon.operator.say("Deploy the orchard");
      const { conversationId, requestId: request_id } = asked;
      const { plan } = await waitForPlan(chiffon.operator, request_id);
      const before = hashOf(hosts.effects);
      const preview = await previewed(plan);
      expect(hashOf(hosts.effects)).toBe(before);
      expect(preview).toMatchObject({ state: "made", reason: null });
      const { report } = preview;
      const kindsOn = (host: string) =>
        (report?.steps ?? [])
          .filter((step) => step.host === host)
          .map(({ ansibleTask, kind }) => `${ansibleTask}: ${kind}`);
      expect(kindsOn("web1")).toEqual([
        "Dig the bed: changes",
        "Plant the rows: changes",
        "Prune the rows: unknown",
        "Label the gate: changes",
        "Ask for the weather: unseen",
        "Note the weather: unknown",
        "Water it: unknown",
        "Remember: unknown",
        "Put boots out: unknown",
        "Pick each: unseen",
        "Call the neighbour: unseen",
        "Climb: unseen",
        "Oil the gate: changes",
      ]);
      expect(kindsOn("web3")[0]).toBe("Look for stones: fails");
      expect(report?.counts).toEqual({
        ...{ changes: 8, same: 5, unseen: 8, unknown: 10, fails: 1 },
        // Stones elsewhere, and winter.
        condition: 3,
      });
      const weather = report?.steps.find(
        ({ ansibleTask }) => ansibleTask === "Ask for the weather",
      );
      expect(weather?.notifies).toEqual(["Open the umbrella"]);
      const gate = report?.steps.find(
        ({ ansibleTask, host }) => ansibleTask === "Label the gate" && host === "web1",
      );
      expect(gate?.diffs[0]).toMatchObject({
        path: path.join(hosts.effects, "web1/gate.conf"),
        text: expect.stringContaining("+name = orchard"),
      });
      expect(gate?.diffs[0]?.text).toMatch(/\+db_password = \[redacted\]\n\+code = \[redacted\]/);
      expect(preview.effects).toMatchObject({ risk: plan.body["risk"], reasons: [] });
      expect(preview.effects?.effects[0]).toBe("changes 6 files and 2 folders on web1 and web3");
      expect(gate?.place).toMatch(/^playbooks\/orchard\.yml:\d+$/);

      // The plan is what it was, and waits; the chat knows nothing of a second request.
      const view = await chiffon.viewer.view(request_id);
      expect(view.plan).toMatchObject({ digest: plan.digest, status: "awaiting_approval" });
      const shown = await chiffon.viewer.call<{ requests: { request_id: string }[] }>(
        "GET",
        `/api/conversations/${conversationId}`,
      );
      expect(JSON.stringify(shown)).not.toContain(preview.requestId);
      const stored = JSON.stringify(await chiffon.db.planPreview.findMany());
      const events = JSON.stringify(await chiffon.db.event.findMany(), bigints);
      expect(stored + events).not.toMatch(/seventeen-four/);

      // What really happens is what was said, host by host.
      await chiffon.approver.decide(plan);
      const done = await chiffon.viewer.waitFor(
        request_id,
        ({ phase }) => phase === "done",
        300_000,
      );
      const runId = done.tasks[0]?.runs[0]?.id ?? "";
      const real = resultsOf(await chiffon.services.execution.runEvents(runId));
      for (const { host, ansibleTask, kind } of report?.steps ?? []) {
        const status = real.get(`${host} ${ansibleTask}`) ?? "none";
        if (kind === "changes") expect([host, ansibleTask, status]).toContain("changed");
        if (kind === "unseen") expect(["ok", "changed"]).toContain(status);
        if (kind === "fails") expect(status).toBe("failed");
      }
      const said = new Set(report?.steps.map((step) => `${step.host} ${step.ansibleTask}`));
      const unsaid = [...real].filter(([key, status]) => status === "changed" && !said.has(key));
      // A handler of a step that ran unseen: named with that step.
      expect(unsaid.map(([key]) => key).sort()).toEqual(
        ["web1", "web3"].map((host) => `${host} Open the umbrella`),
      );
    });

    it("raises the risk to what the hosts say would happen, and leaves the plan as it is", async () => {
      const place = path.join(hosts.effects, "web1");
      for (const folder of [".ssh", "old-pond"]) mkdirSync(path.join(place, folder));
      const { plan, request_id } = await planFor(chiffon.operator, "Deploy the pond");
      const before = hashOf(hosts.effects);
      const { effects } = await previewed(plan);
      expect(hashOf(hosts.effects)).toBe(before);
      expect(effects?.risk).toBe("high");
      expect(effects?.reasons).toEqual([
        `could lock you out of web1: changes ${place}/.ssh/authorized_keys`,
        `removes the folder ${place}/old-pond on web1 with all in it`,
      ]);
      expect(effects?.effects).toEqual([
        "changes 1 file and 1 folder on web1",
        "runs 1 step unseen",
      ]);
      const { plan: after } = await chiffon.viewer.view(request_id);
      expect(after).toMatchObject({ digest: plan.digest, body: { risk: plan.body["risk"] } });
    });

    it("is refused by name where check mode would do something for real", async () => {
      const { plan } = await planFor(chiffon.operator, "Deploy the quarry");
      const before = hashOf(hosts.effects);
      const no = await refusal(chiffon.approver.call("POST", at(plan), ask(plan)));
      expect(no).toMatchObject({ status: 422, code: "preview_refused" });
      expect(JSON.stringify(no.reply)).toContain("“Blast the rock” in playbooks/quarry.yml");
      repository.commit({
        "playbooks/quarry.yml": forReal(hosts.effects, '"{{ real | default(false) }}"'),
      });
      await rescan(chiffon.admin, repositoryId);
      const templated = await planFor(chiffon.operator, "Deploy the quarry");
      const again = await refusal(
        chiffon.approver.call("POST", at(templated.plan), ask(templated.plan)),
      );
      expect(again.code).toBe("preview_refused");
      expect(hashOf(hosts.effects)).toBe(before);
      expect(await chiffon.db.planPreview.count({ where: { planId: plan.id } })).toBe(0);
    });

    it("is made unasked where its repository says so, in the name of whoever said so", async () => {
      const set = (previewWhen: string) =>
        chiffon.admin.call("PATCH", `/api/repositories/${repositoryId}`, { previewWhen });
      await set("high_risk");
      const low = await planFor(chiffon.operator, "Deploy the hedge");
      await set("always");
      const before = hashOf(hosts.effects);
      const { plan } = await planFor(chiffon.operator, "Deploy the hedge");
      await until("the preview is made", async () => (await readOrNull(plan))?.state === "made");
      expect(hashOf(hosts.effects)).toBe(before);
      const rule = { kind: "rule", id: `preview:${repositoryId}` };
      const entries = await chiffon.db.auditEntry.findMany({
        where: { planId: plan.id, type: "preview.asked" },
      });
      expect(entries.map(({ actorKind, actorId }) => [actorKind, actorId])).toEqual([
        [rule.kind, rule.id],
      ]);
      expect(entries[0]?.actorName).toMatch(/^Preview plans of Web, by /);
      // Asked for real things, it leaves the plan as it is: it waits, and says why to whoever presses.
      const { plan: quarry } = await planFor(chiffon.operator, "Deploy the quarry");
      await chiffon.services.previews.startByRule(quarry.id);
      await set("asked");
      const after = await planFor(chiffon.operator, "Deploy the hedge");
      for (const { id } of [low.plan, quarry, after.plan])
        expect(await chiffon.db.planPreview.count({ where: { planId: id } })).toBe(0);
    });

    it("belongs to one version, to those who may decide, and to one at a time", async () => {
      const { plan, request_id } = await planFor(chiffon.operator, "Deploy the hedge");
      const forbidden = await refusal(chiffon.operator.call("POST", at(plan), ask(plan)));
      expect(forbidden.status).toBe(403);
      const changed = { ...ask(plan), plan_digest: "0".repeat(64) };
      const other = await refusal(chiffon.approver.call("POST", at(plan), changed));
      expect(other.code).toBe("plan_changed");
      const twice = await Promise.all(
        [1, 2, 3].map(() => chiffon.approver.call("POST", at(plan), ask(plan))),
      );
      expect(twice).toHaveLength(3);
      expect(await chiffon.db.planPreview.count({ where: { planId: plan.id } })).toBe(1);
      // Approved meanwhile: the plan runs all the same, after the look.
      await chiffon.approver.decide(plan);
      await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 300_000);

      // It is no work that could be planned again, by whatever door.
      const { requestId } = await read(plan);
      const own = await chiffon.viewer.view(requestId);
      expect(own).toMatchObject({ purpose: "preview", end: null });
      const again = `/api/v1/requests/${requestId}/replan`;
      const noWork = await refusal(chiffon.operator.call("POST", again, {}));
      expect(noWork.code).toBe("invalid_state");
      const decided = await refusal(chiffon.approver.call("POST", at(plan), ask(plan)));
      expect(decided.code).toBe("already_decided");

      // Whoever should have written it down was lost.
      const written = async () => {
        const [row] = await chiffon.db.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int FROM plan_preview WHERE request_id = ${requestId}::uuid AND report IS NOT NULL`;
        return row?.count === 1;
      };
      await until("it is written down", written);
      await chiffon.db
        .$executeRaw`UPDATE plan_preview SET report = NULL WHERE request_id = ${requestId}::uuid`;
      await chiffon.db
        .$executeRaw`UPDATE request SET updated_at = now() - interval '1 minute' WHERE id = ${requestId}::uuid`;
      await chiffon.services.previews.sweep();
      await until("it is written down all the same", written);
    });
  },
);

const bigints = (_key: string, value: unknown) =>
  typeof value === "bigint" ? String(value) : value;

/** What became of each ansibleTask on each host. */
function resultsOf(events: readonly RunEvent[]): Map<string, string> {
  const results = events.flatMap((event) => (event.type === "host.result" ? [event] : []));
  return new Map(results.map((one) => [`${one.host} ${one.ansibleTask}`, one.status]));
}

/** Names, contents, modes and times of everything below a directory. */
function hashOf(directory: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    const file = path.join(directory, name);
    const { mode, mtimeMs } = statSync(file);
    hash.update(`${name} ${mode} ${mtimeMs}\n`);
    if (statSync(file).isFile()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
