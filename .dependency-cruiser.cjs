// docs/architecture.md has the picture and the reasons.
// app | workers -> server/{http,mcp,realtime} -> services -> repositories | platform -> domain -> contracts | lib
const MODULE_DEPS = {
  audit: [],
  conversations: [],
  people: ["audit"],
  ai: ["audit"],
  agents: ["audit"],
  secrets: ["audit"],
  catalog: ["secrets", "audit"],
  inventory: ["catalog", "secrets", "audit"],
  matching: ["catalog", "inventory", "ai"],
  routing: ["agents", "audit"],
  planning: ["matching", "inventory", "catalog", "secrets", "routing", "agents", "ai", "audit"],
  execution: ["routing", "agents", "inventory", "catalog", "secrets", "audit"],
  link: ["execution", "agents", "audit"],
  retention: ["execution", "audit"],
  changes: ["catalog", "audit"],
  suggestions: ["execution", "changes", "catalog", "audit"],
  scaffolds: ["suggestions", "changes", "catalog", "ai", "audit"],
  answers: [
    ...["planning", "execution", "matching", "inventory", "catalog", "agents", "ai", "people"],
    ...["scaffolds", "audit"],
  ],
  requests: [
    ...["answers", "planning", "execution", "changes", "conversations", "secrets", "ai", "audit"],
  ],
  "post-mortems": ["requests", "planning", "execution", "catalog", "audit"],
  previews: ["requests", "planning", "execution", "catalog", "audit"],
  rules: ["previews", "requests", "planning", "catalog", "people", "audit"],
  chat: ["requests", "conversations", "audit"],
  unattended: ["chat", "rules", "requests", "conversations", "people", "audit"],
  schedules: ["chat", "previews", "requests", "people", "audit"],
  dispatches: ["chat", "requests", "execution", "catalog", "audit"],
  webhooks: ["chat", "requests", "secrets", "people", "audit"],
  notifications: [
    ...["webhooks", "schedules", "requests", "planning", "secrets", "people", "audit"],
  ],
  status: ["agents", "audit"],
};
/** Pure readers that every module may use: Ansible's files as data, and how people say things. */
const READERS = "ansible|language";
const modules = Object.keys(MODULE_DEPS).join("|");
const notTest = "\\.(test|int\\.test)\\.tsx?$";
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule("no-cycles", "Split the shared part out and let both import it.", {}, { circular: true }),
    rule(
      "domain-is-pure",
      "domain/ imports only domain/, contracts/, lib/ and the pure readers. Pass IO results, time and randomness in.",
      { path: "^server/[^/]+/domain/", pathNot: notTest },
      { pathNot: ["^server/[^/]+/domain/", `^server/(contracts|lib|${READERS})/`] },
    ),
    rule(
      "readers-are-pure",
      "ansible/ and language/ read text; they know no module and do no IO.",
      { path: `^server/(${READERS})/`, pathNot: notTest },
      { pathNot: [`^server/(contracts|lib|${READERS})/`, "node_modules/(yaml|marked|porter2)/"] },
    ),
    rule(
      "contracts-import-only-zod",
      "contracts/ is shipped to the browser.",
      { path: "^server/contracts/", pathNot: notTest },
      { pathNot: ["^server/contracts/", "node_modules/zod/"] },
    ),
    rule(
      "lib-is-pure",
      "lib/ has no IO and knows no module.",
      { path: "^server/lib/", pathNot: notTest },
      { pathNot: ["^server/lib/", "^server/contracts/"] },
    ),
    rule(
      "platform-knows-no-module",
      "Adapters are generic; product words live in modules.",
      { path: "^server/platform/" },
      { path: `^server/(${modules})/` },
    ),
    rule(
      "repositories-call-no-service",
      "A repository only reads and writes.",
      { path: "-repository\\.ts$" },
      { path: "-service\\.ts$" },
    ),
    rule(
      "repositories-are-private-to-their-module",
      "Ask the other module's service.",
      { path: "^server/([^/]+)/", pathNot: notTest },
      { path: "-repository\\.ts$", pathNot: "^server/$1/" },
    ),
    rule(
      "browser-sees-contracts-and-domain-only",
      "Everything else is server code.",
      { path: "^components/" },
      {
        path: "^server/",
        pathNot: ["^server/contracts/", "^server/lib/", "^server/[^/]+/domain/"],
      },
    ),
    rule(
      "browser-gets-no-schemas",
      "Import the type alone: a value would bring zod into every page. These files hold none.",
      { path: "^components/", pathNot: notTest },
      {
        path: "^server/contracts/",
        pathNot: "^server/contracts/(routes|wire-case|model-notice|entry-readiness)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    ),
    rule(
      "routes-are-thin",
      "app/ wires container, http and contracts; it decides nothing.",
      { path: "^app/" },
      {
        path: "^server/",
        pathNot: [
          "^server/container\\.ts$",
          "^server/(http|mcp|contracts|lib)/",
          "^server/[^/]+/domain/",
        ],
      },
    ),
    rule(
      "nothing-imports-entry-points",
      "app, workers, e2e are the top.",
      { path: "^(server|components)/", pathNot: "^server/main\\.ts$" },
      { path: "^(app|workers|e2e|tests)/", pathNot: "^tests/support/" },
    ),
    rule(
      "modules-meet-through-services",
      "Use the other module's service, not its domain, adapters or repository.",
      { path: `^server/(${modules})/`, pathNot: notTest },
      { path: `^server/(${modules})/`, pathNot: ["^server/$1/", "-service\\.ts$"] },
    ),
    rule(
      "edges-stay-on-top",
      "http, mcp and realtime call services; nothing below calls them.",
      { path: `^server/(${modules}|${READERS}|platform|runner)/`, pathNot: notTest },
      { path: "^server/(http|mcp|realtime)/" },
    ),
    rule(
      "entry-points-use-services",
      "Repositories belong to their module.",
      { path: "^(workers|scripts|app)/" },
      { path: "-repository\\.ts$" },
    ),
    rule(
      "runner-travels-alone",
      "server/runner is bundled into the remote agent.",
      { path: "^server/runner/", pathNot: notTest },
      {
        path: "^server/",
        pathNot: [
          "^server/runner/",
          "^server/(lib|contracts)/",
          "^server/platform/(process|ssh-agent|ssh-password)",
        ],
      },
    ),
    ...Object.entries(MODULE_DEPS).map(([name, allowed]) =>
      rule(
        `module-order-${name}`,
        `server/${name} may use: ${allowed.join(", ") || "no other module"}.`,
        { path: `^server/${name}/`, pathNot: notTest },
        { path: `^server/(${modules})/`, pathNot: `^server/(${[name, ...allowed].join("|")})/` },
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^server/platform/generated/" },
  },
};
