import { errorTable } from "#server/contracts/errors.ts";
import {
  type Envelope,
  envelopeSchema,
  type LinkCall,
  type LinkPayload,
  type LinkReply,
  linkCalls,
  linkErrorSchema,
  linkErrors,
  linkHeaders,
  maxMessageBytes,
  maxWaitSeconds,
  orderPayloads,
  protocolVersion,
} from "#server/contracts/link.ts";
import { agentFilePath, linkPaths } from "#server/contracts/routes.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";

const agentId = "7d1f6c9e-3a52-4b0e-9c47-1f2a6b8d0e11";
const runId = "2c6f0a34-8e71-4d59-b3a2-90c1d7e5f4a6";
const taskId = "b8e2d417-5f60-4c93-a1d8-3e7f9b20c645";
const question = "f0a9c3d2-6b14-4e87-92f5-d81b3c7a4e60";
const answer = "0e5d8b71-c2f3-49a6-8d10-7b6e4f93a2c5";
const blob = "557db03de997c86a4a028e1ebd3a1ceb225be238";
const at = "2026-11-29T12:00:00.000Z";
const named = { runId, fence: 3 };
const sealed = { key: "MCowBQYDK2VuAyEA…", nonce: "q83vEjRWeJA…", text: "9sPzV0m…" };
const metrics = {
  ...{ cpuCores: 4, cpuCoresAvailable: 3, memoryTotalMb: 8192, memoryAvailableMb: 6144 },
  load: [0.4, 0.3, 0.2] as [number, number, number],
  disks: [{ mount: "/", totalMb: 65_536, availableMb: 40_960 }],
};
const tools = {
  ...{ ansible: "2.14.18", ansibleLint: null, bubblewrap: "0.8.0", ssh: "9.2", git: "2.39.5" },
  ansibles: [{ path: "/usr/bin/ansible-playbook", version: "2.14.18" }],
};
const outcome: RunOutcome = {
  ...{ verdict: "succeeded", failedAnsibleTask: null, message: "web1: 2 changed.", exitCode: 0 },
  hosts: [
    {
      ...{ host: "web1", ok: 3, changed: 2, unreachable: 0, failed: 0, skipped: 0 },
      ...{ rescued: 0, ignored: 0 },
    },
  ],
  ...{ durationMs: 4210, lines: 12, cutLines: 0 },
  resources: { wallSeconds: 4.21, cpuSeconds: 1.9, peakMemoryMib: 61 },
};

interface Example<Name extends LinkCall> {
  readonly about: string;
  readonly said: Omit<LinkPayload<Name>, "ask">;
  readonly reply: LinkReply<Name>;
}

const examples: { readonly [Name in LinkCall]: Example<Name> } = {
  hello: {
    about: "An agent has started and says what it is.",
    said: {
      self: {
        ...{ name: "attic", agentType: "infra", domains: [], reaches: ["*"], slots: 2 },
        ...{ workTypes: ["ansible.playbook", "ansible.preview"], version: "0.1.0" },
        ...{ tools, metrics },
      },
    },
    reply: { agentId, name: "attic", leaseSeconds: 30 },
  },
  beat: {
    about: "It is alive, and how its machine is.",
    said: { metrics, activeRuns: 1 },
    reply: {},
  },
  tools: { about: "What is installed on its machine.", said: { tools }, reply: {} },
  renew: {
    about:
      "It follows these runs. Told is which of them are not its own any more, which somebody wants to stop, and which were given up.",
    said: { holds: [named] },
    reply: { lost: [], cancel: [runId], givenUp: [] },
  },
  open: {
    about: "Which of these runs are not over.",
    said: { runIds: [runId] },
    reply: { open: [runId] },
  },
  givenUp: {
    about:
      "Runs of a task that were given up while the agent was away: it ends what is left of them.",
    said: { taskId },
    reply: { runIds: [runId] },
  },
  poll: {
    about: `It waits for work, at most ${maxWaitSeconds} s. \`work_request\` and \`cancel\` messages follow the answer in the same body.`,
    said: { holds: [named], waitSeconds: 20, isFirst: false, takesWork: true },
    reply: {},
  },
  materials: {
    about: "What a run is given: secrets, keys, trusted host keys. Sealed to the agent's key.",
    said: named,
    reply: { sealed },
  },
  folder: {
    about:
      "What is in a folder that the run is made of: its tree, its inventory's tree, or what is installed for its repository.",
    said: { ...named, folder: "tree" },
    reply: { files: [{ path: "playbooks/site.yml", kind: "file", blob, size: 12 }] },
  },
  files: {
    about:
      "Contents of files by their git blob id, in base64: as many of those as one answer holds.",
    said: { ...named, folder: "tree", blobs: [blob] },
    reply: { contents: ["SGVsbG8gd29ybGQK"] },
  },
  spawned: {
    about: "The run's process is about to exist. It may only when `isHeld` is true.",
    said: named,
    reply: { isHeld: true },
  },
  progress: {
    about:
      "Lines and events since `from`. The same once more changes nothing; what does not go on from there is refused with `progress_gap`.",
    said: {
      ...{ ...named, from: { line: 0, eventCount: 0 } },
      tail: { outputOffset: 27, eventsOffset: 96, line: 1, eventCount: 1 },
      lines: [{ line: 1, text: "PLAY [Deploy the banner] ***" }],
      events: [{ type: "play.started", at, n: 1, name: "Deploy the banner", hosts: ["web1"] }],
      cutLines: 0,
    },
    reply: { isHeld: true },
  },
  result: {
    about: "The run is over. Under an old fence it changes nothing.",
    said: { ...named, outcome, neverStarted: false, vanished: false, problem: null },
    reply: {},
  },
};

const orders = [
  {
    type: "work_request",
    about:
      "A run to begin, or one to look after again. `sealed` holds all that it is made of, down to the secret with which its shim signs.",
    payload: orderPayloads.work_request.parse({ runId, how: "begin", sealed: readable(sealed) }),
  },
  {
    type: "cancel",
    about: "Somebody wants the task to stop.",
    payload: orderPayloads.cancel.parse({ taskId }),
  },
  {
    type: "error",
    about: "The message was refused. `retryable` says whether the same may succeed later.",
    payload: linkErrorSchema.parse({
      ...{ code: linkErrors.sequence_old.code, name: "sequence_old", retryable: true },
      ...{ message: linkErrors.sequence_old.message, lastSequence: 1_764_417_600_000_000 },
    }),
  },
] as const;

/** The page about the protocol, from the schemas that both sides check by. */
export function protocolPage(): string {
  return [
    "# The protocol of agents on other machines",
    "",
    "Made by `npm run docs` from `server/contracts/link.ts`; a test fails when it is stale. Why it is so: [decisions/0037](decisions/0037-agents-on-other-machines-ask.md).",
    "",
    `An agent fetches its program at \`GET ${agentFilePath}\` (its SHA-256 is in \`x-content-sha256\`), enrols once, and from then on posts messages to \`${linkPaths.messages}\`. It asks, Chiffon answers; nothing has to reach the agent. This is version ${protocolVersion}; another is refused.`,
    "",
    "## Enrolment",
    "",
    `\`POST ${linkPaths.enrol}\`, the one call that is not signed. The token is used once, within 15 minutes. Its part behind the dot is the start of the SHA-256 of the key with which Chiffon signs: the agent goes on only where \`serverKey\` fits. Keys are DER in base64url: Ed25519 for signing, X25519 for what is sealed to the agent.`,
    "",
    json({
      ...{ protocolVersion, token: "cha_….0f3c…", publicKey: "MCowBQYDK2VwAyEA…" },
      ...{ boxKey: "MCowBQYDK2VuAyEA…", name: "attic" },
    }),
    json({ agentId, serverKey: "MCowBQYDK2VwAyEA…" }),
    "",
    "## Signatures",
    "",
    "Each request has four headers:",
    "",
    "| header | holds |",
    "| --- | --- |",
    `| \`${linkHeaders.agent}\` | the agent's id |`,
    `| \`${linkHeaders.timestamp}\` | ISO 8601, at most 10 minutes from Chiffon's clock |`,
    `| \`${linkHeaders.sequence}\` | a number above that of every request before; Chiffon keeps the last one, so that a request counts once |`,
    `| \`${linkHeaders.signature}\` | Ed25519 in base64url over the lines \`chiffon-link-1\`, method, path, SHA-256 of the body, timestamp, sequence |`,
    "",
    `Each answer has \`${linkHeaders.signature}\`: Chiffon's over the lines \`chiffon-link-answer-1\`, the request's signature, the status, SHA-256 of the body. A body is at most ${maxMessageBytes / 1024 / 1024} MiB.`,
    "",
    "What is sealed opens with the agent's X25519 key: a shared secret with `key`, HKDF-SHA-256 (salt `chiffon-link-1`, info and additional data: `run RUN_ID` or `materials RUN_ID`), AES-256-GCM.",
    "",
    "## Messages",
    "",
    'Every message stands in the same envelope. `messageId` makes it idempotent: sent again, it has no second effect. An answer is `{"messages": […]}`; the first has the type of its question, or is an `error`, and its `requestId` is the question\'s `messageId`.',
    "",
    ...(Object.keys(examples) as LinkCall[]).flatMap((name) => sectionOf(name)),
    "## Told by Chiffon",
    "",
    ...orders.flatMap(({ type, about, payload }) => [
      `### \`${type}\``,
      "",
      about,
      "",
      json(fromChiffon(type, payload)),
      "",
    ]),
    "## Errors",
    "",
    "Codes are permanent. `retry`: the same may succeed later, as it is. Those from 5100 are what an agent is refused with; those below, what the API says of agents and their runs.",
    "",
    "| code | name | status | retry | meaning |",
    "| --- | --- | --- | --- | --- |",
    ...agentErrors().map(
      ({ code, name, httpStatus, retryable, message }) =>
        `| ${code} | \`${name}\` | ${httpStatus} | ${retryable ? "yes" : "no"} | ${message} |`,
    ),
    "",
  ].join("\n");
}

/** Every error between 5001 and 5999, of the API and of this protocol. */
function agentErrors() {
  const ofApi = Object.entries(errorTable).map(([name, { errorCode, userMessage, ...entry }]) => ({
    ...entry,
    ...{ name, code: errorCode, message: `${userMessage} ${entry.fix}` },
  }));
  const ofProtocol = Object.entries(linkErrors).map(([name, entry]) => ({ name, ...entry }));
  return [...ofApi, ...ofProtocol]
    .filter(({ code }) => code >= 5001 && code <= 5999)
    .sort((one, other) => one.code - other.code);
}

function sectionOf<Name extends LinkCall>(name: Name): string[] {
  const { about, said, reply } = examples[name];
  const { type, payload, reply: replySchema } = linkCalls[name];
  const asked = { ask: name, ...said };
  // An example that its schema refuses would be a lie. Dots stand for what is too long to show.
  payload.parse(asked);
  replySchema.parse(readable(reply));
  return [
    `### \`${type}\`: ${name}`,
    "",
    about,
    "",
    json(fromAgent(type, asked)),
    json(fromChiffon(type, reply)),
    "",
  ];
}

function fromAgent(type: Envelope["type"], payload: unknown): Envelope {
  return envelopeSchema.parse({
    ...{ protocolVersion, messageId: question, fromAgent: `agent:${agentId}`, toAgent: "chiffon" },
    ...{ timestamp: at, traceId: question, requestId: question, type, payload },
  });
}

function fromChiffon(type: Envelope["type"], payload: unknown): Envelope {
  return envelopeSchema.parse({
    ...{ protocolVersion, messageId: answer, fromAgent: "chiffon", toAgent: `agent:${agentId}` },
    ...{ timestamp: at, traceId: question, requestId: question, type, payload },
  });
}

/** The same without the dots, which no schema takes. */
function readable<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll("…", "")) as T; // only within texts
}

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
