import type { RequestView } from "#server/contracts/plan.ts";

/** Something that was deployed and where a browser finds it. */
export interface Deployed {
  readonly name: string;
  readonly href: string;
}

const mostShown = 4;
const ownMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/;

/**
 * Addresses that answered when they were checked, by service, each once. Those on Chiffon's own machine get the name that
 * the reader reached Chiffon by; while that is not known, they are left out.
 */
export function deployedAt(
  { checks, plan }: Pick<RequestView, "checks" | "plan">,
  pageHost: string | null,
): Deployed[] {
  const found = new Map<string, Deployed>();
  for (const { kind, target, ok, isUnresolved, taskKey } of checks) {
    const isPage = ok && isUnresolved !== true && (kind === undefined || kind === "http");
    const href = isPage ? addressOf(target, pageHost) : null;
    const task = plan?.body.tasks.find((one) => one.taskKey === taskKey);
    if (href === null || task === undefined) continue;
    const name = task.service ?? task.name;
    if (!found.has(name)) found.set(name, { name, href });
  }
  return [...found.values()].slice(0, mostShown);
}

function addressOf(target: string, pageHost: string | null): string | null {
  if (!/^https?:\/\//.test(target) || !URL.canParse(target)) return null;
  const { protocol, hostname, port } = new URL(target);
  const isOwn = ownMachine.test(hostname);
  if (isOwn && pageHost === null) return null;
  const host = isOwn ? pageHost : hostname;
  // A check may ask for a page of its own, as /health: people begin at the front.
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}/`;
}
