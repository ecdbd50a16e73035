import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import { useInstallation, waitForPlan } from "#tests/support/installation.ts";
import { type Answered, ask, questionIn } from "./conversation.ts";
import { fleetFiles } from "./conversation-repository.ts";
import { refusal } from "./lab.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const chiffon = useInstallation();
beforeAll(async () => {
  const directory = path.join(chiffon.paths.apps, "../fleet");
  await addRepository(chiffon.admin, "Fleet", new PlaybookRepository(directory, fleetFiles));
});

/** Says one sentence after the other in one conversation, each once the one before is answered. */
async function talk(...sentences: string[]): Promise<Answered> {
  let last: Answered | null = null;
  for (const sentence of sentences) {
    const place = last === null ? {} : { conversationId: last.conversationId };
    last = await ask(chiffon.operator, sentence, place);
  }
  if (last === null) throw new Error("something must be said");
  return last;
}

/** The tasks of the plan that an answer shows, with its version. */
async function shown({ parts }: Answered) {
  const card = parts.findLast((part) => part.kind === "plan");
  if (card?.kind !== "plan") throw new Error(`no plan in ${JSON.stringify(parts)}`);
  const row = await chiffon.db.plan.findUniqueOrThrow({ where: { id: card.planId } });
  const body = planBodySchema.parse(row.body);
  return {
    requestId: card.requestId,
    version: row.version,
    status: row.status,
    body,
    tasks: body.tasks.map(({ entryPath, hosts, tags, variables }) => ({
      entryPath: entryPath.replace(/^playbooks\//, ""),
      hosts,
      tags,
      values: Object.fromEntries(
        variables.filter(({ overridden }) => overridden).map(({ name, value }) => [name, value]),
      ),
    })),
  };
}

const jellyfin = (hosts: string[], values: Record<string, unknown> = {}) => ({
  entryPath: "jellyfin/deploy.yml",
  hosts,
  tags: [],
  values,
});

describe("after a plan", () => {
  it.each([
    [["same on nas2"], [jellyfin(["nas2"], { jellyfin_port: 81 })]],
    [["do that on pi too"], [jellyfin(["pi"], { jellyfin_port: 81 })]],
    [["the same for all machines except nas1"], [jellyfin(["nas2", "pi"], { jellyfin_port: 81 })]],
    [["same on pi with port 82"], [jellyfin(["pi"], { jellyfin_port: 82 })]],
    [["same on pi", "same on nas2 too"], [jellyfin(["nas2"], { jellyfin_port: 81 })]],
  ])("%j is one more plan, and the first waits on", async (said, tasks) => {
    const answer = await talk("deploy jellyfin on nas1 with port 81", ...said);
    const plan = await shown(answer);
    expect(plan).toMatchObject({ version: 1, status: "awaiting_approval", tasks });
    expect(plan.requestId).toBe(answer.requestId);
    const first = await chiffon.db.request.findFirstOrThrow({
      where: { conversationId: answer.conversationId },
      orderBy: { createdAt: "asc" },
    });
    expect((await chiffon.viewer.view(first.id)).card).toBe("awaiting");
  });

  it.each([
    ["on nas2 instead", [jellyfin(["nas2"], { jellyfin_port: 81 })]],
    ["change the port to 9000", [jellyfin(["nas1"], { jellyfin_port: 9000 })]],
    [
      "use films.home.lan as domain",
      [jellyfin(["nas1"], { jellyfin_port: 81, jellyfin_domain: "films.home.lan" })],
    ],
  ])("%j is a new version of it while it waits", async (said, tasks) => {
    const answer = await talk("deploy jellyfin on nas1 with port 81", said);
    const plan = await shown(answer);
    expect(plan).toMatchObject({ version: 2, tasks });
    expect(plan.requestId).not.toBe(answer.requestId);
    expect(await chiffon.viewer.view(answer.requestId)).toMatchObject({
      phase: "done",
      plan: null,
    });
  });

  it("parts of it are left out or taken alone", async () => {
    const both = "deploy jellyfin on nas1 and add the libraries to it";
    const paths = async (said: string) =>
      (await shown(await talk(both, said))).tasks.map(({ entryPath }) => entryPath);
    expect(await paths("without the libraries")).toEqual(["jellyfin/deploy.yml"]);
    expect(await paths("only the libraries")).toEqual(["jellyfin/add-libraries.yml"]);
  });

  it("a playbook is limited to one of its roles", async () => {
    const plan = await shown(await talk("maintain the machines on pi", "only the backup role"));
    expect(plan.tasks).toMatchObject([{ entryPath: "maintenance.yml", tags: ["backup"] }]);
  });

  it("the same once more, while it waits, is the card that is there", async () => {
    const answer = await talk("deploy jellyfin on nas1", "again");
    const plan = await shown(answer);
    expect(plan.requestId).not.toBe(answer.requestId);
    expect(answer.words).toContain("already waiting for a decision");
  });

  it("“it” is the service that was spoken of", async () => {
    const restarted = await talk("deploy jellyfin on storage", "restart it on nas2");
    expect((await shown(restarted)).tasks).toMatchObject([
      { entryPath: "jellyfin/restart.yml", hosts: ["nas2"] },
    ]);
    const { words } = await talk("deploy jellyfin on nas1", "what happened to it?");
    expect(words).toContain("jellyfin");
  });

  it("“cancel it” ends what waits, and nothing that runs", async () => {
    const answer = await talk("deploy jellyfin on nas1", "cancel it");
    expect(answer.words).toContain("Cancelled");
    const [first] = await chiffon.db.request.findMany({
      where: { conversationId: answer.conversationId },
      orderBy: { createdAt: "asc" },
    });
    expect(await chiffon.viewer.view(first?.id ?? "")).toMatchObject({ phase: "cancelled" });
  });

  it("“what would it change?” leads to the card that can be previewed", async () => {
    const answer = await talk("deploy jellyfin on nas1", "what would it change?");
    expect(answer.words).toContain("Preview changes");
    expect((await shown(answer)).requestId).not.toBe(answer.requestId);
    expect(await chiffon.db.planPreview.count()).toBe(0);
  });

  it("“undo” says what it would be and does nothing", async () => {
    const answer = await talk("deploy jellyfin on nas1", "undo");
    expect(answer.words).toContain("has not run");
    expect(await chiffon.viewer.view(answer.requestId)).toMatchObject({
      phase: "done",
      plan: null,
    });
  });
});

describe("without a plan before it", () => {
  it.each(["again", "same on nas2", "do that on pi too"])(
    "%j has nothing to go by",
    async (said) => {
      const answer = await talk(said);
      expect(answer.words).toContain("no earlier plan");
      expect((await chiffon.viewer.view(answer.requestId)).plan).toBeNull();
    },
  );
});

describe("a question's answer in words", () => {
  it.each([
    [["deploy jellyfin on nas7", "the first one"], ["nas1"]],
    [["deploy jellyfin on nas7", "nas2"], ["nas2"]],
    [["deploy jellyfin", "pi"], ["pi"]],
    [
      ["deploy jellyfin", "all of them"],
      ["nas1", "nas2", "pi"],
    ],
    [["deploy jellyfin", "nas9", "on nas1"], ["nas1"]],
  ])("%j goes on with the same request", async (said, hosts) => {
    const [first, ...others] = said;
    const asked = await ask(chiffon.operator, first ?? "");
    let last = asked;
    for (const answer of others)
      last = await ask(chiffon.operator, answer, { conversationId: asked.conversationId });
    expect(last.requestId).toBe(asked.requestId);
    expect((await shown(last)).tasks).toMatchObject([{ hosts }]);
  });

  it("may be a new request instead", async () => {
    const asked = await ask(chiffon.operator, "deploy jellyfin");
    const other = await ask(chiffon.operator, "what is offline?", {
      conversationId: asked.conversationId,
    });
    expect(other.requestId).not.toBe(asked.requestId);
    expect((await chiffon.viewer.view(asked.requestId)).phase).toBe("blocked");
  });

  it("flags a host name that imitates another", async () => {
    const { parts } = await ask(chiffon.operator, "deploy jellyfin on nаs1");
    expect(questionIn(parts).question).toContain('looks like "nas1" but is not');
  });
});

describe("a message of several kinds", () => {
  it("is planned without what is out of scope, which is named kindly", async () => {
    const answer = await talk("deploy jellyfin on pi and tell me a joke");
    expect(answer.words).toContain("nothing to do with your machines");
    const plan = await shown(answer);
    expect(plan.tasks).toEqual([jellyfin(["pi"])]);
    expect(plan.body.outOfScope).toHaveLength(1);
  });

  it("is offered as a schedule where it asks for every night, and nothing is made of it (SCHED-01)", async () => {
    const answer = await talk("deploy jellyfin on pi every night at 3am");
    const offer = { kind: "schedule", text: "deploy jellyfin on pi", when: "Every night at 03:00" };
    expect(answer.parts.at(-1)).toMatchObject(offer);
    expect((await chiffon.viewer.view(answer.requestId)).plan).toBeNull();
    expect(await chiffon.db.schedule.count()).toBe(0);
  });

  it("is planned once where it names a time that does not come again", async () => {
    const answer = await talk("deploy jellyfin on pi tomorrow at 3am");
    expect(answer.words).toContain("runs once, when approved");
    expect((await shown(answer)).tasks).toEqual([jellyfin(["pi"])]);
  });

  it("takes what it sets for the intent it stands with", async () => {
    const answer = await talk("deploy jellyfin on pi and set the port to 8100");
    expect((await shown(answer)).tasks).toEqual([jellyfin(["pi"], { jellyfin_port: 8100 })]);
  });
});

describe("a request's context", () => {
  it("grows with each phase and goes with the plan", async () => {
    const asked = await ask(chiffon.operator, "deploy jellyfin");
    await ask(chiffon.operator, "pi", { conversationId: asked.conversationId });
    const view = await waitForPlan(chiffon.viewer, asked.requestId);
    const { context } = await chiffon.viewer.call<{ context: { summary: string[] } }>(
      "GET",
      `/api/v1/requests/${asked.requestId}/context`,
    );
    const summary = context.summary.join("\n");
    for (const words of ["intake → planning", "On which host", "by Otto", "version 1, medium risk"])
      expect(summary).toContain(words);
    expect(summary.length).toBeLessThanOrEqual(2_000);
    const carried = (view.plan.body["context"] as string[]).join("\n");
    expect(carried).toContain("asked: deploy jellyfin");
    expect(carried).toContain("answered host:0: pi");
  });
});

it("keeps what is noted through later phases, and tells nobody without the role", async () => {
  const { requestId } = await ask(chiffon.operator, "deploy jellyfin on nas1");
  const at = `/api/v1/requests/${requestId}/context`;
  const note = { text: "mind the window" };
  await chiffon.operator.call("POST", at, note);
  expect(await refusal(chiffon.viewer.call("POST", at, note))).toMatchObject({ status: 403 });
  await chiffon.operator.call("POST", `/api/v1/requests/${requestId}/replan`, {});
  const { plan } = await waitForPlan(chiffon.viewer, requestId, 2);
  expect((plan.body["context"] as string[]).join()).toContain("note by Otto: mind the window");
  const { context } = await chiffon.viewer.call<{ context: { notes: object[] } }>("GET", at);
  expect(context.notes).toMatchObject([{ by: "Otto", text: "mind the window" }]);
});

it("starts nothing, whatever is said", async () => {
  expect(await chiffon.db.task.count()).toBe(0);
  expect(await chiffon.db.run.count()).toBe(0);
});

describe("what the chat offers can be said", () => {
  /** What is said before, by each sentence that the help quotes. */
  const before: Readonly<Record<string, string>> = {
    "change the port to 3002": "deploy jellyfin on nas1",
    "only the backup role": "maintain the machines on pi",
    "on nas2 instead": "deploy jellyfin on nas1 with port 81",
    "what would it change?": "deploy jellyfin on nas1",
    "same on nas2": "deploy jellyfin on nas1",
    again: "deploy jellyfin on nas1",
  };

  it("every sentence of the help is understood, and none is quoted that is not tried here", async () => {
    const { words } = await talk("what can you do?");
    const quoted = [...words.matchAll(/“([^”]+)”/g)].map(([, sentence]) => sentence ?? "");
    const offered = await prompts();
    expect(quoted.filter((sentence) => !offered.includes(sentence)).sort()).toEqual(
      Object.keys(before).sort(),
    );
    for (const [sentence, first] of Object.entries(before)) {
      const answer = await talk(first, sentence);
      expect(answer.words, sentence).toMatch(/"kind":"plan"|waiting for a decision|Preview/);
      expect(answer.words, sentence).not.toMatch(/Nothing matched|did you mean/i);
    }
  });

  it("every sentence that is suggested makes a plan, at once or once it is said where", async () => {
    const offered = await prompts();
    expect(offered.length).toBeGreaterThan(2);
    for (const sentence of offered.filter((one) => one !== "What happened today?")) {
      const first = await talk(sentence);
      const isAsked = first.parts.some(({ kind }) => kind === "question");
      const answer = isAsked ? await sayWhere(first) : first;
      expect(
        answer.parts.map(({ kind }) => kind),
        sentence,
      ).toContain("plan");
    }
  });
});

/** Answers the question which host is meant by the first that it offers. */
async function sayWhere({ conversationId, requestId, parts }: Answered): Promise<Answered> {
  const { key, question, choices } = questionIn(parts);
  expect(question).toMatch(/host|where/i);
  const value = choices[0]?.value ?? "";
  return ask(chiffon.operator, value, { conversationId, answer: { requestId, key, value } });
}

async function prompts(): Promise<string[]> {
  const { prompts: offered } = await chiffon.operator.call<{ prompts: string[] }>(
    "GET",
    "/api/suggestions",
  );
  return offered;
}
