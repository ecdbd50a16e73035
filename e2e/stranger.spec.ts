import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "@playwright/test";
import { canHaveOwnUsers } from "#tests/support/ssh-hosts.ts";
import { account } from "./fixtures/people.ts";
import { makeStrangerHomelab, type StrangerHomelab } from "./fixtures/stranger-homelab.ts";
import { expect, test } from "./fixtures/test.ts";
import { addFolder } from "./pages/add-folder.ts";
import { type ChatPage, overflowsSideways } from "./pages/chat-page.ts";

const missing = !canHaveOwnUsers()
  ? "machines here cannot have users of their own"
  : process.getuid?.() !== 0
    ? "starting sshd needs root"
    : null;
test.skip(missing !== null, missing ?? "");

const wikiPassword = "p4ss {{ word }}";
const machines = ["web1", "web2", "web3"];
let homelab: StrangerHomelab | null = null;
test.afterEach(() => homelab?.close());

/** Gives a secret that the waiting plan's card asks for. */
async function give(card: Locator, label: string, value: string, keep: "Give once" | "Save") {
  const form = card
    .getByRole("region", { name: "Secrets that are missing" })
    .locator("form")
    .filter({ has: card.page().getByLabel(label, { exact: true }) });
  await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByRole("button", { name: keep }).click();
  await expect(form).toHaveCount(0);
}

async function approveAndWait(
  chat: ChatPage,
  request: string,
  hosts = `${machines.length} hosts`,
): Promise<Locator> {
  const card = chat.card(request);
  const phrase = card.getByLabel(/^High risk: type/);
  if ((await phrase.count()) > 0) await phrase.fill(hosts);
  await chat.approve(request);
  await chat.expectState(request, "Done", 300_000);
  return card.getByRole("region", { name: "Outcome" });
}

test("a stranger's homelab, from Add repository to no change the second time", async ({
  chat,
  page,
  installation,
}, { project }) => {
  test.setTimeout(900_000);
  const name = `kim-${project.name}`;
  const everything = `Set up the ${project.name}`;
  const player = `Install the ${project.name}'s player`;
  homelab = await makeStrangerHomelab(path.join(installation.dataDir, "..", name), {
    ...{ everything, player },
    ...{ places: installation.sshPlaces, user: account.name },
  });
  const { vaultPassword, inventoryFile, dataOf } = homelab;
  const written = (host: string, file: string) =>
    readFileSync(path.join(dataOf(host), file), "utf8");
  const doctor = page.getByRole("region", { name: `What ${name} needs` });
  const onAllThree = page.getByRole("button", { name: "All 3", disabled: false });

  await test.step("it is added, and says what it needs", async () => {
    await page.goto(`${installation.url}/first-steps`);
    await addFolder(page, name, homelab?.folder ?? "");
    // Where other repositories have hosts, one of their inventories may be chosen, or is used by itself.
    await expect(
      doctor.getByText(
        /^\d of 4 ready; install 1 role and 1 collection; give the vault password(?:; (?:add hosts|choose .+))?\.$/,
      ),
    ).toBeVisible();
  });

  await test.step("its role, its collection and its vault password", async () => {
    await doctor.getByRole("button", { name: "Install" }).click();
    await doctor.getByRole("button", { name: "Give it" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a secret" });
    await dialog.getByLabel("Value").fill(vaultPassword);
    await dialog.getByRole("button", { name: "Store" }).click();
    await expect(
      doctor.getByText(/^(?:All 4|\d of 4) ready(?:; (?:add|choose) .+)?\.$/),
    ).toBeVisible();
  });

  await test.step("its inventory, which git ignores, and its machines", async () => {
    await page.goto(`${installation.url}/fleet`);
    const dialog = page.getByRole("dialog", { name: "Use an inventory of this machine" });
    await expect(async () => {
      await page.getByRole("button", { name: "Use a file" }).click();
      await expect(dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await dialog.getByLabel("Name").fill(`hosts of ${name}`);
    await dialog.getByLabel("File or folder").fill(inventoryFile);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole("button", { name: "Test all" }).click();
    const rows = page.getByRole("listitem").filter({ hasText: `hosts of ${name}` });
    await expect(rows.getByText("Needs a password")).toHaveCount(machines.length);
    expect(await overflowsSideways(page)).toBe(false);
    await page.goto(`${installation.url}/playbooks`);
    const choices = doctor.getByLabel(/^Inventory/);
    const wanted = `inventory/hosts.ini of hosts of ${name} (${machines.length} hosts)`;
    await expect(async () => {
      await expect(doctor.getByText(/^(?:All 4|\d of 4) ready/)).toBeVisible();
      if ((await choices.count()) > 0)
        await choices.first().selectOption(wanted, { timeout: 3_000 });
      await expect(choices).toHaveCount(0, { timeout: 3_000 });
    }).toPass();
  });

  await test.step("everything is set up, with the passwords it asks for", async () => {
    await page.goto(installation.url);
    await chat.expectLive();
    await chat.say(everything);
    await onAllThree.click();
    await chat.expectState(everything, "Needs approval");
    const card = chat.card(everything);
    await give(card, "Value of wiki_password", wikiPassword, "Give once");
    await give(card, "Password", account.password, "Save");
    expect(await overflowsSideways(page)).toBe(false);
    // Asked beforehand, the machines say what would change; nothing is written, and no secret is shown.
    const preview = await chat.preview(everything);
    await expect(preview).toContainText(/Would make \d+ changes on web1, web2, web3/);
    await expect(preview).not.toContainText("p4ss");
    for (const host of machines) expect(existsSync(path.join(dataOf(host), "wiki"))).toBe(false);
    expect(await overflowsSideways(page)).toBe(false);
    const outcome = await approveAndWait(chat, everything);
    for (const host of machines) {
      await expect(outcome).toContainText(host);
      expect(written(host, "wiki")).toBe(`all is well ${wikiPassword}\n`);
      expect(written(host, "lantern")).toBe("lit\n");
      expect(written(host, "photos")).toBe("photos\n");
      expect(written(host, "restarted")).toBe("restarted\n");
    }
  });

  await test.step("the second time nothing changes", async () => {
    await chat.say(everything);
    await onAllThree.click();
    await expect(chat.card(everything).getByLabel("Value of wiki_password")).toBeVisible();
    await give(chat.card(everything), "Value of wiki_password", wikiPassword, "Give once");
    const outcome = await approveAndWait(chat, everything);
    await expect(outcome.getByText("nothing had to change")).toHaveCount(machines.length);
  });

  await test.step("a role of a project in a folder of it runs where its play says", async () => {
    await chat.say(player);
    await chat.expectState(player, "Needs approval");
    await expect(chat.card(player)).not.toContainText("web1");
    await approveAndWait(chat, player, "web2");
    expect(readFileSync(path.join(dataOf("web2"), "../player"), "utf8")).toBe("player\n");
  });
});
