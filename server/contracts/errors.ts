/** What an error code means at every edge. `fix` names what the person can do next. */
export interface ErrorEntry {
  readonly httpStatus: number;
  /** Permanent number for API clients; ranges: 1000 request, 2000 task, 3000 access, 4000 plan, 5000 agent, 9000 system. */
  readonly errorCode: number;
  readonly retryable: boolean;
  readonly userMessage: string;
  readonly fix: string;
}

const entry = (
  httpStatus: number,
  errorCode: number,
  userMessage: string,
  fix: string,
  retryable = false,
): ErrorEntry => ({ httpStatus, errorCode, retryable, userMessage, fix });

/**
 * Every error code of Chiffon, each of them thrown somewhere. Numbers are permanent: never reuse one.
 */
export const errorTable = {
  unknown_work_type: entry(
    400,
    1001,
    "There is no work of that type.",
    "Send one of the types that the message names.",
  ),
  invalid_input: entry(
    400,
    1002,
    "The input is not valid.",
    "Correct the named field and send it again.",
  ),
  message_empty: entry(400, 1003, "The message is empty.", "Type what you want done."),
  message_too_long: entry(
    413,
    1004,
    "The message is longer than 4,000 characters.",
    "Shorten it, or split it into several.",
  ),
  message_not_text: entry(400, 1005, "The message is not plain text.", "Send ordinary text."),
  not_found: entry(404, 1006, "That does not exist.", "Check the address, or start from the chat."),
  body_too_large: entry(413, 1007, "The body is larger than 1 MB.", "Send at most 1 MB."),
  unsupported_media_type: entry(
    415,
    1008,
    "Only JSON is accepted.",
    "Send Content-Type: application/json.",
  ),
  method_not_allowed: entry(
    405,
    1009,
    "That method is not allowed here.",
    "Use the documented method.",
  ),
  too_many_requests: entry(
    429,
    1010,
    "Too many requests in a short time.",
    "Wait a little, then try again.",
    true,
  ),
  idempotency_conflict: entry(
    409,
    1011,
    "That Idempotency-Key was used for something else.",
    "Use a new key.",
  ),

  call_in_progress: entry(
    409,
    1012,
    "The same call is being worked on.",
    "Wait a little, then send it again with the same key.",
    true,
  ),
  gate_failed: entry(
    409,
    2005,
    "A gate keeps the request in its phase.",
    "See the gates on the request's page for what is missing.",
  ),
  lock_held: entry(
    409,
    2004,
    "Somebody else has a lock there.",
    "Wait until it ends, or ask whoever holds it.",
    true,
  ),

  task_not_found: entry(404, 2001, "That task does not exist.", "Open it from the timeline."),
  invalid_state: entry(
    409,
    2002,
    "That is not possible in its present state.",
    "Reload to see where it stands.",
  ),

  not_signed_in: entry(401, 3001, "Please sign in.", "Sign in and try again."),
  not_allowed: entry(
    403,
    3002,
    "Your role does not allow that.",
    "Ask an admin for the role it needs.",
  ),
  bad_credentials: entry(
    401,
    3003,
    "Name or password is wrong.",
    "Try again, or run: npm run admin -- reset-password NAME",
  ),
  origin_refused: entry(
    403,
    3004,
    "The request came from another site.",
    "Open Chiffon at its own address.",
  ),
  host_refused: entry(
    421,
    3005,
    "Chiffon does not answer to that host name.",
    "Set PUBLIC_URL to the address you use.",
  ),
  setup_token_wrong: entry(
    403,
    3006,
    "The set-up token is wrong or was used.",
    "Use the address printed by npm start.",
  ),
  already_set_up: entry(409, 3007, "Chiffon is already set up.", "Sign in instead."),
  name_taken: entry(409, 3008, "That name is taken.", "Choose another."),
  last_admin: entry(
    409,
    3009,
    "The last admin cannot be removed.",
    "Make someone else admin first.",
  ),
  invite_invalid: entry(403, 3010, "The invite is wrong, used or expired.", "Ask for a new one."),

  token_invalid: entry(
    401,
    3011,
    "The API token is unknown, expired or revoked.",
    "Make a new one under Settings, API tokens.",
  ),
  token_scope_missing: entry(
    403,
    3012,
    "The API token may not do that.",
    "Use one with the scope it takes, or do it signed in.",
  ),
  credentials_mixed: entry(
    400,
    3013,
    "A token and a session cookie came together.",
    "Send one of them.",
  ),
  own_request: entry(
    403,
    3014,
    "A token cannot approve what a token of the same person asked for.",
    "Approve it signed in, or let somebody else decide.",
  ),
  webhook_refused: entry(
    401,
    3015,
    "That webhook does not exist, or what was shown does not open it.",
    "Copy address and secret from Schedules again; a signature takes a clock that is right, and counts once.",
  ),

  plan_not_found: entry(404, 4001, "That plan does not exist.", "Open it from the chat."),
  plan_changed: entry(
    409,
    4002,
    "The plan changed since you opened it.",
    "Read the newest version and decide again.",
  ),
  already_decided: entry(
    409,
    4003,
    "That plan was already decided.",
    "See who decided and when on the card.",
  ),
  plan_stale: entry(
    409,
    4004,
    "What the plan would run has changed since.",
    "Re-plan, then approve the new version.",
  ),
  plan_expired: entry(
    409,
    4005,
    "The plan waited too long and expired.",
    "Ask again for a fresh plan.",
  ),
  plan_invalid: entry(
    422,
    4006,
    "That would not make a plan that can run.",
    "Correct the named task.",
  ),
  variable_invalid: entry(
    422,
    4007,
    "A variable has a value it cannot take.",
    "Correct the named variable.",
  ),
  preview_refused: entry(
    422,
    4008,
    "A preview of that plan would change something.",
    "Read the plan without it: a real run does what it says.",
  ),

  agent_not_found: entry(404, 5002, "That agent does not exist.", "Choose one listed under Fleet."),
  rules_changed: entry(
    409,
    5020,
    "The routing rules were changed meanwhile.",
    "Load them again, then make your change.",
  ),
  agent_in_use: entry(
    409,
    5021,
    "Only an agent that is offline and holds no work can be removed.",
    "Stop its process, wait until it shows as offline, then remove it.",
  ),
  run_refused: entry(
    422,
    5004,
    "The run was refused before it started.",
    "Read the reason on the task.",
  ),
  run_failed: entry(500, 5005, "The run failed.", "Read its output."),

  repository_unreadable: entry(
    422,
    6001,
    "The repository cannot be read.",
    "Check its path or address, branch and access.",
  ),
  repository_in_use: entry(
    409,
    6002,
    "Live plans use that repository.",
    "Finish or cancel the named plans first.",
  ),
  inventory_unusable: entry(
    422,
    6003,
    "The inventory cannot be used.",
    "Use a static YAML or INI inventory with at least one host.",
  ),
  dependencies_missing: entry(
    422,
    6006,
    "What was installed for the repository is gone from this machine.",
    "Press Install under Playbooks, then ask again.",
  ),
  lint_unavailable: entry(
    422,
    6007,
    "Suggestions need ansible-lint, and something to confine it with.",
    "Install both (Debian: apt-get install ansible-lint bubblewrap), then ask again.",
  ),
  repository_unwritable: entry(
    422,
    6008,
    "Chiffon may not write to the repository.",
    "Give its key or token the right to write, or copy the patch and apply it yourself.",
  ),
  host_not_found: entry(
    404,
    6005,
    "That host is not in the inventory.",
    "Add it to the inventory and scan the repository.",
  ),

  secret_unreadable: entry(
    422,
    7001,
    "A secret cannot be decrypted.",
    "Put the key file back that it was stored with, or give the secret again under Settings.",
  ),
  secret_in_use: entry(
    409,
    7002,
    "Live plans use that secret.",
    "Finish or cancel the named plans first, or give the secret a new value.",
  ),
  secret_changed: entry(
    409,
    7003,
    "A secret changed since the plan was made.",
    "Re-plan, then approve the new version.",
  ),

  audit_unavailable: entry(
    503,
    9001,
    "The audit cannot be written, so nothing was changed.",
    "Check the database and the disk.",
    true,
  ),
  database_unavailable: entry(
    503,
    9002,
    "The database does not answer.",
    "Wait a moment; if it stays, check npm start's output.",
    true,
  ),
  answer_failed: entry(
    502,
    9005,
    "No answer could be worked out.",
    "Try again, or say it differently; the trace id finds the cause in the log.",
    true,
  ),
  timeout: entry(
    504,
    9004,
    "That took too long.",
    "Try again; it may still finish in the background.",
    true,
  ),
  internal: entry(
    500,
    9999,
    "Something went wrong on our side.",
    "Try again; the trace id finds it in the log.",
  ),
} as const satisfies Record<string, ErrorEntry>;

/** A key of the error table. */
export type ErrorCode = keyof typeof errorTable;
