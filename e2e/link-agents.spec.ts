import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { CutLine } from "#tests/journey/cut-line.ts";
import { addRepository, PlaybookRepository } from "#tests/journey/playbook-repository.ts";
import { slowFiles } from "#tests/journey/slow-repository.ts";
import { missingForSsh } from "#tests/support/ssh-hosts.ts";
import { type FreshInstallation, freshInstallation } from "./fixtures/fresh-installation.ts";
import { Machine } from "./fixtures/machine.ts";
import { ChatPage, overflowsSideways } from "./pages/chat-page.ts";

const settings = {
  attic: "name: attic\nreaches: [web1, web2]\n",
  barn: "name: barn\nreaches: [web2, web3]\n",
  cellar: "name: cellar\ndomains: [monitoring]\n",
} as const;
type Name = keyof typeof settings;
const names = Object.keys(settings) as Name[];

const rule = `version: 1
rules:
  - name: web2 belongs to the barn
    match: { host: web2 }
    to: { agent: barn }
`;

/** How long the line is cut. */
const awayMs = 100_000;

interface Fleet {
  readonly installation: FreshInstallation;
  readonly machines: Readonly<Record<Name, Machine>>;
  /** Between attic and Chiffon. */
  readonly line: CutLine;
}

const test = base.extend<{ fleet: Fleet; chat: ChatPage }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function takes from its pattern
  fleet: async ({}, use) => {
    const installation = await freshInstallation();
    const line = await CutLine.open();
    const machines = {
      attic: new Machine(settings.attic),
      barn: new Machine(settings.barn),
      cellar: new Machine(settings.cellar),
    };
    await use({ installation, machines, line });
    for (const name of names) {
      // Told where a test failed: what happened there.
      process.stderr.write(machines[name].lines.map((each) => `${name} ${each}\n`).join(""));
      await machines[name].close();
    }
    await line.close();
    await installation.close();
  },
  chat: async ({ page, fleet }, use) => {
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    const chat = new ChatPage(page);
    await chat.signIn(fleet.installation.chiffon.url);
    await use(chat);
    expect(faults).toEqual([]);
  },
});

/** The row of an agent on the fleet page. */
const rowOf = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });

/** Makes the command with the page's own button, and runs it on the machine. */
async function addMachine(page: Page, machine: Machine, name: Name, lead: (url: string) => string) {
  const dialog = page.getByRole("dialog", { name: "Add a machine" });
  await page.getByRole("button", { name: "Add a machine" }).click();
  await dialog.getByRole("button", { name: "Make the command" }).click();
  const shown = dialog.getByRole("region", { name: "Command for the other machine" });
  const command = (await shown.textContent())?.trim() ?? "";
  const { origin } = new URL(page.url());
  machine.enrol(command.replaceAll(origin, lead(origin)));
  await expect(dialog.getByText(`${name} is enrolled.`)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await expect(rowOf(page, name)).toContainText("On another machine");
  await expect(rowOf(page, name).getByText("Online", { exact: true })).toBeVisible();
}

test("three machines are added, get the work that is theirs, and come through what happens to them", async ({
  chat,
  page,
  fleet: { installation, machines, line },
}, { project }) => {
  test.skip(
    project.name !== "desktop",
    "one walk is enough: what it shows is not the page's shape",
  );
  test.skip(missingForSsh !== null, missingForSsh ?? "");
  test.setTimeout(1_500_000);
  const { chiffon, client, hosts, scratch } = installation;
  const files = slowFiles(hosts, ["snail", "zabbix"]);
  const repository = new PlaybookRepository(path.join(scratch, "slow"), files);
  const { id: repositoryId } = await addRepository(client, "Slow", repository);
  for (const host of hosts.names)
    await client.call("POST", "/api/hosts/test", { repositoryId, host });
  const marks = (host: string): string[] => {
    const file = path.join(hosts.effects, host, "snail");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };
  const begun = (host: string, before: readonly string[]) =>
    expect.poll(() => marks(host).length, { timeout: 120_000 }).toBeGreaterThan(before.length);

  /** Asks, and has the card say which agent does it and why. */
  async function plan(request: string, agent: Name, why: string): Promise<void> {
    await page.goto(chiffon.url);
    await chat.expectLive();
    await chat.say(request);
    await chat.expectState(request, "Needs approval");
    await expect(chat.card(request)).toContainText(`By agent ${agent}: ${why}`);
  }

  /** What the run says about where it went. */
  async function expectRunBy(request: string, agent: Name, method: string): Promise<void> {
    await chat.expectState(request, "Done", 300_000);
    const card = chat.card(request);
    await expect(card).toContainText(`by ${agent}`);
    await card.getByText("Why this agent").click();
    await expect(card.getByText(method, { exact: true })).toBeVisible();
    expect(await overflowsSideways(page)).toBe(false);
  }

  await test.step("each by the page's own command", async () => {
    await page.goto(`${chiffon.url}/fleet`);
    await chat.expectLive();
    const builtIn = page.getByRole("listitem").filter({ hasText: "Built in, infra agent" });
    await builtIn.getByRole("button", { name: "Disable" }).click();
    await expect(builtIn.getByText("Disabled", { exact: true })).toBeVisible();
    await addMachine(page, machines.attic, "attic", (url) => line.lead(url).replace(/\/$/, ""));
    await addMachine(page, machines.barn, "barn", (url) => url);
    await addMachine(page, machines.cellar, "cellar", (url) => url);
    expect(await overflowsSideways(page)).toBe(false);
  });

  await test.step("work goes by ability, by name, by subject and by rule", async () => {
    const byAbility = "Deploy the snail on web3";
    await plan(byAbility, "barn", "the only agent that can do it");
    await chat.approve(byAbility);
    await expectRunBy(byAbility, "barn", "By ability and score");

    const byName = "Deploy the snail on web2 with agent attic";
    await plan(byName, "attic", "asked for by name");
    await chat.approve(byName);
    await expectRunBy(byName, "attic", "Asked for by name");

    const bySubject = "Deploy the zabbix on web1";
    await plan(bySubject, "cellar", "declared for monitoring");
    await chat.approve(bySubject);
    await expectRunBy(bySubject, "cellar", "By what it is about");

    await page.goto(`${chiffon.url}/fleet`);
    await chat.expectLive();
    await page.getByText("Rules file").click();
    await page.getByLabel("Rules", { exact: true }).fill(rule);
    await page.getByRole("button", { name: "Save rules" }).click();
    await expect(page.getByRole("list", { name: "Rules" })).toContainText("to barn");
    const byRule = "Deploy the snail on web2";
    await plan(byRule, "barn", "by the rule “web2 belongs to the barn”");
    await chat.approve(byRule);
    await expectRunBy(byRule, "barn", "By the rule “web2 belongs to the barn”");
  });

  await test.step("one is cut off in mid-run and one is killed; both end what they began, once", async () => {
    const before = { web1: marks("web1"), web3: marks("web3") };
    const cutOff = "Deploy the snail on web1 with snail_seconds=45";
    await plan(cutOff, "attic", "the only agent that can do it");
    await chat.approve(cutOff);
    await begun("web1", before.web1);
    line.cut();
    const cutAt = Date.now();

    const killed = "Deploy the snail on web3 with snail_seconds=40";
    await plan(killed, "barn", "the only agent that can do it");
    await chat.approve(killed);
    await begun("web3", before.web3);
    await machines.barn.kill();
    machines.barn.startAgain();
    await chat.expectState(killed, "Done", 300_000);
    expect(marks("web3").slice(before.web3.length)).toEqual(["began", "ended"]);
    await expect(chat.card(killed)).not.toContainText("attempt 2");

    await page.goto(`${chiffon.url}/fleet`);
    await chat.expectLive();
    await expect(rowOf(page, "attic").getByText("Offline", { exact: true })).toBeVisible({
      timeout: 120_000,
    });
    await expect(rowOf(page, "barn").getByText("Online", { exact: true })).toBeVisible();
    await rowOf(page, "attic").getByText("Last hour, disks and work").click();
    const work = rowOf(page, "attic").getByRole("list", { name: "Its work" });
    await expect(work).toContainText("paused");
    await work.getByRole("link").click();
    await expect(page.getByText("The agent attic does not answer")).toBeVisible();
    await delay(Math.max(0, cutAt + awayMs - Date.now()));
    line.mend();
    await expect(page.getByText("The agent attic does not answer")).toHaveCount(0);
    await expect(page.locator("header").getByText("Done", { exact: true }).first()).toBeVisible({
      timeout: 120_000,
    });
    expect(marks("web1").slice(before.web1.length)).toEqual(["began", "ended"]);
    await page.goto(`${chiffon.url}/fleet`);
    await expect(rowOf(page, "attic").getByText("Online", { exact: true })).toBeVisible();
  });

  await test.step("one is said to be a host: it is worked on there without ssh", async () => {
    await rowOf(page, "barn").getByRole("button", { name: "Which host" }).click();
    const dialog = page.getByRole("dialog", { name: "Which host is barn?" });
    await dialog
      .getByLabel("barn is")
      .selectOption({ label: `web3 of Slow, ${hosts.places["web3"]?.address}` });
    await dialog.getByRole("button", { name: "barn is web3" }).click();
    await expect(dialog.getByRole("list", { name: "What it is" })).toContainText("web3");
    await page.setViewportSize({ width: 390, height: 844 });
    await dialog.getByRole("button", { name: "Close" }).first().click();
    expect(await overflowsSideways(page)).toBe(false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(rowOf(page, "barn")).toContainText("is the host web3, without ssh");
    const before = marks("web3");
    const local = "Deploy the snail on web3 with snail_seconds=2";
    await plan(local, "barn", "its machine is the host");
    await expect(chat.card(local)).toContainText("Runs on web3 itself, by its agent barn");
    await hosts.stopHost("web3");
    await chat.approve(local);
    await expectRunBy(local, "barn", "The host itself");
    expect(marks("web3").slice(before.length)).toEqual(["began", "ended"]);
  });

  await test.step("one is revoked: gone within a second, and refused", async () => {
    await page.goto(`${chiffon.url}/fleet`);
    await chat.expectLive();
    const row = rowOf(page, "cellar");
    await expect(row).toBeVisible();
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(row).toHaveCount(0, { timeout: 1_000 });
    await expect.poll(() => machines.cellar.exitCode, { timeout: 10_000 }).toBe(3);
    machines.cellar.startAgain();
    await expect.poll(() => machines.cellar.exitCode, { timeout: 30_000 }).toBe(3);
    expect(machines.cellar.lines.at(-1)).toContain("The agent was revoked.");
  });
});
