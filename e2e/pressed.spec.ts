import { appendFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import pg from "pg";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { asked, commit, makeRepository } from "./fixtures/brass.ts";
import { admin, type Installation } from "./fixtures/people.ts";
import { test as base, expect } from "./fixtures/test.ts";
import { Cards } from "./pages/cards.ts";
import type { ChatPage } from "./pages/chat-page.ts";
import { controlsOf, press, watchEffects } from "./pages/pressing.ts";
import { type State, StatePresser } from "./pages/states.ts";

/** What brings states about. */
interface Stage {
  readonly chat: ChatPage;
  readonly cards: Cards;
  readonly client: ChiffonClient;
  readonly installation: Installation;
  /** Of the repository. */
  readonly folder: string;
}

const test = base.extend<{ stage: Stage }>({
  stage: async ({ chat, installation }, use) => {
    const client = new ChiffonClient(installation.url);
    await client.signIn(admin.name, admin.password);
    const folder = path.join(installation.dataDir, "../brass");
    const effects = path.join(installation.dataDir, "apps/brass");
    mkdirSync(effects, { recursive: true });
    if (!existsSync(folder)) {
      makeRepository(folder, effects);
      await addRepository(client, "brass", folder);
    }
    await use({ chat, cards: new Cards(chat), client, installation, folder });
  },
});

/** Lets the time of a waiting plan be over. */
async function letExpire(installation: Installation, card: Locator): Promise<void> {
  const requestId = ((await card.getAttribute("id")) ?? "").replace("plan-", "");
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    const past = "UPDATE plan SET expires_at = now() - interval '1 minute' WHERE request_id = $1";
    await client.query(past, [requestId]);
  } finally {
    await client.end();
  }
}

/** Agents that are there are switched off, or those that are off are switched on. */
async function setAgents(client: ChiffonClient, enabled: boolean): Promise<void> {
  const { agents } = await client.call<{ agents: { id: string; status: string }[] }>(
    "GET",
    "/api/v1/agents",
  );
  for (const { id, status } of agents)
    if ((status === "disabled") === enabled && status !== "offline")
      await client.call("PATCH", `/api/v1/agents/${id}`, { enabled });
}

/** A plan that waits for a decision, or for what it needs before. */
function waitingStates({ chat, cards }: Stage): State[] {
  const waiting = (card: Locator) => cards.is(card, "Needs approval");
  return [
    {
      name: "Needs something",
      reach: async () => {
        await chat.say(asked.lack);
        return chat.page.getByRole("region", { name: "What is missing" }).last();
      },
      holds: (part) => part.isVisible(),
      ends: /^Try again/,
    },
    {
      name: "Needs a secret",
      reach: () => cards.ask(asked.open),
      holds: waiting,
      ends: /^(?:Approve|Reject)/,
      spared: /^(?:Approve|Reject|Preview|Use )/,
    },
    {
      name: "Needs approval",
      reach: () => cards.ask(asked.polish),
      holds: waiting,
      ends: /^(?:Approve|Reject)/,
    },
    {
      name: "Changed, not saved",
      reach: async () => {
        const card = await cards.ask(asked.polish);
        await card
          .getByText(/^1 variable/)
          .first()
          .click();
        await card.getByRole("textbox", { name: /shine/ }).fill("brighter");
        await expect(card.getByRole("button", { name: "Discard" })).toBeVisible();
        return card;
      },
      holds: async (card) => (await card.getByRole("button", { name: "Discard" }).count()) > 0,
      ends: /^(?:Discard|Save as version)/,
      spared: /^(?:Preview|Use )/,
    },
  ];
}

/** A plan that was approved and is not over. */
function liveStates({ chat, cards, client }: Stage): State[] {
  let watched: Locator | null = null;
  /** What runs until it is stopped holds its hosts: there is one of it at a time. */
  const watch = async () => {
    if (watched !== null) await cards.stop(watched);
    watched = await cards.ask(asked.wait);
    return watched;
  };
  const run = async () => {
    const card = await watch();
    await cards.approve(card, "Running");
    return card;
  };
  return [
    {
      name: "Approved, starts later",
      reach: async () => {
        const card = await watch();
        await card.getByRole("button", { name: "Start at a later time" }).click();
        await cards.approve(card, "Approved, starts later");
        return card;
      },
      holds: (card) => cards.is(card, "Approved, starts later"),
      ends: /^(?:Start now|Call off)/,
    },
    {
      name: "Running",
      reach: run,
      holds: (card) => cards.is(card, "Running"),
      ends: /^(?:Stop|Force stop)/,
    },
    {
      name: "Stopping",
      reach: async () => {
        const card = await run();
        await card.getByRole("button", { name: "Stop", exact: true }).click();
        await chat.page.getByRole("button", { name: "Stop after the current task" }).click();
        await expect(card.getByRole("button", { name: "Force stop" })).toBeVisible();
        return card;
      },
      holds: (card) => cards.is(card, "Running"),
      ends: /^Force stop/,
    },
    {
      name: "Paused",
      reach: async () => {
        await setAgents(client, false);
        const card = await cards.ask(asked.fail);
        await cards.approve(card, "Paused");
        return card;
      },
      holds: (card) => cards.is(card, "Paused"),
      ends: /^(?:Stop|Force stop)/,
    },
  ];
}

/** A plan that is over. */
function endedStates({ cards, installation, folder }: Stage): State[] {
  const after = async (text: string, label: string) => {
    const card = await cards.ask(text);
    await cards.approve(card, label);
    return card;
  };
  return [
    ended(cards, "Rejected", async () => {
      const card = await cards.ask(asked.polish);
      await cards.reject(card);
      return card;
    }),
    ended(cards, "Expired", async () => {
      const card = await cards.ask(asked.open);
      await letExpire(installation, card);
      await cards.expectIs(card, "Expired");
      return card;
    }),
    ended(cards, "Failed", () => after(asked.fail, "Failed")),
    ended(cards, "Stale", async () => {
      const card = await cards.ask(asked.polish);
      appendFileSync(path.join(folder, "polish.yml"), "# changed\n");
      commit(folder);
      await cards.approve(card, "Stale");
      return card;
    }),
    ended(cards, "Done", () => {
      // What an earlier state polished would be left as it is, with nothing to undo.
      const effects = path.join(installation.dataDir, "apps/brass");
      for (const host of ["left", "right"]) rmSync(path.join(effects, host), { force: true });
      return after(asked.polish, "Done");
    }),
  ];
}

/** An ended plan: planning it again leads away from it, and rejecting what came of that leads back. */
function ended(cards: Cards, label: string, end: () => Promise<Locator>): State {
  let part: Locator | null = null;
  return {
    name: label,
    reach: async () => {
      if (part === null) {
        part = await end();
        return part;
      }
      const follower = part.getByRole("link", { name: "See the new plan" });
      const requestId = ((await follower.getAttribute("href")) ?? "").replace("/requests/", "");
      const next = cards.of(requestId);
      await cards.expectIs(next, "Needs approval");
      await cards.reject(next);
      await expect(part.getByRole("button", { name: "Plan again" })).toBeVisible();
      return part;
    },
    holds: (card) => cards.is(card, label),
    ends: /^(?:Plan again|Retry|Resume|Undo)/,
  };
}

/** What answered with an error. */
function refusalsOf(page: Page): string[] {
  const refused: string[] = [];
  page.on("response", (response) => {
    if (response.status() < 400) return;
    const { pathname } = new URL(response.url());
    refused.push(`${response.request().method()} ${pathname}: ${response.status()}`);
  });
  return refused;
}

async function addRepository(client: ChiffonClient, name: string, location: string) {
  const { id } = await client.call<{ id: string }>("POST", "/api/repositories", { name, location });
  await client.call("POST", `/api/repositories/${id}/scan`, {});
}

/** Presses everything of the states, follows their links, and says what was pressed. */
async function pressStates(page: Page, { installation }: Stage, states: readonly State[]) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const refused = refusalsOf(page);
  const presser = new StatePresser(page);
  const { pressed, links } = presser;
  try {
    for (const state of states)
      await test.step(state.name, async () => {
        await presser.pressAll(state);
        expect(refused).toEqual([]);
      });
    for (const href of links)
      await test.step(`the link ${href}`, async () => {
        const response = await page.request.get(new URL(href, installation.url).href);
        expect(response.status()).toBeLessThan(400);
      });
  } finally {
    const body = pressed.join("\n");
    await test.info().attach("pressed", { body, contentType: "text/plain" });
  }
  return pressed.map((one) => one.slice(one.lastIndexOf(": ") + 2));
}

test.describe("every button of a plan's card does something, and nothing answers with an error", () => {
  // Presses are bounded in number; a shared machine may need several times as long for each as a quiet one.
  test.setTimeout(600_000);
  test.skip(({ isMobile }) => isMobile, "the buttons are the same on a phone");

  test("while it waits for a decision", async ({ page, stage }) => {
    const pressed = await pressStates(page, stage, waitingStates(stage));
    expect(pressed).toEqual(expect.arrayContaining(["Approve and run", "Reject and re-plan"]));
  });

  test("until it is over", async ({ page, stage }) => {
    try {
      const pressed = await pressStates(page, stage, liveStates(stage));
      expect(pressed).toEqual(expect.arrayContaining(["Start now", "Force stop"]));
    } finally {
      await setAgents(stage.client, true);
    }
  });

  test("once it is over", async ({ page, stage }) => {
    const pressed = await pressStates(page, stage, endedStates(stage));
    expect(pressed).toEqual(expect.arrayContaining(["Plan again", "Undo"]));
  });
});

test("a button that does nothing is found", async ({ page, installation }) => {
  await page.goto(`${installation.url}/sign-in`);
  await page.setContent("<button>Dead</button><button>Alive</button>");
  await page
    .getByText("Alive")
    .evaluate((alive) => alive.addEventListener("click", () => alive.after("!")));
  await watchEffects(page);
  const [dead, alive] = await controlsOf({ name: "", place: page.locator("body") });
  if (dead === undefined || alive === undefined) throw new Error("both are there");
  await press(page, alive);
  await expect(press(page, dead)).rejects.toThrow(/"Dead".*does something/s);
});
