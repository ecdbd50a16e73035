import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "#server/lib/app-error.ts";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import { joinAs, setUpAdmin, startWeb, type TestWeb } from "#tests/support/web.ts";
import { answerForPage } from "./answer-for-page.ts";

const as = (role: "admin" | "viewer") => ({ personId: "p", name: "Ada", role, sessionId: "s" });
const agents = { agents: [], seq: 7, nextCursor: null, internal: "not in the schema" };
let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await createDatabase();
  web = await startWeb({
    databaseUrl: database.url,
    services: {
      agents: {
        list: async () => agents,
        toggle: async () => Promise.reject(),
        change: async () => Promise.reject(),
        find: async () => Promise.reject(),
      },
    },
  });
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

describe("what a page reads in this process", () => {
  it("has the shape the API gives", async () => {
    const admin = await setUpAdmin(web);
    await joinAs(web, admin, "viewer", "Vi");
    const page = await answerForPage("listPeople", as("admin"), async ({ people }) => ({
      people: await people.list(),
    }));
    const { traceId: _traceId, ...api } = (await admin.get("/api/people")).json;
    expect(page).toEqual(api);
    expect(page?.people).toHaveLength(2);
  });

  it("holds nothing the endpoint's schema does not name", async () => {
    const page = await answerForPage("listAgents", as("viewer"), ({ agents }) => agents.list());
    expect(page).toEqual({ agents: [], seq: 7, nextCursor: null });
  });

  it("is refused to a role that may not ask the endpoint, before anything is read", async () => {
    let isRead = false;
    const page = await answerForPage("listPeople", as("viewer"), async () => {
      isRead = true;
      return { people: [] };
    });
    expect({ page, isRead }).toEqual({ page: null, isRead: false });
  });

  it("is left to the browser where it fails or takes too long", async () => {
    const failing = answerForPage("listAgents", as("viewer"), async () => {
      throw new AppError("database_unavailable");
    });
    const hanging = answerForPage("listAgents", as("viewer"), () => new Promise(() => undefined));
    expect(await Promise.all([failing, hanging])).toEqual([null, null]);
  });
});
