import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What a message is, as its author meant it. */
export const turnActs = [
  ...(["change", "question", "about", "control", "small_talk", "danger", "nonsense"] as const),
] as const;

const turnSchema = z.object({
  /** What the same person said before in the conversation. */
  before: z.array(z.string()),
  say: z.string().min(1),
  act: z.enum(turnActs),
  /** Of a question: what a good answer holds, in lower case. */
  facts: z.array(z.string()).default([]),
});

/** A labelled message to the chat. */
export interface Turn extends z.infer<typeof turnSchema> {
  readonly part: "read" | "unread";
}

/** Turns by outside authors; those that nobody has read are only counted. */
export function readTurns(part: Turn["part"]): Turn[] {
  const folder = path.join(import.meta.dirname, "conversation", part);
  return readdirSync(folder).flatMap((file) =>
    readFileSync(path.join(folder, file), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => ({ ...turnSchema.parse(JSON.parse(line)), part })),
  );
}
