import { expect, it } from "vitest";
import {
  answersSchema,
  type QuestionSubject,
  questionKey,
  questionKeySchema,
  subjectOf,
} from "./question-key.ts";

const subjects: [string, QuestionSubject][] = [
  ["entry:0", { about: "entry", intent: 0 }],
  ["host:12", { about: "host", intent: 12 }],
  ["tags:1", { about: "tags", intent: 1 }],
  ["variable:0:kuma_port", { about: "variable", intent: 0, name: "kuma_port" }],
  ["variable:2:odd:name", { about: "variable", intent: 2, name: "odd:name" }],
];

it.each(subjects)(
  "reads %s, as earlier versions stored it, and spells it so again",
  (stored, subject) => {
    const key = questionKeySchema.parse(stored);
    expect(subjectOf(key)).toEqual(subject);
    expect(questionKey(subject)).toBe(stored);
    expect(answersSchema.parse({ [stored]: "yes" })).toEqual({ [stored]: "yes" });
  },
);

it.each(["", "entry", "entry:", "entry:one", "entry:0:more", "variable:0", "colour:0"])(
  "takes %j for no question",
  (text) => {
    expect(questionKeySchema.safeParse(text).success).toBe(false);
    expect(answersSchema.safeParse({ [text]: "yes" }).success).toBe(false);
  },
);
