import { expect, test } from "./fixtures/test.ts";

const asked = "Report the state of all apps";

/** What each page must say without any script: read on the server, for the person whose cookie asks. */
const drawn = [
  ["/approvals", asked],
  ["/audit", "Proposed a plan"],
  ["/fleet", "Chiffon's SSH key"],
  ["/playbooks", "Uptime Kuma"],
  ["/scaffolds", "New playbook"],
  ["/rules", "No rule: every plan waits"],
  ["/spend", "Budgets"],
  ["/settings", "This installation"],
] as const;

test("every page arrives drawn", async ({ chat, page, browser, context, installation }) => {
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  const conversation = page.url();
  const { items } = await (await page.request.get(`${installation.url}/api/inbox`)).json();
  const scriptless = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const reader = await scriptless.newPage();
  const requestPage = `${installation.url}/requests/${items.at(-1).requestId}`;
  for (const url of [conversation, requestPage]) {
    await reader.goto(url);
    const card = reader.getByRole("region", { name: asked }).last();
    await expect(card.getByText("Needs approval")).toBeVisible();
    await expect(card.getByRole("list", { name: "Tasks" })).toBeVisible();
  }
  for (const [path, text] of drawn) {
    // A busy machine may take longer for an answer than a page waits: the next visit has it.
    await expect(async () => {
      await reader.goto(`${installation.url}${path}`);
      await expect(reader.locator("main").getByText(text).first()).toBeVisible({ timeout: 1_000 });
      await expect(reader.locator("main").getByText("Loading")).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
  }
  await scriptless.close();
});

test("nothing that happens between drawing and coming alive is lost", async ({
  chat,
  page,
  installation,
}) => {
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  const conversation = page.url();
  const { items } = await (await page.request.get(`${installation.url}/api/inbox`)).json();
  const { requestId } = items.at(-1);
  await page.goto("about:blank");
  // The page is drawn, then the request ends, and only then its scripts may run.
  const scripts = gate();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scripts.opened;
    await route.continue();
  });
  await page.goto(conversation, { waitUntil: "commit" });
  await expect(chat.card(asked).getByText("Needs approval")).toBeVisible();
  const cancelled = await page.request.post(
    `${installation.url}/api/v1/requests/${requestId}/cancel`,
    { headers: { origin: installation.url }, data: {} },
  );
  expect(cancelled.ok()).toBe(true);
  scripts.open();
  await chat.expectState(asked, "Cancelled");
});

test("what was typed before the page came alive stays", async ({ chat, page, installation }) => {
  const scripts = gate();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scripts.opened;
    await route.continue();
  });
  await page.goto(installation.url, { waitUntil: "commit" });
  await chat.composer.fill("Report the state");
  scripts.open();
  await chat.expectLive();
  await expect(chat.composer).toHaveValue("Report the state");
});

/** Something others wait for until it is opened. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
