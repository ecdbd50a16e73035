import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Review } from "#server/contracts/review.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { type SshHosts, startSshHosts } from "#tests/support/ssh-hosts.ts";
import { refusal } from "./lab.ts";
import {
  addRepository,
  executable,
  link,
  localInventory,
  PlaybookRepository,
  rescan,
} from "./playbook-repository.ts";

const chiffon = useInstallation();
const file = "playbooks/hello.yml";
const hello = `---
# chiffon:service=hello
- name: Say hello
  hosts: lab
  gather_facts: false
  tasks:
    - name: greet
      debug:
        msg: hello
`;

const place = (name: string) => path.join(chiffon.paths.apps, "..", name);

/** A repository on this machine with the playbook, read by Chiffon. */
async function addLocal(name: string) {
  const files = { "inventory/hosts.yml": localInventory, [file]: hello };
  const repository = new PlaybookRepository(place(name), files);
  const { id } = await addRepository(chiffon.admin, name, repository);
  return { repository, id };
}

async function ask(repositoryId: string, asked = file, again = false): Promise<Review> {
  const at = `/api/repositories/${repositoryId}/reviews`;
  const { id } = await chiffon.admin.call<Review>("POST", at, { path: asked, again });
  return settledReview(id);
}

/** A review once nothing of it is under way. */
async function settledReview(id: string): Promise<Review> {
  const read = () => chiffon.admin.call<Review>("GET", `/api/reviews/${id}`);
  await until("it is over", async () => {
    const { status, change } = await read();
    return (status === "done" || status === "failed") && (change?.pending ?? null) === null;
  });
  return read();
}

async function press(review: Review, step: "branch" | "apply" | "revert", body = {}) {
  const of = step === "branch" ? `reviews/${review.id}` : `changes/${review.change?.id}`;
  await chiffon.admin.call("POST", `/api/${of}/${step}`, body);
  return settledReview(review.id);
}

describe("a repository on this machine", () => {
  it("is looked at, mended on a branch, mended itself, and mended back (INFRA-04)", async () => {
    const { repository, id } = await addLocal("hello");
    const review = await ask(id);
    expect(review).toMatchObject({ status: "done", change: null, path: file, askedBy: "Ada" });
    const rules = review.report?.suggestions.map(({ rule }) => rule) ?? [];
    expect(rules).toEqual(expect.arrayContaining(["fqcn[action-core]", "name[casing]"]));
    expect((await ask(id)).id).toBe(review.id);

    const onBranch = await press(review, "branch");
    const branch = onBranch.change?.branch ?? "";
    expect(onBranch).toMatchObject({ change: { stage: "on_branch", problem: null } });
    expect(branch).toMatch(/^chiffon\/suggest-hello-[0-9a-f]{8}$/);
    const mended = repository.git("show", `${branch}:${file}`);
    expect(mended).toContain("ansible.builtin.debug:");
    expect(readFileSync(path.join(repository.directory, file), "utf8")).toBe(hello);
    expect(repository.git("log", "-1", "--format=%an %s", branch).trim()).toBe(
      `Chiffon Suggestions for ${file}`,
    );

    const applied = await press(onBranch, "apply");
    expect(applied).toMatchObject({ change: { stage: "applied", problem: null } });
    expect(repository.git("rev-parse", "main").trim()).toBe(applied.change?.appliedCommit);
    expect(readFileSync(path.join(repository.directory, file), "utf8")).toBe(mended);
    expect(repository.git("status", "--porcelain")).toBe("");
    expect((await rescan(chiffon.admin, id)).commit).toBe(applied.change?.appliedCommit);

    const reverted = await press(applied, "revert");
    expect(reverted).toMatchObject({ change: { stage: "reverted", problem: null } });
    expect(readFileSync(path.join(repository.directory, file), "utf8")).toBe(hello);
    expect(repository.git("status", "--porcelain")).toBe("");
    const facts = await chiffon.db.auditEntry.findMany({
      where: { type: { in: ["review.asked", "change.made"] } },
      orderBy: { ordinal: "asc" },
    });
    const steps = facts.map((entry) => (entry.facts as { step?: string }).step ?? "asked");
    expect(steps).toEqual(["asked", "put", "apply", "revert"]);
  });

  it("gets one fix alone where that is asked for, also of a file that a link names", async () => {
    const { repository, id } = await addLocal("one-fix");
    repository.commit({ "linked.yml": link(file) });
    await rescan(chiffon.admin, id);
    const review = await ask(id, "linked.yml");
    const at = review.report?.suggestions.findIndex(({ rule }) => rule === "name[casing]");
    const one = await press(review, "branch", { suggestion: at });
    const mended = repository.git("show", `${one.change?.branch}:${file}`);
    expect(mended).toContain("name: Greet");
    expect(mended).not.toContain("ansible.builtin");
  });

  it("keeps work that is not committed, and says what to do", async () => {
    const { repository, id } = await addLocal("dirty");
    const review = await press(await ask(id), "branch");
    const target = path.join(repository.directory, file);
    writeFileSync(target, `${hello}# half a thought\n`);
    const before = repository.git("rev-parse", "main");
    const refused = await press(review, "apply");
    expect(refused).toMatchObject({ change: { stage: "on_branch", pending: null } });
    expect(refused.change?.problem).toMatch(/not committed.*Commit or stash them/);
    expect(readFileSync(target, "utf8")).toContain("half a thought");
    expect(repository.git("rev-parse", "main")).toBe(before);
    repository.git("checkout", "-q", "--", file);
    expect(await press(review, "apply")).toMatchObject({
      change: { stage: "applied", problem: null },
    });
  });

  it("is left alone where the file has changed since; other changes do not matter", async () => {
    const { repository, id } = await addLocal("moved");
    const review = await press(await ask(id), "branch");
    repository.commit({ "README.md": "something else\n" });
    const applied = await press(review, "apply");
    expect(applied).toMatchObject({ change: { stage: "applied" } });
    expect(repository.git("show", "main:README.md")).toBe("something else\n");
    repository.commit({ [file]: `${hello}# mine\n` });
    const refused = await press(applied, "revert");
    expect(refused.change?.problem).toMatch(/has changed since/);
    expect(repository.git("show", `main:${file}`)).toContain("# mine");
  });

  it("runs nothing of what a repository brings: neither hooks nor filters", async () => {
    const { repository, id } = await addLocal("hooked");
    const marker = place("hook-ran");
    for (const hook of [
      "reference-transaction",
      "post-merge",
      "post-checkout",
      "post-index-change",
    ])
      repository.write(`.git/hooks/${hook}`, executable(`#!/bin/sh\ntouch ${marker}\n`));
    repository.commit({ ".gitattributes": "*.yml filter=evil\n" });
    for (const side of ["clean", "smudge"])
      repository.git("config", `filter.evil.${side}`, `touch ${marker}; cat`);
    execFileSync("rm", ["-f", marker]);
    await rescan(chiffon.admin, id);
    const applied = await press(await press(await ask(id), "branch"), "apply");
    expect(applied).toMatchObject({ change: { stage: "applied", problem: null } });
    expect(existsSync(marker)).toBe(false);
  });

  it("says which task changed something in every one of the last five runs (INFRA-04)", async () => {
    const { repository, id } = await addLocal("restless");
    const play = hello.replaceAll("hello", "restless").split("    - name")[0] ?? "";
    const tasks = `    - name: Note the time
      ansible.builtin.command: date
      changed_when: true
    - name: Look at the time
      ansible.builtin.command: date
      changed_when: false
`;
    repository.git("rm", "-q", file);
    repository.commit({ "playbooks/restless.yml": play + tasks });
    await rescan(chiffon.admin, id);
    for (let run = 0; run < 5; run++) {
      const { plan, request_id } = await planFor(chiffon.operator, "Deploy restless on localhost");
      await chiffon.approver.decide(plan);
      await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 120_000);
    }
    const { report } = await ask(id, "playbooks/restless.yml");
    const seen = report?.suggestions.filter(({ rule }) => rule === "chiffon[changed-every-run]");
    expect(seen).toEqual([
      expect.objectContaining({
        ...{ category: "idempotency", severity: "major", line: 7, patch: null },
        reason: "Changed on every run for 5 runs on localhost.",
      }),
    ]);
  });

  it("says so when there is no such file, and to whom it is not allowed", async () => {
    const { id } = await addLocal("asked-wrongly");
    const review = await ask(id, "playbooks/none.yml");
    expect(review).toMatchObject({ status: "failed", report: null });
    expect(review.problem).toContain("has no file playbooks/none.yml");
    const at = `/api/repositories/${id}/reviews`;
    const forbidden = await refusal(chiffon.approver.call("POST", at, { path: file }));
    expect(forbidden).toMatchObject({ status: 403 });
    const own = await refusal(chiffon.viewer.call("GET", `/api/reviews/${review.id}`));
    expect(own).toMatchObject({ status: 403 });
    const early = await refusal(chiffon.admin.call("POST", `/api/reviews/${review.id}/branch`, {}));
    expect(early).toMatchObject({ code: "invalid_state" });
    const gone = await refusal(chiffon.admin.call("GET", `/api/reviews/${id}`));
    expect(gone).toMatchObject({ status: 404 });
  });
});

it("is begun anew when its worker died, and given up after the third time", async () => {
  const { id } = await addLocal("interrupted");
  const review = await ask(id, "playbooks/none.yml");
  const die = (attempts: number) =>
    chiffon.db.playbookReview.update({
      where: { id: review.id },
      data: { status: "running", attempts, leaseUntil: new Date(0), problem: null },
    });
  await die(1);
  await chiffon.services.reviews.sweep();
  expect((await settledReview(review.id)).problem).toContain("has no file");
  await die(3);
  await chiffon.services.reviews.sweep();
  expect((await settledReview(review.id)).problem).toContain("interrupted several times");
});

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !existsSync("/usr/sbin/sshd"))("a repository elsewhere", () => {
  let hosts: SshHosts;
  beforeAll(async () => {
    hosts = await startSshHosts(chiffon.paths.apps, `${chiffon.paths.sshKey}.pub`);
  });
  afterAll(() => hosts.stop());

  it("is pushed to, and what it refuses is said (INFRA-04)", async () => {
    const files = { "inventory/hosts.yml": localInventory, [file]: hello };
    const work = new PlaybookRepository(place("elsewhere-work"), files);
    const bare = place("elsewhere.git");
    mkdirSync(bare);
    execFileSync("git", ["clone", "-q", "--bare", work.directory, bare]);
    const { address, port } = hosts.places["web1"] ?? { address: "", port: 0 };
    const url = `ssh://${userInfo().username}@${address}:${port}${bare}`;
    const { id } = await addRepository(chiffon.admin, "Elsewhere", { directory: url });
    const told = await chiffon.db.$queryRaw<{ progress: unknown }[]>`
      SELECT body -> 'progress' AS progress FROM event
      WHERE body ->> 'type' = 'repository.fetching' AND body ->> 'repositoryId' = ${id} ORDER BY seq`;
    expect(told[0]?.progress).toMatchObject({ percent: expect.any(Number) });
    expect(told.at(-1)?.progress).toBeNull();
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", bare, ...args], { encoding: "utf8" });

    const onBranch = await press(await ask(id), "branch");
    expect(onBranch).toMatchObject({
      change: { isRemote: true, stage: "on_branch", problem: null },
    });
    expect(git("show", `${onBranch.change?.branch}:${file}`)).toContain("ansible.builtin.debug:");

    const hook = path.join(bare, "hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho main is protected >&2\nexit 1\n", { mode: 0o755 });
    const refused = await press(onBranch, "apply");
    expect(refused).toMatchObject({ change: { stage: "on_branch" } });
    expect(refused.change?.problem).toMatch(/may not write to Elsewhere/);
    execFileSync("rm", [hook]);
    const applied = await press(refused, "apply");
    expect(git("rev-parse", "main").trim()).toBe(applied.change?.appliedCommit);
    await press(applied, "revert");
    expect(git("show", `main:${file}`)).toBe(hello);
  });
});
