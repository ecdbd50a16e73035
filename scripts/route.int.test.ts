import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";

const root = new URL("..", import.meta.url).pathname;
const lab = useDispatchLab(2);

function route(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { databaseUrl, redisUrl, dataDir } = lab().container.config;
  const env = {
    ...process.env,
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, CHIFFON_DATA_DIR: dataDir },
    AGENT_OFFLINE_SECONDS: "3600",
  };
  return new Promise((resolve) => {
    const argv = ["--import", "tsx", "scripts/route.ts", ...args];
    execFile(process.execPath, argv, { cwd: root, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
  });
}

let rules: string;
beforeAll(() => {
  rules = path.join(lab().container.config.dataDir, "trial.yml");
  writeFileSync(
    rules,
    'version: 1\nrules:\n  - { name: all, match: { playbook: "*" }, to: { agent: attic } }\n',
  );
});

it("says in words and as JSON where a request would go, and changes nothing", async () => {
  const words = await route("--explain", "deploy kuma");
  expect(words.err).toBe("");
  expect(words).toMatchObject({ code: 0 });
  expect(words.out).toContain("goes to   silent (capability): the only agent that can do it");
  expect(words.out).toMatch(/silent +30 = success 20 \+ recent 0/);
  const { out } = await route("--explain", "deploy kuma", "--json");
  expect(JSON.parse(out)).toMatchObject({
    task: { text: "deploy kuma" },
    decision: { method: "capability", chosen_agent_id: lab().agent.agentId, rule_name: null },
  });
  expect(await lab().db.task.count()).toBe(0);
});

it("explains the task of a plan, also by rules that are only tried", async () => {
  const plan = await lab().plans.offerApproved({});
  const [task] = await lab().tasksOf(plan);
  const { code, out } = await route("--task", task?.id ?? "", "--rules", rules, "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out).decision).toMatchObject({
    ...{ method: "rule", chosen_agent_id: null },
    reason: "the rule “all” sends it to attic, and there is none",
  });
});

it("says how it is used, and what there is not", async () => {
  expect(await route()).toMatchObject({ code: 2, err: expect.stringContaining("Usage:") });
  const missing = "00000000-0000-4000-8000-000000000000";
  expect(await route("--task", missing)).toMatchObject({
    ...{ code: 1, err: "That task does not exist.\n" },
  });
});
