import { endpoints, type JsonEndpointName, type Reply } from "#server/contracts/api.ts";
import type { Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { can } from "#server/people/domain/policy.ts";
import { currentEdge } from "./edge.ts";
import type { EdgeServices } from "./edge-services.ts";

/** A page that waits longer for one answer is drawn without it; its part then asks by itself. */
const patienceMs = 400;

/**
 * What an endpoint would answer this person, read within this process: the same permission, the same schema, and the
 * shape JSON gives it on the wire. Null when it is refused, fails, or takes too long: the page's own request then
 * meets the reason and says it.
 */
export async function answerForPage<Name extends JsonEndpointName>(
  name: Name,
  principal: Principal,
  ask: (services: EdgeServices, principal: Principal) => Promise<Reply<Name>>,
): Promise<Reply<Name> | null> {
  const { services, log, toKnownError } = currentEdge();
  try {
    const { action, reply } = endpoints[name];
    if (action !== null && !can(principal.role, action)) throw new AppError("not_allowed");
    const answer = reply.parse(await inTime(ask(services, principal)));
    return JSON.parse(JSON.stringify(answer)); // parsed by the reply's own schema in the line above
  } catch (error) {
    const { code } = toKnownError(error);
    log.info(
      { endpoint: name, code, personId: principal.personId },
      "page drawn without an answer",
    );
    return null;
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError("timeout")), patienceMs);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}
