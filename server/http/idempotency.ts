import { endpoints } from "#server/contracts/api.ts";
import { type EndpointName, routeOf } from "#server/contracts/routes.ts";

/** They keep the key with the message, in the transaction that stores it. */
const ownKeeping: ReadonlySet<EndpointName> = new Set<EndpointName>([
  "sendMessage",
  "submitRequest",
]);

/** What they are given or answer is a secret, beside all that is about secrets. */
const secretCalls: ReadonlySet<EndpointName> = new Set<EndpointName>([
  "changePassword",
  "invitePerson",
  "createToken",
  "connectClient",
  "createEnrolment",
  "createWebhook",
  "renewWebhookSecret",
  "createChannel",
  "addRepository",
]);

/** Neither what such a call carries nor its hash is kept. */
function carriesSecret(name: EndpointName): boolean {
  return secretCalls.has(name) || endpoints[name].action?.startsWith("secret.") === true;
}

/** Whether an endpoint takes an `Idempotency-Key`. */
export function takesKey(name: EndpointName): boolean {
  const isOpen = endpoints[name].action === null;
  return routeOf(name).method === "POST" && !isOpen && !carriesSecret(name);
}

/** Whether a key is refused: ignoring it would promise what is not kept. */
export function refusesKey(name: EndpointName): boolean {
  return routeOf(name).method === "POST" && carriesSecret(name);
}

/** Whether the edge itself remembers what a call with a key was answered. */
export function isRemembered(name: EndpointName): boolean {
  return takesKey(name) && !ownKeeping.has(name);
}
