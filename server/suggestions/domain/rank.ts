import { type Finding, severities } from "./finding.ts";

const many = 100;
const kept = 50;

/**
 * The findings to show, in the order of the file. Of more than a hundred the fifty most severe stay, those that come
 * first in the file winning among equals.
 *
 * @returns with how many were left out
 */
export function keepMostSevere<T extends Finding>(
  findings: readonly T[],
): { shown: T[]; omitted: number } {
  const inOrder = findings.toSorted((a, b) => a.line - b.line || compareText(a.rule, b.rule));
  if (inOrder.length <= many) return { shown: inOrder, omitted: 0 };
  const weight = ({ severity }: Finding) => severities.indexOf(severity);
  const chosen = new Set(inOrder.toSorted((a, b) => weight(b) - weight(a)).slice(0, kept));
  return { shown: inOrder.filter((each) => chosen.has(each)), omitted: inOrder.length - kept };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
