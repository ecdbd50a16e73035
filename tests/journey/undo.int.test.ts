import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import type { WireView } from "#tests/support/chiffon-client.ts";
import {
  type PlannedView,
  planFor,
  until,
  useInstallation,
  waitForPlan,
} from "#tests/support/installation.ts";
import { missingForSsh, type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

/** A playbook about one service below each host's own directory. */
const play = (
  effects: string,
  service: string,
  name: string,
  tasks: string,
) => `# chiffon:service=${service}
---
- name: ${name}
  hosts: [web1, web3]
  gather_facts: false
  vars:
    place: "${effects}/{{ inventory_hostname }}/${service}-{{ ${service}_port }}"
    ${service}_port: 80
  tasks:
${tasks}`;

const setUp = `    - name: Make room
      ansible.builtin.file:
        path: "{{ place }}"
        state: directory
        mode: "0755"
    - name: Write it down
      ansible.builtin.copy:
        dest: "{{ place }}/notes.txt"
        content: "here\\n"
        mode: "0644"
`;
const breakDown = `    - name: Break
      ansible.builtin.command: "false"
`;
const clear = `    - name: Clear it away
      ansible.builtin.file:
        path: "{{ place }}"
        state: absent
`;

/** Files that are there and files that are not, changed as owners do it, and a command. */
const meadow = (effects: string) => `# chiffon:service=meadow
---
- name: Deploy the meadow
  hosts: [web1, web3]
  gather_facts: false
  vars:
    place: "${effects}/{{ inventory_hostname }}"
  tasks:
    - name: Fence it
      ansible.builtin.copy:
        dest: "{{ place }}/fence.conf"
        content: "height = 2\\n"
        mode: "0600"
    - name: Note the gate
      ansible.builtin.lineinfile:
        path: "{{ place }}/gates.txt"
        line: north
    - name: Make a bed
      ansible.builtin.file:
        path: "{{ place }}/bed"
        state: directory
        mode: "0750"
    - name: Sow
      ansible.builtin.copy:
        dest: "{{ place }}/seed.txt"
        content: clover
        mode: "0644"
    - name: Count the sheep
      ansible.builtin.command: "true"
`;

interface Undoable extends WireView {
  readonly recovery: { readonly undo: string[] };
}
interface PlannedTask {
  readonly task_key: string;
  readonly work_type: string;
  readonly depends_on: string[];
  readonly name: string;
  readonly hosts: string[];
  readonly undo?: { readonly name: string; readonly entry_path: string } | null;
  readonly variables: { readonly name: string; readonly value: unknown }[];
}
const tasksOf = ({ plan }: PlannedView) => plan.body["tasks"] as PlannedTask[]; // as the API writes it

describe.skipIf(missingForSsh !== null)(
  `undo over real ssh (INFRA-03, ORCH-05)${missingForSsh === null ? "" : ` (skipped: ${missingForSsh})`}`,
  () => {
    const chiffon = useInstallation();
    let hosts: SshHosts;

    beforeAll(async () => {
      hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
      const { effects } = hosts;
      const repository = new PlaybookRepository(hosts.repository, {
        "playbooks/orchard.yml": play(effects, "orchard", "Deploy the orchard", setUp),
        "playbooks/no-orchard.yml": play(effects, "orchard", "Remove the orchard", clear),
        "playbooks/pond.yml": play(effects, "pond", "Deploy the pond", setUp + breakDown),
        "playbooks/no-pond.yml": play(effects, "pond", "Remove the pond", clear),
        "playbooks/hedge.yml": play(effects, "hedge", "Deploy the hedge", setUp),
        "playbooks/meadow.yml": meadow(effects),
        // Takes nothing back where it was done: it runs on another host.
        "playbooks/no-hedge.yml": play(effects, "hedge", "Remove the hedge", clear).replace(
          "[web1, web3]",
          "web2",
        ),
      });
      const repositoryId = (await addRepository(chiffon.admin, "Web", repository)).id;
      for (const host of hosts.names) {
        mkdirSync(path.join(effects, host), { recursive: true });
        writeFileSync(path.join(effects, host, "marker"), "");
        await chiffon.admin.call("POST", "/api/hosts/test", { repositoryId, host });
      }
    });
    afterAll(async () => {
      await hosts.stop();
      for (const { body } of await chiffon.db.plan.findMany())
        for (const { keptFiles } of planBodySchema.parse(body).tasks)
          if (keptFiles)
            rmSync(path.join("/var/lib/chiffon-undo", keptFiles.store), {
              recursive: true,
              force: true,
            });
    });

    async function run(view: PlannedView, phase: string): Promise<Undoable> {
      await chiffon.approver.decide(view.plan);
      const seen = await chiffon.viewer.waitFor(
        view.request_id,
        (one) => one.phase === phase,
        120_000,
      );
      return seen as Undoable; // the same reply, with what these tests look at
    }
    const press = (requestId: string) =>
      chiffon.operator.call<WireView>("POST", `/api/v1/requests/${requestId}/replan`, {
        kind: "undo",
      });

    /** A plan for the meadow on one host that keeps its files, after a preview. */
    async function keptMeadow(host: string) {
      const place = path.join(hosts.effects, host);
      writeFileSync(path.join(place, "fence.conf"), "height = 1\n");
      chmodSync(path.join(place, "fence.conf"), 0o640);
      writeFileSync(path.join(place, "gates.txt"), "south\n");
      const { plan, request_id } = await planFor(chiffon.operator, `Deploy the meadow on ${host}`);
      const shown = { plan_version: plan.version, plan_digest: plan.digest };
      const at = `/api/v1/plan/${plan.id}/preview`;
      const early = await refusal(chiffon.approver.call("POST", `${at}/keep-files`, shown));
      expect(early.code).toBe("invalid_state");
      await chiffon.approver.call("POST", at, shown);
      await until("the preview is made", async () => {
        const { preview } = await chiffon.viewer.call<{
          preview: { state: string; keepable_files: number };
        }>("GET", at);
        return preview.state === "made" && preview.keepable_files === 4;
      });
      await chiffon.approver.call("POST", `${at}/keep-files`, shown);
      const kept = await waitForPlan(chiffon.viewer, request_id);
      return { first: plan, kept, place };
    }

    it("keeps the files that a preview named, under an approval of its own, and puts them back as they were", async () => {
      const { first, kept, place } = await keptMeadow("web1");
      const before = hashOf(hosts.effects);
      expect(kept.plan.version).toBe(2);
      expect(kept.plan.digest).not.toBe(first.digest);
      const [keep, sow] = tasksOf(kept);
      const paths = ["bed", "fence.conf", "gates.txt", "seed.txt"].map((name) =>
        path.join(place, name),
      );
      expect(keep).toMatchObject({
        ...{ name: "Keep 4 files on web1 as they are", work_type: "files.keep" },
        kept_files: { places: [{ host: "web1", paths }] },
        note: "Putting them back does not undo “Count the sheep”.",
      });
      expect(sow?.depends_on).toEqual([keep?.task_key]);
      const done = await run(kept, "done");
      expect(hashOf(hosts.effects)).not.toBe(before);
      expect(readFileSync(path.join(place, "gates.txt"), "utf8")).toBe("south\nnorth\n");
      expect(done.recovery.undo).toEqual(["Put 4 files on web1 back"]);

      const { request_id } = await press(kept.request_id);
      const undo = await waitForPlan(chiffon.operator, request_id);
      expect(tasksOf(undo)).toMatchObject([{ work_type: "files.restore", hosts: ["web1"] }]);
      expect(undo.plan.body["outOfScope"] ?? undo.plan.body["out_of_scope"]).toEqual([
        "Deploy the meadow: no playbook takes it back, only files that were kept are put back",
      ]);
      await run(undo, "done");
      expect(hashOf(hosts.effects)).toBe(before);
    });

    it("puts nothing back where somebody has changed a file since, and names it", async () => {
      const { kept, place } = await keptMeadow("web3");
      await run(kept, "done");
      // Times of files are coarse, and so is what counts as since.
      await delay(8_000);
      writeFileSync(path.join(place, "gates.txt"), "by hand\n");
      const left = hashOf(hosts.effects);
      const { request_id } = await press(kept.request_id);
      const failed = await run(await waitForPlan(chiffon.operator, request_id), "failed");
      expect(JSON.stringify(failed)).toContain(
        `changed since that run, so nothing was put back: ${path.join(place, "gates.txt")}`,
      );
      expect(hashOf(hosts.effects)).toBe(left);
    });

    it("names before approval what takes a plan back, and does it after one of its own", async () => {
      const before = hashOf(hosts.effects);
      const asked = await planFor(chiffon.operator, "Deploy the orchard on web1 with port 3002");
      const [planned] = tasksOf(asked);
      expect(planned?.undo).toMatchObject({
        ...{ name: "Remove the orchard", entry_path: "playbooks/no-orchard.yml" },
      });
      expect(await refusal(press(asked.request_id))).toMatchObject({ code: "invalid_state" });
      const done = await run(asked, "done");
      expect(existsSync(path.join(hosts.effects, "web1/orchard-3002/notes.txt"))).toBe(true);
      expect(done.recovery.undo).toEqual(["Remove the orchard"]);

      const { request_id } = await press(asked.request_id);
      const undo = await waitForPlan(chiffon.operator, request_id);
      // Pressed twice, planned once.
      expect((await press(asked.request_id)).request_id).toBe(request_id);
      expect(undo).toMatchObject({ follows: { request_id: asked.request_id, kind: "undo" } });
      const [step] = tasksOf(undo);
      expect(step).toMatchObject({ name: "Remove the orchard", hosts: ["web1"] });
      expect(step?.variables).toContainEqual(
        expect.objectContaining({ name: "orchard_port", value: 3002 }),
      );
      // It waits like any plan.
      expect(existsSync(path.join(hosts.effects, "web1/orchard-3002/notes.txt"))).toBe(true);
      await run(undo, "done");
      expect(hashOf(hosts.effects)).toBe(before);
      const entries = await chiffon.db.auditEntry.findMany({
        where: { type: "request.planned_again", requestId: request_id },
      });
      expect(entries.map(({ facts }) => facts)).toMatchObject([
        { follows: asked.request_id, kind: "undo" },
      ]);
    });

    it("takes back what a failed run had changed, when asked in the chat", async () => {
      const before = hashOf(hosts.effects);
      const said = await chiffon.operator.say("Deploy the pond on web3");
      const asked = await waitForPlan(chiffon.operator, said.requestId);
      const failed = await run(asked, "failed");
      expect(hashOf(hosts.effects)).not.toBe(before);
      expect(failed.recovery.undo).toEqual(["Remove the pond"]);
      const again = await chiffon.operator.say("undo that", said.conversationId);
      const undo = await waitForPlan(chiffon.operator, again.requestId);
      expect(undo).toMatchObject({ follows: { request_id: asked.request_id, kind: "undo" } });
      expect(tasksOf(undo)).toMatchObject([{ name: "Remove the pond", hosts: ["web3"] }]);
      await run(undo, "done");
      expect(hashOf(hosts.effects)).toBe(before);
    });

    it("promises nothing where what removes it does not run on its hosts, and says so", async () => {
      const said = await chiffon.operator.say("Deploy the hedge on web1");
      const asked = await waitForPlan(chiffon.operator, said.requestId);
      expect(tasksOf(asked)[0]?.undo).toBeNull();
      const done = await run(asked, "done");
      expect(done.recovery.undo).toEqual([]);
      const no = await refusal(press(asked.request_id));
      expect(no).toMatchObject({ code: "invalid_state" });
      expect(JSON.stringify(no.reply)).toContain("No playbook takes");
      const again = await chiffon.operator.say("roll it back", said.conversationId);
      await until("it is answered", async () => {
        const { phase } = await chiffon.viewer.view(again.requestId);
        return phase === "done";
      });
      expect((await chiffon.viewer.view(again.requestId)).plan).toBeNull();
    });
  },
);

/** Names, contents and modes of everything below a directory. */
function hashOf(directory: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    const file = path.join(directory, name);
    const { mode, uid, gid } = statSync(file);
    hash.update(`${name} ${mode} ${uid} ${gid}\n`);
    if (statSync(file).isFile()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
