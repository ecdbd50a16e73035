import { z } from "zod";

/** What a question of the chat is about. `intent` counts the things that a request asks for, from 0. */
export type QuestionSubject =
  | { readonly about: "entry"; readonly intent: number }
  | { readonly about: "host"; readonly intent: number }
  | { readonly about: "inventory"; readonly intent: number }
  | { readonly about: "tags"; readonly intent: number }
  | { readonly about: "variable"; readonly intent: number; readonly name: string };

/** A question's subject as it is stored and sent: what a request's answers are kept by. */
export const questionKeySchema = z.union([
  z.templateLiteral([z.enum(["entry", "host", "inventory", "tags"]), ":", z.int()]),
  z.templateLiteral(["variable:", z.int(), ":", z.string()]),
]);
export type QuestionKey = z.infer<typeof questionKeySchema>;

/** What a person answered to a request's questions. */
export const answersSchema = z.record(questionKeySchema, z.string());
export type Answers = Readonly<z.infer<typeof answersSchema>>;

/** The key of a question. The only place that spells them; {@link subjectOf} is the only one that reads them. */
export function questionKey(subject: QuestionSubject): QuestionKey {
  return subject.about === "variable"
    ? `variable:${subject.intent}:${subject.name}`
    : `${subject.about}:${subject.intent}`;
}

/** What the question with that key is about. */
export function subjectOf(key: QuestionKey): QuestionSubject {
  const [about, intent, ...name] = key.split(":");
  return about === "variable"
    ? { about, intent: Number(intent), name: name.join(":") }
    : // The schema knows no other words before the first colon.
      { about: about as "entry" | "host" | "inventory" | "tags", intent: Number(intent) };
}
