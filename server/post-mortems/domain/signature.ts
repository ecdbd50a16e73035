import type { Cause } from "#server/contracts/post-mortem.ts";

const longestMessage = 400;

/**
 * What failures of the same kind have in common: playbook, ansibleTask, module, and what was said without that which
 * differs from time to time. Null where no playbook ran.
 */
export function signatureOf(repositoryId: string | null, cause: Cause): string | null {
  if (repositoryId === null || cause.playbook === null) return null;
  const { kind, playbook, ansibleTask, module } = cause;
  const said = normalMessage(cause.message, cause.host);
  return [repositoryId, kind, playbook, ansibleTask ?? "", module ?? "", said].join("\n");
}

/** A message without host, ids, paths, addresses and numbers; the first 400 characters of what is left. */
export function normalMessage(message: string, host: string | null): string {
  const anyHost = host === null || host === "" ? message : message.replaceAll(host, "HOST");
  return anyHost
    .slice(0, 4 * longestMessage)
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "ID")
    .replace(/(?<![\w/])(?:\/[\w.@+-]+)+\/?/g, "PATH")
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, "ID")
    .replace(/\d+(?:[.:]\d+)*/g, "N")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase()
    .slice(0, longestMessage);
}
