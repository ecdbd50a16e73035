import { mkdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import { findDaemonsBelow } from "#tests/support/daemons.ts";
import {
  planFor,
  tracesOfRuns,
  until,
  useInstallation,
  waitForPlan,
} from "#tests/support/installation.ts";
import { ask, questionIn } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import {
  addRepository,
  executable,
  type ListedRepository,
  link,
  localInventory,
  PlaybookRepository,
  rescan,
  type TreeFiles,
} from "./playbook-repository.ts";

const chiffon = useInstallation({ config: { taskTimeoutSeconds: 8 } });
const place = (name: string) => path.join(chiffon.paths.secrets, "../repositories-of-tests", name);

/** Adds a repository of the given files. */
async function given(name: string, files: TreeFiles) {
  const repository = new PlaybookRepository(place(name), files);
  return { repository, listed: await addRepository(chiffon.admin, name, repository) };
}

const warnedAbout = ({ warnings }: ListedRepository, file: string) =>
  warnings.filter(({ path: named }) => named === file).map(({ message }) => message);

/** A playbook of a service, against this machine. */
const deploy = (service: string, body = "  tasks:\n    - ansible.builtin.debug:\n") =>
  playbook({ service, body });

describe("a repository with odd content is read, and says what was left out", () => {
  it("keeps the good playbooks beside broken YAML, vault files, loops and a submodule", async () => {
    const inner = new PlaybookRepository(place("inner"), { "readme.md": "inner\n" });
    const repository = new PlaybookRepository(place("odd"), {
      "inventory/hosts.yml": localInventory,
      "inventory/group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162630a\n",
      "playbooks/good.yml": deploy("goodness"),
      "playbooks/broken.yml": "- hosts: all\n  tasks:\n   - : {[\n  - x\n",
      "playbooks/tabs.yml": "- hosts: all\n\ttasks: []\n",
      "playbooks/tagged.yml": `${deploy("tagged")}  vars:\n    secret: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6162\n    odd: !custom 1\n`,
      "playbooks/binary.yml": "\u0000\u0001\u0002",
      "loop/a": link("b"),
      "loop/b": link("a"),
      "loop/self": link("."),
      outside: link("/etc/passwd"),
      "up/up": link("../../../../etc"),
    });
    repository.git("submodule", "add", "-q", inner.directory, "vendored");
    repository.commit();
    const listed = await addRepository(chiffon.admin, "odd", repository);
    expect(listed.error).toBeNull();
    expect(warnedAbout(listed, "vendored").join()).toContain("submodule");
    expect(warnedAbout(listed, "outside").join()).toContain("out of the repository");
    expect(warnedAbout(listed, "playbooks/broken.yml")).not.toEqual([]);
    for (const service of ["goodness", "tagged"]) {
      const { plan } = await planFor(chiffon.operator, `Deploy the ${service}`);
      await chiffon.approver.decide(plan, "reject");
    }
  });

  it("reads 10,000 files, and again after a commit", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [`data/${at % 100}/${at}.txt`, `${at}\n`]),
    );
    const { repository, listed } = await given("many", {
      ...many,
      "inventory/hosts.yml": localInventory,
      "playbooks/haystack.yml": deploy("haystack"),
    });
    expect(listed).toMatchObject({ error: null, entryCount: 1 });
    repository.commit({ "playbooks/needle.yml": deploy("needle") });
    expect((await rescan(chiffon.admin, listed.id)).entryCount).toBe(2);
  });

  it("shows the commit that a person asks about, also while an older one is being read", async () => {
    const { repository, listed } = await given("moving", {
      "inventory/hosts.yml": localInventory,
      "playbooks/moving.yml": deploy("moving"),
    });
    const older = rescan(chiffon.admin, listed.id);
    const head = repository.commit({ "notes.md": "new\n" });
    expect((await rescan(chiffon.admin, listed.id)).commit).toBe(head);
    await older;
  });
});

describe("an inventory that cannot be used stops the plan, says why and asks whose hosts are meant", () => {
  it.each<[string, TreeFiles, string]>([
    ["bare", {}, "no inventory"],
    ["hostless", { "inventory/hosts.yml": "all:\n  hosts: {}\n" }, "no host"],
    [
      "scripted",
      { "inventory/hosts.yml": executable("#!/bin/sh\ntouch /tmp/chiffon-was-here\n") },
      "executable",
    ],
    ["plugged", { "inventory/hosts.yml": "plugin: amazon.aws.aws_ec2\n" }, "plugin"],
  ])("%s", async (name, files, why) => {
    await given(name, { ...files, "playbooks/it.yml": deploy(`only-${name}`) });
    const { words, requestId } = await ask(chiffon.operator, `Deploy only-${name}`);
    expect(words.toLowerCase()).toContain(why);
    expect((await chiffon.viewer.view(requestId)).plan).toBeNull();
  });
});

describe("a playbook that cannot end well", () => {
  beforeAll(async () => {
    await given("trouble", {
      "inventory/hosts.yml": localInventory,
      "playbooks/prompt.yml": playbook({
        service: "prompter",
        extra: "  vars_prompt:\n    - name: secret_word\n      prompt: Say it\n",
        body: "  tasks: []\n",
      }),
      "playbooks/nobody.yml": deploy("nobody").replace("hosts: lab", "hosts: attic"),
      "playbooks/empty.yml": deploy("emptiness").replace("hosts: lab", "hosts: lab:!localhost"),
      "playbooks/hang.yml": deploy(
        "hanger",
        "  tasks:\n    - name: Hang\n      ansible.builtin.shell: trap '' TERM; sleep 600 & sleep 600\n",
      ),
      "playbooks/missing.yml": deploy(
        "misser",
        "  tasks:\n    - name: Say it\n      ansible.builtin.debug:\n        msg: '{{ never_defined_anywhere }}'\n",
      ),
      "playbooks/needs.yml": deploy("needy", "  roles:\n    - role: needy\n"),
      "roles/needy/meta/argument_specs.yml": `argument_specs:
  main:
    options:
      needy_domain:
        type: str
        required: true
        description: Where it lives
`,
      "roles/needy/tasks/main.yml":
        "---\n- ansible.builtin.debug:\n    msg: '{{ needy_domain }}'\n",
    });
  });

  it.each([
    ["nobody", "attic"],
    ["emptiness", "no host"],
  ])("is not offered when Chiffon can tell: %s", async (service, named) => {
    const { words, requestId } = await ask(chiffon.operator, `Deploy the ${service}`);
    expect(words).toContain(named);
    expect((await chiffon.viewer.view(requestId)).plan).toBeNull();
  });

  it("that asks for a secret while it runs asks for it on the card, before", async () => {
    const { plan } = await planFor(chiffon.operator, "Deploy the prompter");
    expect(plan.body["secret_needs"]).toMatchObject([
      { kind: "variable_value", name: "secret_word" },
    ]);
  });

  it("fails at its time limit and leaves no process, though its children ignore SIGTERM", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the hanger");
    await chiffon.approver.decide(plan);
    const end = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "failed", 90_000);
    expect(end.tasks.flatMap(({ runs }) => runs.map(({ status }) => status))).toContain(
      "timed_out",
    );
    await until(
      "no process is left",
      () => findDaemonsBelow(chiffon.paths.runs).length === 0,
      2_000,
    );
  });

  it("fails with the variable's name when one is missing, and does not try again", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the misser");
    await chiffon.approver.decide(plan);
    const end = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "failed", 60_000);
    expect(JSON.stringify(end)).toContain("Say it");
    expect(end.tasks.map(({ runs }) => runs.length)).toEqual([1]);
    const [run] = end.tasks.flatMap(({ runs }) => runs);
    const log = await chiffon.viewer.call("GET", `/api/v1/runs/${run?.id}/log`);
    expect(JSON.stringify(log)).toContain("never_defined_anywhere");
  });

  it("asks for a value that a role requires, and takes a typed answer as text", async () => {
    const asked = await ask(chiffon.operator, "Deploy the needy");
    const question = questionIn(asked.parts);
    expect(question.question).toContain("needy_domain");
    const { conversationId } = asked;
    await chiffon.operator.say("kitchen.example.org", conversationId);
    const { plan } = await waitForPlan(chiffon.viewer, asked.requestId);
    const row = await chiffon.db.plan.findUniqueOrThrow({ where: { id: plan.id } });
    const [task] = planBodySchema.parse(row.body).tasks;
    expect(task?.variables).toContainEqual(
      expect.objectContaining({ name: "needy_domain", value: "kitchen.example.org" }),
    );
    await chiffon.approver.decide(plan, "reject");
  });

  it("never sends a template as a value", async () => {
    const before = await tracesOfRuns(chiffon, place("none"));
    const asked = await ask(chiffon.operator, "Deploy the needy");
    const template = "{{ lookup('pipe', 'touch /tmp/chiffon-was-here') }}";
    await chiffon.operator.say(template, asked.conversationId);
    const end = await chiffon.viewer.waitFor(asked.requestId, ({ phase }) => phase === "blocked");
    expect(end.plan).toBeNull();
    expect(await tracesOfRuns(chiffon, place("none"))).toEqual(before);
  });
});

describe("hostile names", () => {
  it("in files and hosts are left out or shown as they are, and reach no command", async () => {
    const mark = place("was-here");
    const { listed } = await given("hostile", {
      "inventory/hosts.yml": `all:
  hosts:
    good:
      ansible_connection: local
    "-oProxyCommand=touch ${mark}":
    "$(touch ${mark})":
    "a;touch ${mark}":
    "{{ lookup('pipe', 'touch ${mark}') }}":
`,
      [`playbooks/$(touch was-here).yml`]: deploy("shellname").replace("hosts: lab", "hosts: good"),
      "playbooks/--help.yml": deploy("optionname").replace("hosts: lab", "hosts: good"),
      "playbooks/a b'c\".yml": deploy("quotename").replace("hosts: lab", "hosts: good"),
      "playbooks/<script>alert(1)<": "not even yaml",
    });
    expect(listed.error).toBeNull();
    const { hosts } = await chiffon.viewer.call<{
      hosts: { name: string; repositoryId: string }[];
    }>("GET", "/api/hosts");
    const names = hosts.filter(({ repositoryId }) => repositoryId === listed.id);
    expect(names.map(({ name }) => name)).toEqual(["good"]);
    for (const service of ["shellname", "optionname", "quotename"]) {
      const { plan, request_id } = await planFor(chiffon.operator, `Deploy the ${service}`);
      await chiffon.approver.decide(plan);
      const end = await chiffon.viewer.waitFor(
        request_id,
        ({ phase }) => ["done", "failed"].includes(phase),
        600_000,
      );
      expect(`${service}: ${end.phase}`).toBe(`${service}: done`);
    }
    expect(() => mkdirSync(mark)).not.toThrow();
  });
});

describe("adding and removing", () => {
  it("refuses a place that is no git repository, with what to do", async () => {
    const plain = place("plain");
    mkdirSync(plain, { recursive: true });
    for (const location of [plain, place("nowhere"), "/etc/passwd", "--upload-pack=x"]) {
      const call = chiffon.admin.call("POST", "/api/repositories", {
        name: location.slice(-9),
        location,
      });
      expect(await refusal(call)).toMatchObject({ status: 422, code: "repository_unreadable" });
    }
    const { repositories } = await chiffon.admin.call<{ repositories: { location: string }[] }>(
      "GET",
      "/api/repositories",
    );
    expect(repositories.map(({ location }) => location)).not.toContain(plain);
  });

  it("does not remove a repository while plans need it, and names them", async () => {
    const { listed } = await given("needed", {
      "inventory/hosts.yml": localInventory,
      "playbooks/anchor.yml": deploy(
        "anchor",
        "  tasks:\n    - ansible.builtin.command: sleep 600\n",
      ),
    });
    const remove = () => chiffon.admin.call("DELETE", `/api/repositories/${listed.id}`);
    const inUse = {
      status: 409,
      code: "repository_in_use",
      reply: { errorMessage: expect.stringContaining("Deploy the anchor") },
    };
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the anchor");
    expect(await refusal(remove())).toMatchObject(inUse);
    await chiffon.approver.decide(plan);
    await chiffon.viewer.waitFor(request_id, ({ card }) => card === "running");
    expect(await refusal(remove())).toMatchObject(inUse);
    await chiffon.operator.call("POST", `/api/v1/requests/${request_id}/cancel`, {});
    await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "cancelled", 60_000);
    await remove();
    expect((await ask(chiffon.operator, "Deploy the anchor")).words).not.toContain('"plan"');
  });
});
