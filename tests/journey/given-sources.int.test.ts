import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DependenciesView } from "#server/contracts/dependency.ts";
import { GitServer } from "#tests/support/git-server.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { refusal } from "./lab.ts";
import { playbook } from "./lab-repository.ts";
import {
  addRepository,
  localInventory,
  PlaybookRepository,
  rescan,
} from "./playbook-repository.ts";

const git = await new GitServer().start();
const chiffon = useInstallation();
const effect = () => path.join(chiffon.paths.apps, "effects/lantern");
const lantern = (text: string) => ({
  "meta/main.yml": "galaxy_info: {author: kim, description: A lantern}\ndependencies: []\n",
  "tasks/main.yml": `- name: Make room
  ansible.builtin.file:
    path: ${path.dirname(effect())}
    state: directory
    mode: "0755"
- name: Light the lantern
  ansible.builtin.copy:
    content: ${text}
    dest: ${effect()}
    mode: "0644"
`,
});
const source = () => git.urlOf("role-with-another-name");
const said = () => ({
  kind: "role",
  name: "lantern",
  type: "git",
  source: source(),
  version: "v1",
});

let repository: PlaybookRepository;
let repositoryId = "";

beforeAll(async () => {
  git.commit("role-with-another-name", lantern("first"), "v1");
  git.commit("role-with-another-name", lantern("second"), "v2");
  repository = new PlaybookRepository(path.join(chiffon.paths.apps, "../unsaid"), {
    "hosts.yml": localInventory,
    "lantern.yml": playbook({ service: "lantern", body: "  roles: [lantern]\n" }),
  });
  repositoryId = (await addRepository(chiffon.admin, "Unsaid", repository)).id;
});
afterAll(() => git.close());

const at = () => `/api/repositories/${repositoryId}/dependencies`;
const view = () => chiffon.viewer.call<DependenciesView>("GET", at());
const give = (body: object) =>
  chiffon.admin.call<DependenciesView>("POST", `${at()}/sources`, body);
const withdraw = (name: string) =>
  chiffon.admin.call<DependenciesView>("DELETE", `${at()}/sources?kind=role&name=${name}`);
const missing = async () => {
  const { doctors } = await chiffon.viewer.call<{
    doctors: { repositoryId: string; missing: { canGet: boolean; needs: { name: string }[] }[] }[];
  }>("GET", "/api/doctor");
  const rows = doctors.find((doctor) => doctor.repositoryId === repositoryId)?.missing ?? [];
  return rows.map(({ canGet, needs }) => [canGet, needs.map(({ name }) => name)]);
};
const told = async (type: string) => {
  const where = { type };
  const rows = await chiffon.db.auditEntry.findMany({ where, orderBy: { ordinal: "asc" } });
  return rows.map(({ actorName, facts }) => [actorName, facts]);
};

async function install(): Promise<DependenciesView> {
  await chiffon.admin.call("POST", at(), { kind: "install" });
  await until("it is installed", async () => (await view()).install?.finishedAt != null, 120_000);
  await rescan(chiffon.admin, repositoryId);
  return view();
}

/** Has the playbook run, and reads what the role wrote. */
async function light(): Promise<string> {
  const { plan, request_id: requestId } = await planFor(chiffon.operator, "Deploy the lantern");
  await chiffon.approver.decide(plan);
  const isOver = ({ phase }: { phase: string }) => ["done", "failed"].includes(phase);
  expect((await chiffon.viewer.waitFor(requestId, isOver, 170_000)).phase).toBe("done");
  return readFileSync(effect(), "utf8");
}

describe("a role that a repository does not say the source of (INFRA-07)", () => {
  it("is missing, for a request as well, and nothing can be installed", async () => {
    expect(await missing()).toEqual([[false, ["lantern"]]]);
    expect(await view()).toMatchObject({ requirements: [], given: [] });
    const { parts } = await ask(chiffon.operator, "Deploy the lantern");
    expect(parts).toContainEqual(
      expect.objectContaining({ kind: "lack", needs: [{ kind: "role", name: "lantern" }] }),
    );
  });

  it("is said the source of by an admin only, and by nothing that can't be fetched", async () => {
    for (const client of [chiffon.viewer, chiffon.operator, chiffon.approver]) {
      const post = client.call("POST", `${at()}/sources`, said());
      expect((await refusal(post)).status).toBe(403);
      const remove = client.call("DELETE", `${at()}/sources?kind=role&name=lantern`);
      expect((await refusal(remove)).status).toBe(403);
    }
    const wrong: readonly (readonly [object, string])[] = [
      [{ source: "/srv/lantern" }, "Use an https, ssh or git address"],
      [{ source: "https://kim:s3cret@example.org/lantern.git" }, "Leave it out"],
      [{ type: "galaxy", source: "lantern" }, "namespace.name"],
      [{ type: "url", source: "lantern.tar.gz", version: null }, "begins with https"],
      [{ version: "--all" }, "one word"],
      [{ name: "latern" }, "Nothing in Unsaid asks for the role latern"],
      [{ kind: "collection", name: "lantern" }, "none that Galaxy knows|Nothing in Unsaid asks"],
    ];
    for (const [change, words] of wrong) {
      const { status, reply } = await refusal(give({ ...said(), ...change }));
      const message = String(reply["errorMessage"]);
      expect([status, message]).toEqual([400, expect.stringMatching(words)]);
      expect(message).not.toContain("s3cret");
    }
    expect((await refusal(withdraw("lantern"))).status).toBe(404);
    expect(await told("source.given")).toEqual([]);
  });

  it("can be installed at once, under the name that the play uses, and is run", async () => {
    const after = await give({ ...said(), source: `git+${source()}` });
    expect(after.requirements).toMatchObject([
      { name: "lantern", origin: "person", source: source(), state: "missing", saidBy: "Ada" },
    ]);
    expect(await missing()).toEqual([[true, ["lantern"]]]);
    await give(said());
    const facts = { repositoryId, name: "Unsaid", requirement: "role lantern", from: "git" };
    expect(await told("source.given")).toEqual([["Ada", facts]]);
    const { lock, install: installed } = await install();
    expect(installed).toMatchObject({ status: "in_use", problems: [] });
    expect(lock?.items).toMatchObject([
      { name: "lantern", version: "v1", source: `git ${source()}` },
    ]);
    expect(await missing()).toEqual([]);
    expect(await light()).toBe("first");
  });

  it("is another when something else is said, from the next install on", async () => {
    const before = (await view()).lock?.hash;
    await give({ ...said(), version: "v2" });
    expect((await view()).requirements).toMatchObject([{ state: "outdated", present: "v1" }]);
    const { lock } = await install();
    expect(lock?.hash).not.toBe(before);
    expect(await light()).toBe("second");
  });

  it("is the file's again once the repository says it, and what was said is removed", async () => {
    repository.commit({
      "requirements.yml": `roles:\n  - name: lantern\n    src: ${source()}\n    scm: git\n    version: v2\n`,
    });
    await rescan(chiffon.admin, repositoryId);
    expect(await view()).toMatchObject({
      requirements: [{ origin: "file", state: "installed", saidBy: null }],
      given: [{ name: "lantern", by: "Ada", isUsed: false }],
    });
    expect(await refusal(give({ ...said(), version: "v1" }))).toMatchObject({
      status: 400,
      reply: {
        errorMessage: "requirements.yml:2 says where the role lantern is. Change it there.",
      },
    });
    expect((await withdraw("lantern")).given).toEqual([]);
    expect(await told("source.withdrawn")).toEqual([
      ["Ada", { repositoryId, name: "Unsaid", requirement: "role lantern" }],
    ]);
  });
});
