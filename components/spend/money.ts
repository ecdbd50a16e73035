import type { ModelBudgets } from "#server/contracts/ai.ts";

/** An amount for people: "$0", "$0.0042", "$3.10". Below a cent four places tell more than "$0.00". */
export function moneyText(microUsd: number): string {
  if (microUsd === 0) return "$0";
  const usd = microUsd / 1_000_000;
  return usd < 0.01 ? `$${Math.max(usd, 0.0001).toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** A count for people: "940", "12,400", "1.2 M". */
export function tokensText(tokens: number): string {
  return tokens >= 1_000_000
    ? `${(tokens / 1_000_000).toFixed(1)} M`
    : tokens.toLocaleString("en-US");
}

/** What stands in a budget field for a limit; nothing for no limit. */
export function fieldText(name: keyof ModelBudgets, limit: number | null): string {
  if (limit === null) return "";
  return isMoney(name) ? String(limit / 1_000_000) : String(limit);
}

/** The limit a budget field means; undefined when it means none that can be. */
export function readField(name: keyof ModelBudgets, text: string): number | null | undefined {
  const trimmed = text.trim().replace(/^\$/, "").replace(",", ".");
  if (trimmed === "") return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value) || value < 0 || value > 1_000_000_000) return undefined;
  if (isMoney(name))
    return Math.round(value * 1_000_000) <= 1e12 ? Math.round(value * 1_000_000) : undefined;
  return Number.isInteger(value) ? value : undefined;
}

function isMoney(name: keyof ModelBudgets): boolean {
  return name.endsWith("Usd");
}
