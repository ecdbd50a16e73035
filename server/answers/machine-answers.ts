import type { MessagePart } from "#server/contracts/chat.ts";
import type { HostFacts } from "#server/contracts/host.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { text } from "#server/lib/message-parts.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";
import { subjectOf } from "./subject.ts";

interface MachineSources {
  readonly inventory: InventoryService;
  readonly matching: MatchingService;
}

type KnownHost = Awaited<ReturnType<InventoryService["listHosts"]>>[number];

/**
 * Room, memory and system of the machines a question is about, as each said when somebody last signed in; null where
 * none ever said. A root disk alone is known: what else a machine has, a playbook tells.
 */
export async function answerMachineFacts(
  sources: MachineSources,
  question: Question,
): Promise<MessagePart[] | null> {
  const { host } = await subjectOf(sources, question);
  const hosts = await sources.inventory.listHosts();
  const known = hosts
    .filter(({ name }) => host === null || name === host)
    .map(sayMachine)
    .filter((said) => said !== "");
  return known.length === 0 ? null : [text(known.slice(0, rowsInAnswer).join(" "))];
}

/** "nas1, when last seen, 2026-11-27T…Z: Debian 12, 3.1 of 7.8 GiB memory free, …"; empty where nothing is known. */
export function sayMachine({ name, facts, lastSeenAt }: KnownHost): string {
  if (facts === null) return "";
  const parts = [
    facts.os,
    ofTotal(facts.memoryAvailableMb, facts.memoryTotalMb, "of memory free"),
    ofTotal(facts.diskFreeMb, facts.diskTotalMb, "free on its system disk"),
    sayFullness(facts),
  ].filter((part) => part !== null);
  if (parts.length === 0) return "";
  const when = lastSeenAt === null ? "" : `, when last seen, ${lastSeenAt}`;
  return `${name}${when}: ${parts.join(", ")}.`;
}

function ofTotal(free: number | null, total: number | null, what: string): string | null {
  if (free === null || total === null) return null;
  return `${gibibytes(free)} of ${gibibytes(total)} GiB ${what}`;
}

function sayFullness({ diskFreeMb, diskTotalMb }: HostFacts): string | null {
  if (diskFreeMb === null || diskTotalMb === null || diskTotalMb === 0) return null;
  return `${Math.round((1 - diskFreeMb / diskTotalMb) * 100)} % full`;
}

function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}
