import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { idSchema } from "#server/contracts/common.ts";
import { AppError } from "#server/lib/app-error.ts";

/**
 * Which agent this machine is: made at its first start and kept in a file of its data directory, so that a new host name
 * changes nothing and another machine of the same name is another agent. Processes of one directory are one agent.
 *
 * @throws invalid_state when the file holds something else
 */
export async function ownIdentity(file: string): Promise<string> {
  const kept = await read(file);
  if (kept !== null) return kept;
  // Whole before it has its name: of two processes that start at once, one makes it and both read it.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomUUID()}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(draft, file).catch(unlessThere);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (made === null) throw new AppError("invalid_state", { message: `${file} cannot be kept.` });
  return made;
}

async function read(file: string): Promise<string | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  const identity = idSchema.safeParse(text.trim());
  if (identity.success) return identity.data;
  throw new AppError("invalid_state", {
    message: `${file} does not hold an agent's identity. Remove it: this machine is then a new agent.`,
  });
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
