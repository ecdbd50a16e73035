// npm run -s route: where a task would go and why, decided as Chiffon would, with its agents and rules as they are now.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { dataDirOf } from "#scripts/setup/data-dir.mjs";
import { openServices } from "#scripts/start/services.ts";
import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";
import {
  type ExplainRoutingBody,
  explainRoutingBodySchema,
  type RoutingCandidate,
  type RoutingExplanation,
} from "#server/contracts/routing.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import { isAppError } from "#server/lib/app-error.ts";

const usage = `Usage:
  npm run -s route -- --explain "deploy kuma to nas1" [--json] [--rules FILE]
  npm run -s route -- --task ID [--json] [--rules FILE]
  Says which agent would get it, by which method, and why not the others. Starts nothing.
  --rules FILE   decide by the rules of this file instead of those in force
  --json         print one JSON object and nothing else
`;

const warn = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<number> {
  const asked = readOptions();
  if (asked === null) {
    warn(usage);
    return 2;
  }
  const explanation = await explain(asked.body);
  process.stdout.write(
    asked.json
      ? `${JSON.stringify(renameKeys(explanation, snake))}\n`
      : `${readable(explanation)}\n`,
  );
  return explanation.decision.chosenAgentId === null ? 1 : 0;
}

function readOptions(): { body: ExplainRoutingBody; json: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        explain: { type: "string" },
        task: { type: "string" },
        rules: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const { explain: text, task: taskId, rules } = values;
    const body = explainRoutingBodySchema.parse({
      ...(text === undefined ? {} : { text }),
      ...(taskId === undefined ? {} : { taskId }),
      ...(rules === undefined ? {} : { rules: readFileSync(rules, "utf8") }),
    });
    return { body, json: values.json };
  } catch (error) {
    warn(error instanceof z.ZodError ? z.prettifyError(error) : String(error));
    return null;
  }
}

async function explain(body: ExplainRoutingBody): Promise<RoutingExplanation> {
  const dataDir = dataDirOf(process.env);
  const services = await openServices({ dataDir, env: process.env, log: warn });
  const { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL } = services;
  const config = loadConfig({
    ...process.env,
    ...{ DATABASE_URL, REDIS_URL, CHIFFON_DATA_DIR: dataDir },
  });
  const container = createContainer({ ...config, logLevel: "error" }, { process: "route" });
  try {
    return await container.services.placements.explain(body);
  } finally {
    await container.close();
    await services.close();
  }
}

function readable({ task, decision }: RoutingExplanation): string {
  const { candidates, chosenAgentId, runnerUpAgentId } = decision;
  const nameOf = (id: string | null) => candidates.find(({ agentId }) => agentId === id)?.name;
  const by = decision.ruleName === null ? decision.method : `rule “${decision.ruleName}”`;
  return [
    `task      ${[task.service, task.playbook].filter(Boolean).join(", ") || "nothing known"}${task.hosts.length > 0 ? ` on ${task.hosts.join(", ")}` : ""}`,
    `goes to   ${nameOf(chosenAgentId) ?? "nobody"} (${by}): ${decision.reason}`,
    ...(decision.domain === null ? [] : [`about     ${decision.domain}`]),
    ...(runnerUpAgentId === null ? [] : [`next      ${nameOf(runnerUpAgentId)}`]),
    ...decision.notes.map((note) => `note      ${note}`),
    ...candidates.map((each) => `${each.name.padEnd(9)} ${candidateWords(each)}`),
  ].join("\n");
}

function candidateWords({ score, parts, obstacle }: RoutingCandidate): string {
  if (score === null) return `no: ${obstacle?.message ?? "excluded"}`;
  if (!parts) return String(score);
  const { success, recent, specialisation, load } = parts;
  return `${score} = success ${success} + recent ${recent} + specialisation ${specialisation} + low load ${load}`;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    warn(isAppError(error) ? error.message : `It could not be decided: ${String(error)}`);
    process.exitCode = 1;
  },
);
