import type { VerifyReport } from "#server/contracts/audit.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import { type ChainHead, type Hash, linkHash } from "./chain.ts";

/** The first thing that does not hold. */
export type ChainFault = NonNullable<VerifyReport["firstBad"]>;

/** One link of the database as the walk found it: its line for git, and what is wrong with it, if anything. */
export interface CheckedLink extends ChainHead {
  readonly line: string;
  readonly problem: string | null;
}

/**
 * Finds the first entry of a batch that does not hold, and tells which store was changed: the one whose version no
 * longer hashes to the chain. Where both hash, git's signed commit decides, unless the commit itself was replaced.
 *
 * @param before the last good link before the batch
 * @param gitLines the batch as git has it, null while it is not committed
 */
export function findBatchFault(
  hash: Hash,
  before: ChainHead,
  links: readonly CheckedLink[],
  gitLines: readonly string[] | null,
  commitReplaced: "commit replaced" | "commit as recorded",
): ChainFault | null {
  let prev = before;
  for (const [at, link] of links.entries()) {
    const gitLine = gitLines?.[at] ?? null;
    const same = gitLines === null || gitLine === link.line;
    if (link.problem !== null || !same) {
      const gitHolds = gitLine !== null && continuesChain(hash, prev, gitLine);
      return {
        // A missing link shows at the one after it.
        seq: prev.seq + 1,
        where: whereOf({ link, gitLines, gitHolds, commitReplaced }),
        problem: link.problem ?? describeGit(gitLine, gitHolds),
      };
    }
    prev = link;
  }
  const surplus = gitLines?.[links.length];
  if (surplus === undefined) return null;
  const gitHolds = continuesChain(hash, prev, surplus);
  return {
    seq: prev.seq + 1,
    where: gitHolds ? "database" : "git",
    problem: gitHolds ? "the database lacks an entry that git has" : "git holds an entry too many",
  };
}

function whereOf(found: {
  link: CheckedLink;
  gitLines: readonly string[] | null;
  gitHolds: boolean;
  commitReplaced: "commit replaced" | "commit as recorded";
}): ChainFault["where"] {
  if (found.link.problem !== null) {
    return found.gitLines === null || found.gitHolds ? "database" : "both";
  }
  return found.gitHolds && found.commitReplaced === "commit as recorded" ? "database" : "git";
}

function describeGit(gitLine: string | null, gitHolds: boolean): string {
  if (gitLine === null) return "git lacks the entry";
  return gitHolds ? "database and git hold different entries" : "git holds a changed entry";
}

/** True when a line of git hashes as the link after `before`. */
function continuesChain(hash: Hash, before: ChainHead, line: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return false;
  }
  if (parsed === null || typeof parsed !== "object" || !("entry" in parsed)) return false;
  const { entry, hash: stated, prev, seq } = parsed as Record<string, unknown>;
  return (
    seq === before.seq + 1 &&
    prev === before.hash &&
    stated === linkHash(hash, before.hash, canonicalJson(entry))
  );
}
