import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { enrolReplySchema, linkAnswerSchema, protocolVersion } from "#server/contracts/link.ts";
import { linkPaths } from "#server/contracts/routes.ts";
import { fingerprintOf, newKeyPair } from "#server/platform/link-keys.ts";

const identitySchema = z.object({
  /** Where Chiffon is. */
  server: z.url({ protocol: /^https?$/ }),
  /** With what it signs. */
  serverKey: z.string(),
  agentId: z.string(),
  /** Private keys, as PEM: for signing, and for what is sealed to this agent. */
  signKey: z.string(),
  boxKey: z.string(),
});

/** Which agent this machine is, and how it proves it. */
export type EnrolledIdentity = z.infer<typeof identitySchema>;

const timeoutMs = 30_000;

/** What an earlier enrolment left; null before the first. @throws Error naming the file when it holds something else */
export async function readIdentity(file: string): Promise<EnrolledIdentity | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return identitySchema.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} does not hold an agent's identity. Remove it and enrol the machine again.`,
    );
  }
}

/**
 * Enrols this machine: makes its keys, shows the token, and keeps what came back in a file that only its owner reads.
 *
 * @throws Error saying what to do
 */
export async function enrol(
  file: string,
  given: { readonly server: string; readonly token: string; readonly name: string },
): Promise<EnrolledIdentity> {
  const { server, token, name } = given;
  const [signing, box] = [newKeyPair("ed25519"), newKeyPair("x25519")];
  const body = JSON.stringify({
    ...{ protocolVersion, token, name },
    ...{ publicKey: signing.publicKey, boxKey: box.publicKey },
  });
  const response = await fetch(new URL(linkPaths.enrol, server), {
    ...{ method: "POST", redirect: "error", body },
    headers: { "content-type": "application/json" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new Error(refusalIn(answer) ?? `${server} answered ${response.status}.`);
  const { agentId, serverKey } = enrolReplySchema.parse(answer);
  // The token came by another way than the answer: whoever stands between does not have the key that it names.
  if (fingerprintOf(serverKey) !== token.split(".")[1])
    throw new Error(`${server} is not the Chiffon that made this token. Copy the command again.`);
  const identity = {
    ...{ server, serverKey, agentId },
    ...{ signKey: signing.privateKey, boxKey: box.privateKey },
  };
  const draft = `${file}.draft`;
  await writeFile(draft, `${JSON.stringify(identity, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return identity;
}

function refusalIn(answer: unknown): string | null {
  const parsed = linkAnswerSchema.safeParse(answer);
  const { message } = Object(parsed.data?.messages[0]?.payload) as { message?: unknown };
  return typeof message === "string" ? message : null;
}
