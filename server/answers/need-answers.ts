import type { MessagePart } from "#server/contracts/chat.ts";
import { blockingNeeds, needText } from "#server/contracts/entry-readiness.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { text } from "#server/lib/message-parts.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { type ServiceNeeds, serviceNeeds } from "#server/scaffolds/scaffolds-service.ts";

const maxPages = 3;

/**
 * What it would take to run a service: what is known of it with where that was read, and the playbooks and pages of this
 * installation that have to do with it. Null where no service is named. Nothing is planned.
 */
export async function answerNeeds(
  { matching }: { readonly matching: MatchingService },
  { about, said }: Question,
): Promise<MessagePart[] | null> {
  // "what does it take to host nextcloud": it points at nothing.
  const app = (await matching.findApp(said)) ?? (await matching.findApp(about ?? ""));
  if (app === null) return null;
  const found = await matching.listPlaybooks(app);
  const service = await matching.findService(app);
  const deploys = found.filter(
    (entry) => entry.service === service && service !== null && entry.verbs[0] === "deploy",
  );
  const pages = found.filter(({ kind }) => kind === "page").slice(0, maxPages);
  const needs = serviceNeeds(app);
  return [
    ...(needs === null ? [] : [text(sayNeeds(needs))]),
    text(deploys.length > 0 ? sayPlaybooks(deploys) : sayNoPlaybook(needs?.name ?? app)),
    ...(pages.length === 0 ? [] : [text(sayPages(pages))]),
    ...(deploys.length === 0 ? [] : [suggest(deploys)]),
  ];
}

function sayNeeds({ name, does, ways, port, folders, questions, sources }: ServiceNeeds): string {
  const keeps = folders.length === 0 ? "" : ` Its data lies in ${folders.join(", ")}.`;
  const asks = questions.length === 0 ? "" : ` Only you can say: ${questions.join(" ")}`;
  const read = sources.map((source) => `[${new URL(source).hostname}](${source})`).join(", ");
  return `**${name}** (${does}) runs ${ways.join(", or ")}. It answers on port ${port}.${keeps}${asks} Read in ${read}.`;
}

function sayPlaybooks(entries: readonly CatalogEntry[]): string {
  return entries
    .map((entry) => {
      const missing = blockingNeeds(entry).map(needText);
      const lacks =
        missing.length === 0
          ? "has all it needs"
          : `still needs ${missing.join(", ")}: give it under [Playbooks](/playbooks)`;
      return `You have a playbook for it: “${entry.name.replace(/[.\s]+$/, "")}” (\`${entry.path}\`) ${lacks}.`;
    })
    .join(" ");
}

function sayNoPlaybook(app: string): string {
  const href = `/scaffolds?service=${encodeURIComponent(app)}`;
  return `No playbook of yours deploys it yet. [Have one written](${href}): you read it before it goes anywhere.`;
}

function sayPages(pages: readonly CatalogEntry[]): string {
  return `In your repositories this is about it: ${pages.map(({ path }) => `\`${path}\``).join(", ")}.`;
}

function suggest(entries: readonly CatalogEntry[]): MessagePart {
  const prompts = entries.slice(0, 3).map(({ name }) => name.replace(/[.\s]+$/, ""));
  return { kind: "suggestions", title: "Ask for it to get a plan", prompts };
}
