import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { serviceCheckSchema } from "./playbook.ts";
import { vaultIdSchema } from "./secret.ts";
import { jumpRouteSchema } from "./ssh.ts";

/** Absolute, without NUL or line breaks: such a path can stand in an argv, an INI value and a mount list. */
const absolutePathSchema = z
  .string()
  .max(2000)
  .regex(/^\/[^\0\r\n]*$/);

/** Longest wall-clock time a run may be given: seven days. */
export const maxTimeoutSeconds = 7 * 24 * 3600;

/** One file the plan was approved with, and the git blob id it must still have (symlinks hash their target text). */
export const runFileSchema = z.object({
  path: z.string().min(1).max(2000),
  blob: z.string().regex(/^[0-9a-f]{40}$/),
});
export type RunFile = z.infer<typeof runFileSchema>;

const secretValueSchema = z.string().min(1).max(16_000);

/** What a run is given of the store, by value: it lives in memory and in files of the run's private directory. */
export const runSecretsSchema = z.object({
  /** Serves every host; where hosts differ, it stands in their variables. */
  becomePassword: secretValueSchema.optional(),
  vaultPasswords: z.array(z.object({ id: vaultIdSchema, password: secretValueSchema })).max(50),
  /** Variables by host: connection passwords, and values that differ from host to host. */
  hostVars: z.record(z.string().max(255), z.record(z.string().max(200), secretValueSchema)),
});
export type RunSecrets = z.infer<typeof runSecretsSchema>;

/** A check that is made on hosts after the playbook, the same on each. `key` marks its results. */
export const hostCheckSchema = z.object({
  key: z.string().regex(/^c\d{1,3}$/),
  check: serviceCheckSchema,
  hosts: z.array(z.string().max(255)).min(1).max(100),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;

/** What came of such a check on one host. */
export const hostCheckResultSchema = z.object({
  key: z.string().max(10),
  host: z.string().max(300),
  ok: z.boolean(),
  /** False: it could not be made there, which says nothing about the service. */
  isMade: z.boolean(),
  message: z.string().max(1000),
  durationMs: z.number().int().nonnegative(),
});
export type HostCheckResult = z.infer<typeof hostCheckResultSchema>;

/** Most files that are kept on one host. */
export const maxKeptFiles = 50;

/** Copies files aside on their hosts, or puts back what was kept. The module has bounds of its own. */
export const keptFilesCommandSchema = z.object({
  mode: z.enum(["keep", "restore"]),
  /** Names the copies on their hosts. */
  store: z.string().regex(/^[0-9a-f]{32}$/),
  places: z
    .array(
      z.object({
        host: z.string().min(1).max(255),
        /** Absolute; what is not there yet is taken away by putting it back. */
        paths: z
          .array(
            z
              .string()
              .max(1000)
              .regex(/^\/[^\p{Cc}]+$/u),
          )
          .min(1)
          .max(maxKeptFiles),
      }),
    )
    .min(1)
    .max(100),
  /** With the rights that the playbook asks for (`become`). */
  asRoot: z.boolean(),
  /** To put back: seconds from before the copies were made to the end of the run. What was changed later is left alone. */
  withinSeconds: z.number().int().nonnegative().optional(),
});
export type KeptFilesCommand = z.infer<typeof keptFilesCommandSchema>;

/** Runs one playbook, or one role by a generated play. Paths inside the tree may be relative to `treePath`. */
export const ansibleCommandSchema = z
  .object({
    kind: z.literal("ansible"),
    /** The `ansible-playbook` to run; the one on the path if absent. */
    programPath: absolutePathSchema.optional(),
    treePath: absolutePathSchema,
    playbookPath: z.string().min(1).max(2000).optional(),
    roleName: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/)
      .optional(),
    /** Empty: none is read, and it is about the agent's own machine. */
    inventoryPath: z.string().max(2000),
    /** The tree that the inventory lies in where it is not the one of the playbooks. */
    inventoryTreePath: absolutePathSchema.optional(),
    limit: z.array(z.string().max(255)).min(1).max(2000),
    tags: z.array(z.string().max(200)).max(200),
    /** The ansibleTask to start at; those before it are skipped. */
    startAtTask: z.string().max(200).optional(),
    extraVars: z.record(z.string().max(200), z.json()),
    check: z.boolean(),
    diff: z.boolean(),
    forks: z.number().int().min(1).max(100),
    /** The run gets an agent of its own for its ssh hosts; what it holds is handed over when it is started. */
    sshAgent: z.boolean().optional(),
    /** Lines of a known_hosts file: the host keys that are trusted. */
    knownHosts: z.string().max(5_000_000).optional(),
    /** The way to hosts that are not reached directly. */
    routes: z.array(jumpRouteSchema).max(5_000).optional(),
    remoteUser: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/)
      .optional(),
    become: z.boolean().optional(),
    secrets: runSecretsSchema.optional(),
    /**
     * Directories outside the tree that hold `roles/` and `collections/` (installed requirements), each named by the
     * hash of its lock, by which it is verified. Paths of the reserved folder in the plan lie in the first.
     */
    contentDirs: z.array(absolutePathSchema).max(20).optional(),
    /** The one host of the limit, where that is this very machine: it is worked on without ssh. */
    ownHost: z.string().max(255).optional(),
    /** Made on the hosts once the playbook has ended well. */
    hostChecks: z.array(hostCheckSchema).max(100).optional(),
    /** In place of a playbook. */
    keptFiles: keptFilesCommandSchema.optional(),
  })
  .refine(
    ({ playbookPath, roleName, keptFiles }) =>
      [playbookPath, roleName, keptFiles].filter((what) => what !== undefined).length === 1,
    { message: "Name a playbook, a role or files." },
  );
export type AnsibleCommand = z.infer<typeof ansibleCommandSchema>;

/** Runs one program as given: the effect script of the fault harness and benchmarks. */
export const plainCommandSchema = z.object({
  kind: z.literal("command"),
  argv: z
    .array(
      z
        .string()
        .max(4000)
        .regex(/^[^\0]*$/),
    )
    .min(1)
    .max(200),
});

/**
 * How much of the controller a run may touch. *isolated*: only ssh targets, own process namespace.
 * *local*: this machine is a target; daemons it starts live on. *unconfined*: needs new privileges here.
 */
export const runProfileSchema = z.enum(["isolated", "local", "unconfined"]);
export type RunProfile = z.infer<typeof runProfileSchema>;

/** Everything a machine needs to start one attempt at a task. */
export const runSpecSchema = z.object({
  runId: idSchema,
  /** Secret of this attempt: signs the events and the exit record, never visible inside the sandbox. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/),
  command: z.union([ansibleCommandSchema, plainCommandSchema]),
  profile: runProfileSchema,
  writableDirs: z.array(absolutePathSchema).max(50),
  hiddenDirs: z.array(absolutePathSchema).max(200),
  files: z.array(runFileSchema).max(20_000),
  timeoutSeconds: z.number().int().min(1).max(maxTimeoutSeconds),
  /** Values that must not stand in anything that leaves the run. */
  redactions: z.array(z.string()).max(1_000).optional(),
});
export type RunSpec = z.infer<typeof runSpecSchema>;

/** The name of an ansibleTask that a run starts at: one plain line, no template. */
export const startAtTaskSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}*?[\]]+$/u)
  .refine((name) => !/\{[{%#]/.test(name));

const eventBase = {
  /** When the callback wrote it. */
  at: instantSchema,
  /** Ordinal from 1, without gaps unless a line was lost. */
  n: z.number().int().positive(),
};

/** Counts of one host at the end of a playbook, as Ansible's recap has them. */
export const hostCountsSchema = z.object({
  ok: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
  unreachable: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
  rescued: z.number().int().nonnegative(),
  ignored: z.number().int().nonnegative(),
});
export type HostCounts = z.infer<typeof hostCountsSchema>;

/** What became of one ansibleTask on one host. */
export const hostResultStatusSchema = z.enum(["ok", "changed", "failed", "skipped", "unreachable"]);
export type HostResultStatus = z.infer<typeof hostResultStatusSchema>;

/** One line of the callback plugin's event file. */
export const runEventSchema = z.discriminatedUnion("type", [
  z.object({
    ...eventBase,
    type: z.literal("play.started"),
    name: z.string().max(1000),
    /** Hosts the play addresses under the limit; null when Ansible did not say. */
    hosts: z.array(z.string().max(300)).max(5000).nullable(),
  }),
  z.object({
    ...eventBase,
    type: z.literal("ansibleTask.started"),
    taskId: z.string().max(200),
    name: z.string().max(1000),
    action: z.string().max(300),
    path: z.string().max(2000).optional(),
    /** Its name as written, where Ansible can be told to start a run at it. */
    startAt: startAtTaskSchema.optional().catch(undefined),
  }),
  z.object({
    ...eventBase,
    type: z.literal("host.result"),
    host: z.string().max(300),
    status: hostResultStatusSchema,
    ansibleTask: z.string().max(1000),
    taskId: z.string().max(200).optional(),
    durationMs: z.number().int().nonnegative(),
    message: z.string().max(5000),
    diff: z.string().max(20_000).optional(),
    ignoreErrors: z.boolean(),
    /** In a preview: what Ansible's check mode could not tell. */
    preview: z
      .object({
        /** Its module, or that of an item, does nothing in check mode: it would run unseen. */
        notTried: z.boolean(),
        /** It reads what only a real run finds out. */
        isOpen: z.boolean(),
        /** Handlers that it would notify if it changed something. */
        notifies: z.array(z.string().max(300)).max(50),
      })
      .optional(),
  }),
  z.object({
    ...eventBase,
    type: z.literal("warning"),
    message: z.string().max(5000),
    /** A play ended for all its hosts, also for those that had not failed. */
    isEndForAll: z.boolean().optional(),
  }),
  /** The playbook has ended well; its stats were told. Whatever follows is no part of it. */
  z.object({ ...eventBase, type: z.literal("checks.started") }),
  z.object({ ...eventBase, type: z.literal("check.result"), ...hostCheckResultSchema.shape }),
  z.object({
    ...eventBase,
    type: z.literal("stats"),
    hosts: z.record(z.string().max(300), hostCountsSchema),
    resources: z.object({
      cpuSeconds: z.number().nonnegative(),
      peakMemoryMib: z.number().nonnegative(),
    }),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** One host's line in the summary of a finished run. */
export const hostSummarySchema = hostCountsSchema.extend({ host: z.string() });
export type HostSummary = z.infer<typeof hostSummarySchema>;

/** How a run ended. *needs_review* means nobody can say whether it took effect. */
export const runVerdictSchema = z.enum([
  "succeeded",
  "failed",
  "timed_out",
  "cancelled",
  "needs_review",
]);
export type RunVerdict = z.infer<typeof runVerdictSchema>;

/** A password that a run lacked or that was not accepted. */
export const secretTroubleSchema = z.object({
  kind: z.enum(["become_password", "vault_password", "ssh_password"]),
  problem: z.enum(["wrong", "missing", "unusable"]),
  /** Hosts that said so; empty where Ansible itself did. */
  hosts: z.array(z.string()),
  /** One sentence for a person. */
  message: z.string(),
});
export type SecretTrouble = z.infer<typeof secretTroubleSchema>;

/** The end of a run, decided from events, stats and the exit record. */
export const runOutcomeSchema = z.object({
  verdict: runVerdictSchema,
  hosts: z.array(hostSummarySchema),
  failedAnsibleTask: z
    .object({
      name: z.string(),
      host: z.string(),
      message: z.string(),
      path: z.string().optional(),
    })
    .nullable(),
  /** Where another run could go on, with the hosts that have something left; null where it can't. */
  resume: z
    .object({ startAt: startAtTaskSchema, hosts: z.array(z.string()) })
    .nullable()
    .optional(),
  /** Results of the checks on hosts; absent where they were not begun. */
  checks: z.array(hostCheckResultSchema).optional(),
  /** One sentence for a person. */
  message: z.string(),
  /** Set where it failed for want of a password. */
  secretTrouble: secretTroubleSchema.optional(),
  /** Null when the run left no exit record. */
  exitCode: z.number().int().nullable(),
  durationMs: z.number().int().nonnegative(),
  resources: z.object({
    wallSeconds: z.number().nonnegative(),
    cpuSeconds: z.number().nonnegative(),
    /** Most memory that was seen in use; null when nothing reported it. */
    peakMemoryMib: z.number().nonnegative().nullable(),
    /** Whether that is the sum over all processes of the run or its largest one's; absent in old records, which know only that. */
    memoryOf: z.enum(["tree", "process"]).optional(),
    /** Most memory that its processes held on graphics cards; null or absent where none could be asked. */
    peakVramMib: z.number().nonnegative().nullable().optional(),
    /** Bytes that its ssh processes carried, in both directions; null or absent where nobody counted. */
    sshBytes: z.number().int().nonnegative().nullable().optional(),
  }),
  lines: z.number().int().nonnegative(),
  /** Lines shortened or left out of the kept log. */
  cutLines: z.number().int().nonnegative(),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

/** What the shim writes when the command has ended. Times are milliseconds of the wall clock. */
export interface ExitRecord {
  readonly nonce: string;
  readonly exitCode: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly cpuSeconds: number;
  readonly timedOut: boolean;
}
