import { questionKey } from "#server/contracts/question-key.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";

type Tags = { readonly kind: "tags"; readonly tags: readonly string[] } | Obstacle;

const everything = "*";
const word = "[\\w.:-]+";
const list = `${word}(?:(?:, ?| and |, and | or )(?:the )?${word})*`;
const tagSayings = [
  new RegExp(
    `(?:--tags?|\\b(?:with|only|just|using|run) (?:the )?tags?)(?: |=|: ?)["']?(${list})`,
    "gi",
  ),
  new RegExp(
    `\\b(?:only|just)(?: (?:run|do|apply|with|use))? (?:the )?(${list}) (?:roles?|tags?|parts?|steps?)\\b`,
    "gi",
  ),
];

/** The tags that limit a playbook ("only the backup role", "with tags a and b"), or a question where it has no such tag. */
export function resolveTags(input: PlanInput, chosen: ChosenEntry, index: number): Tags {
  const { entry } = chosen;
  if (entry.kind === "tag" || entry.kind === "task_file") return { kind: "tags", tags: entry.tags };
  if (chosen.given?.isExact === true) return { kind: "tags", tags: chosen.given.tags };
  const key = questionKey({ about: "tags", intent: index });
  const answer = input.answers[key];
  if (answer === everything) return { kind: "tags", tags: [] };
  const wanted =
    answer !== undefined ? [answer] : tagsIn(`${chosen.intentText}\n${input.requestText}`);
  if (wanted.length === 0) return { kind: "tags", tags: chosen.given?.tags ?? [] };
  const known = wanted.flatMap((name) => findTag(name, entry.tags) ?? []);
  if (known.length === wanted.length) return { kind: "tags", tags: [...new Set(known)].sort() };
  // One of several entries may be meant, and a playbook without tags knows none: then the words mean something else.
  if (input.chosen.length > 1 || entry.tags.length === 0) return { kind: "tags", tags: known };
  const strange = wanted.find((name) => findTag(name, entry.tags) === null) ?? "";
  return {
    kind: "ask",
    ambiguity: {
      key,
      question: `${entry.path} has no role or tag "${strange.slice(0, 60)}". Which part of it should run?`,
      choices: [
        ...entry.tags.slice(0, 7).map((tag) => ({ label: tag, value: tag, hint: null })),
        { label: "All of it", value: everything, hint: null },
      ],
    },
  };
}

function tagsIn(text: string): string[] {
  const names = tagSayings.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) =>
      (match[1] ?? "").split(/, ?(?:and )?| and | or /).map((name) => name.replace(/^the /, "")),
    ),
  );
  return [...new Set(names.map((name) => name.toLowerCase().replace(/[.:]+$/, "")))].filter(
    (name) => name !== "" && name !== "the",
  );
}

/** The declared tag that is meant: letter case, dashes and a plural do not matter. */
function findTag(name: string, tags: readonly string[]): string | null {
  const key = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")
      .replace(/s$/, "");
  return tags.find((tag) => key(tag) === key(name)) ?? null;
}
