import { randomUUID } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import pg from "pg";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

/** Calls as a model leaves them: a dear one of a request, a free one, one that failed. */
async function recordCalls(databaseUrl: string, requestId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const calls = [
    ["external", "claude-sonnet-5-5", 1_234_000, 400_000, 43_400, "answered", 0],
    ["external", "claude-sonnet-5-5", 4_200, 1_600, 100, "answered", 3],
    ["local", "qwen3:4b", 0, 210, 42, "answered", 0],
    ["local", "qwen3:4b", 0, 210, 0, "timeout", 1],
  ];
  for (const [tier, model, cost, tokensIn, tokensOut, outcome, daysAgo] of calls) {
    await client.query(
      `INSERT INTO model_call (id, request_id, purpose, tier, model, reserved_micro_usd, reserved_tokens, cost_micro_usd,
         tokens_in, tokens_out, outcome, latency_ms, created_at, settled_at)
       VALUES ($1, $2, 'understand', $3, $4, $5, 1, $5, $6, $7, $8, 900, now() - $9 * interval '1 day', now())`,
      [randomUUID(), requestId, tier, model, cost, tokensIn, tokensOut, outcome, daysAgo],
    );
  }
  await client.end();
}

test("says that nothing is spent, then what was, by day, model and request", async ({
  chat,
  page,
  installation,
}, { project }) => {
  await page.goto(`${installation.url}/spend`);
  // One installation serves both projects; the second finds what the first recorded.
  if (project.name === "desktop") {
    await expect(page.getByText("No model was used, nothing was spent")).toBeVisible();
    await expect(page.getByText("Nothing is sent outside.")).toBeVisible();
    await page.goto(installation.url);
    await chat.say("Report the state of all apps");
    await chat.expectState("Report the state of all apps", "Needs approval");
    const answer = await page.request.get(`${installation.url}/api/inbox`);
    const { items } = (await answer.json()) as { items: { requestId: string }[] };
    await recordCalls(installation.databaseUrl, items[0]?.requestId ?? randomUUID());
    await page.goto(`${installation.url}/spend`);
  }
  await expect(page.getByText("$1.24", { exact: true }).first()).toBeVisible();
  const models = page.getByRole("table", { name: "By model" });
  await expect(models.getByRole("row", { name: /claude-sonnet-5-5/ })).toContainText("$1.24");
  await expect(models.getByRole("row", { name: /qwen3:4b/ })).toContainText("1 without an answer");
  const requests = page.getByRole("table", { name: "By request" });
  await requests.getByRole("link", { name: "Report the state of all apps" }).click();
  await expect(page).toHaveURL(/\/requests\//);

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`${installation.url}/spend`);
    await expect(models).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target)}`)).toEqual(
      [],
    );
    expect(await overflowsSideways(page)).toBe(false);
    await page.screenshot({
      path: `test-results/spend-${project.name}-${colorScheme}.png`,
      fullPage: true,
    });
  }
});

test("lets an admin set what models may cost, and says first what would be sent out", async ({
  chat,
  page,
  installation,
}) => {
  await page.goto(`${installation.url}/spend`);
  await chat.expectLive();
  await page.getByRole("button", { name: "Change budgets" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/It never gets secrets/)).toBeVisible();
  await dialog.getByLabel("External, US dollars a month").fill("lots");
  await dialog.getByRole("button", { name: "Save budgets" }).click();
  await expect(dialog.getByText("Enter 0 or more, or leave it empty.")).toBeVisible();
  await dialog.getByLabel("External, US dollars a month").fill("7.50");
  await dialog.getByRole("button", { name: "Save budgets" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/of \$7\.50/)).toBeVisible();
});
