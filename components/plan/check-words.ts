import type { CheckResult } from "#server/contracts/plan.ts";
import type { CheckKind, ServiceCheck } from "#server/contracts/playbook.ts";

const kinds: Readonly<Record<CheckKind, string>> = {
  http: "HTTP",
  tcp: "TCP",
  command: "Command",
  systemd: "Unit",
  container: "Container",
};

/** What passes, beside the target: "HTTP", "Container", and nothing for results from before kinds were kept. */
export function kindWord(kind: CheckKind | undefined): string {
  return kind === undefined ? "" : kinds[kind];
}

/** Where a check is made. */
export function placeWords({ host }: Pick<CheckResult, "host">): string {
  return host === undefined ? "from Chiffon" : `on ${host} itself`;
}

/** What a planned check asks for and where: "answers 200 to 299 with “Sign in” within 60 s, from Chiffon". */
export function expectationWords(check: ServiceCheck): string {
  if (check.unresolved !== undefined) return `unresolved: ${check.unresolved}; it is not made`;
  const rights = check.asRoot === true ? ", as root" : "";
  return `${passWords(check)} within ${check.timeoutSeconds} s, ${placeWords(check)}${rights}`;
}

function passWords({ kind, status, bodyText }: ServiceCheck): string {
  switch (kind) {
    case "http": {
      const { from = 0, to = 0 } = status ?? {};
      const expected = from === to ? String(from) : `${from} to ${to}`;
      const answer = status === undefined ? "answers" : `answers ${expected}`;
      return bodyText === undefined ? answer : `${answer} with “${bodyText}”`;
    }
    case "tcp":
      return "connects";
    case "command":
      return "succeeds";
    case "systemd":
      return "is active";
    case "container":
      return "runs and is not unhealthy";
  }
}
