import type { BodyInput } from "#server/contracts/api.ts";
import { type EndpointName, isSnakeCase, routeOf } from "#server/contracts/routes.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";

const bodies: { readonly [Name in EndpointName]?: BodyInput<Name> } = {
  sendMessage: { message: "Deploy the dashboard on nas" },
  submitRequest: { message: "Deploy the dashboard on nas" },
  decidePlan: {
    planVersion: 1,
    planDigest: "3b6e1d0f0a4c7e2b9d5f8a1c6e3b0d7f4a9c2e5b8d1f6a3c0e7b4d9f2a5c8e1b",
    decision: "approve",
  },
  modifyPlan: {
    planVersion: 1,
    variables: [{ taskKey: "t1", name: "dashboard_port", value: 8081 }],
  },
  cancelRequest: { reason: "Not today" },
  replanRequest: { kind: "again" },
  addToContext: { text: "The nas is switched off at night" },
  reviewTask: { verdict: "succeeded", reason: "I looked: it answers" },
  decideFirstHost: { decision: "go_on" },
  invitePerson: { role: "operator" },
  addRepository: { name: "Homelab", location: "https://git.example.org/me/homelab.git" },
};

/** An example of what an endpoint takes, as it goes over the wire; null where there is none. */
export function exampleBody(name: EndpointName): unknown {
  const body = bodies[name];
  if (body === undefined) return null;
  return isSnakeCase(routeOf(name).path) ? renameKeys(body, snake) : body;
}
