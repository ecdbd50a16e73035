import { randomUUID } from "node:crypto";
import { buildPlan } from "#server/planning/domain/plan-builder.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import {
  makeChosen,
  makeEntry,
  makePlanInput,
  makeVariable,
} from "#tests/support/planning-parts.ts";

/** How much was said and planned in a conversation. */
export interface ConversationSize {
  readonly requests: number;
  /** Versions of each request's plan; the newest was approved and ran, unless it waits. */
  readonly versions: number;
  /** Whether the newest versions still wait for a decision. */
  readonly isWaiting?: boolean;
}

/** Stores a conversation of that size in a few statements: each request has its message, its plan's and two tasks' runs. */
export async function storeConversation(db: Database, size: ConversationSize): Promise<string> {
  const conversationId = randomUUID();
  const personId = randomUUID();
  const isWaiting = size.isWaiting === true;
  const body = JSON.stringify(planBody());
  await inTransaction(db, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO conversation (id, title, person_id) VALUES (${conversationId}::uuid, 'Long', ${personId}::uuid)`;
    await tx.$executeRaw`
      INSERT INTO request (id, conversation_id, message_id, person_id, submitted_by, text, phase, context, created_at)
      SELECT gen_random_uuid(), ${conversationId}::uuid, gen_random_uuid(), ${personId}::uuid, 'Otto', 'deploy jellyfin',
        ${isWaiting ? "approval" : "done"}, '{}', now() - make_interval(secs => ${size.requests} - n)
      FROM generate_series(1, ${size.requests}::int) AS n`;
    await tx.$executeRaw`
      INSERT INTO plan (id, request_id, version, status, digest, body, repository_id, commit, expires_at)
      SELECT gen_random_uuid(), request.id, version,
        CASE WHEN version < ${size.versions} THEN 'superseded' WHEN ${isWaiting} THEN 'awaiting_approval' ELSE 'approved' END,
        repeat('a', 64), ${body}::jsonb, gen_random_uuid(), repeat('c', 40), now() + interval '1 day'
      FROM request, generate_series(1, ${size.versions}::int) AS version WHERE conversation_id = ${conversationId}::uuid`;
    await tx.$executeRaw`
      INSERT INTO task (id, request_id, conversation_id, plan_id, task_key, ordinal, name, work_type, agent_type, hosts, body,
        depends_on, idempotent, timeout_seconds, status, attempts)
      SELECT gen_random_uuid(), plan.request_id, ${conversationId}::uuid, plan.id, 't' || n, n, 'Deploy', 'ansible.playbook', 'infra',
        '["nas1"]', plan.body->'tasks'->(n - 1), '[]', false, 1800, 'succeeded', 1
      FROM plan JOIN request ON request.id = plan.request_id, generate_series(1, 2) AS n
      WHERE conversation_id = ${conversationId}::uuid AND plan.status = 'approved'`;
    await tx.$executeRaw`
      INSERT INTO run (id, task_id, attempt, fence, agent_id, agent_name, status, nonce, lease_until, finished_at)
      SELECT gen_random_uuid(), id, 1, 1, gen_random_uuid(), 'this-machine', 'succeeded', 'n', now(), now()
      FROM task WHERE conversation_id = ${conversationId}::uuid`;
    await tx.$executeRaw`
      INSERT INTO message (id, conversation_id, request_id, author, author_name, parts, text)
      SELECT gen_random_uuid(), ${conversationId}::uuid, request.id, author, author,
        CASE author WHEN 'person' THEN jsonb_build_array(jsonb_build_object('kind', 'text', 'text', request.text))
          ELSE jsonb_build_array(jsonb_build_object('kind', 'plan', 'requestId', request.id, 'planId', plan.id)) END, ''
      FROM request JOIN plan ON plan.request_id = request.id AND version = ${size.versions}, unnest(ARRAY['person', 'chiffon']) AS author
      WHERE request.conversation_id = ${conversationId}::uuid ORDER BY request.created_at, author DESC`;
  });
  await db.$executeRaw`ANALYZE request, plan, task, run, message`;
  return conversationId;
}

/** A plan of two tasks with five variables each. */
function planBody() {
  const variables = ["port", "folder", "image", "user", "zone"].map((name) =>
    makeVariable(name, { defaultValue: "as before", description: `The ${name} of the service` }),
  );
  const chosen = ["jellyfin", "grafana"].map((service) =>
    makeChosen({
      entry: makeEntry({ service, variables }),
      intentText: `deploy ${service} on nas1`,
    }),
  );
  const built = buildPlan(makePlanInput({ chosen }));
  if (built.kind !== "plan") throw new Error(`no plan: ${JSON.stringify(built)}`);
  return built.body;
}
