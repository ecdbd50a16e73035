import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./fixtures/test.ts";
import { addFolder } from "./pages/add-folder.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const local = "all: { hosts: { localhost: { ansible_connection: local } } }\n";
const play = (name: string, hosts: string, more: string) =>
  `- name: ${name}\n  hosts: ${hosts}\n  gather_facts: false\n${more}`;
const ping = "  tasks: [{ ansible.builtin.ping: }]\n";

/** A repository as people have them: something to install, an encrypted file, two inventories, a choice of hosts. */
const files: Readonly<Record<string, string>> = {
  "inventories/home.yml": local,
  "inventories/lab.yml": local,
  "requirements.yml": "roles: [{ name: lantern, src: vendor/lantern.tar.gz }]\n",
  "lantern.yml": play("Light the lantern", "all", "  roles: [lantern]\n"),
  "birdhouse.yml": play("Assemble the birdhouse", "all", "  roles: [birdhouse]\n"),
  "safe.yml": play("Open the safe", "all", `  vars_files: [secrets.yml]\n${ping}`),
  "secrets.yml": "$ANSIBLE_VAULT;1.1;AES256\n61626364\n",
  "bell.yml": play("Ring the bell", '"{{ target }}"', ping),
  "winrm.yml": play("Open a window", "all", `  connection: winrm\n${ping}`),
};

function makeFolder(folder: string): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const made = mkdtempSync(path.join(tmpdir(), "lantern-"));
  for (const [part, text] of [
    ["meta", "galaxy_info: { author: ada, description: A lantern }\n"],
    ["tasks", "- ansible.builtin.ping:\n"],
  ] as const) {
    mkdirSync(path.join(made, "lantern", part), { recursive: true });
    writeFileSync(path.join(made, "lantern", part, "main.yml"), text);
  }
  mkdirSync(path.join(folder, "vendor"));
  const archive = path.join(folder, "vendor/lantern.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", made, "lantern"]);
  rmSync(made, { recursive: true });
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=Ada", "-c", "user.email=ada@localhost", "commit", "--quiet", "-m", "first");
}

test("a repository is added, its doctor says what it needs, and each button gives it", async ({
  chat,
  page,
  installation,
}, { project }) => {
  const name = `lights-${project.name}`;
  const folder = path.join(installation.dataDir, "..", name);
  makeFolder(folder);

  await page.goto(`${installation.url}/first-steps`);
  await addFolder(page, name, folder);
  const doctor = page.getByRole("region", { name: `What ${name} needs` });
  await expect(
    doctor.getByText(
      "1 of 5 ready; install 1 role; say where to get 1 role; give the vault password; choose an inventory; 1 can't be run.",
    ),
  ).toBeVisible();
  expect(await overflowsSideways(page)).toBe(false);

  await test.step("a refusal in the chat leads to it", async () => {
    await page.goto(installation.url);
    await chat.say("Assemble the birdhouse");
    await page.getByRole("link", { name: "See what it needs" }).last().click();
    await expect(page).toHaveURL(/\/playbooks#repository-/);
    await expect(doctor).toBeVisible();
  });

  await test.step("the vault password is given", async () => {
    await doctor.getByRole("button", { name: "Give it" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a secret" });
    await expect(dialog.getByLabel("Repository")).toContainText(name);
    await dialog.getByLabel("Value").fill("opens the safe");
    await dialog.getByRole("button", { name: "Store" }).click();
    await expect(doctor.getByText(/^2 of 5 ready; install 1 role;/)).toBeVisible();
  });

  await test.step("an inventory is chosen", async () => {
    await doctor.getByLabel("Inventory").selectOption("inventories/home.yml");
    await expect(doctor.getByLabel("Inventory")).toHaveCount(0);
  });

  await test.step("the role is installed where a request for it was answered, which is planned then", async () => {
    await page.goto(installation.url);
    await chat.say("Light the lantern");
    const missing = page.getByRole("region", { name: "What is missing" });
    await missing.getByRole("button", { name: "Install" }).click();
    const card = chat.card("Light the lantern");
    await expect(card.getByRole("button", { name: /^Approve/ })).toBeVisible();
    await expect(page.getByText("It has all that it needs now.")).toBeVisible();
    expect(await overflowsSideways(page)).toBe(false);
    // A repository that a plan needs is not removed.
    await card.getByRole("button", { name: "Reject", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Reject", exact: true }).click();
    await chat.expectState("Light the lantern", "Rejected");
    await page.goto(`${installation.url}/playbooks`);
    await expect(
      doctor.getByText("3 of 5 ready; say where to get 1 role; 1 can't be run."),
    ).toBeVisible();
  });

  await test.step("what can't be run and what is asked for are one press away", async () => {
    await doctor.getByText("1 entry can't be run, and why").click();
    await expect(doctor.getByText(/only ssh and local are supported/)).toBeVisible();
    await doctor.getByText("1 thing asked for on the plan's card").click();
    await expect(doctor.getByText("1 choice of hosts")).toBeVisible();
    expect(await overflowsSideways(page)).toBe(false);
  });

  await test.step("what nobody knows the source of is said, and could be installed at once", async () => {
    const source = "https://git.example.org/birdhouse.git";
    await doctor.getByRole("button", { name: "Say where it is: birdhouse" }).click();
    await doctor.getByLabel("Git address").fill(source);
    expect(await overflowsSideways(page)).toBe(false);
    await doctor.getByRole("button", { name: "Save" }).click();
    await expect(doctor.getByText("3 of 5 ready; install 1 role; 1 can't be run.")).toBeVisible();
    await expect(doctor.getByRole("button", { name: "Install" })).toBeVisible();
    await doctor.getByText("1 source given in Chiffon").click();
    await expect(doctor.getByLabel("Lines for requirements.yml")).toContainText(`src: ${source}`);
    expect(await overflowsSideways(page)).toBe(false);
    await doctor.getByRole("button", { name: "Remove the source of birdhouse" }).click();
    await expect(doctor.getByText(/say where to get 1 role/)).toBeVisible();
  });

  await test.step("the first request is made of that repository", async () => {
    await page.goto(`${installation.url}/first-steps`);
    await expect(async () => {
      await page.getByRole("button", { name: /First request/ }).click();
      await expect(page.getByText(/^From lights-/)).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await page.getByRole("link", { name: "Light the lantern", exact: true }).click();
    await expect(chat.composer).toHaveValue("Light the lantern");
  });

  await test.step("it is removed, and the folder stays", async () => {
    await page.goto(`${installation.url}/playbooks`);
    const row = page.getByRole("listitem").filter({ has: doctor });
    const dialog = page.getByRole("dialog", { name: `Remove ${name}?` });
    await expect(async () => {
      await row.getByRole("button", { name: "Remove" }).click();
      await expect(dialog).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect(doctor).toHaveCount(0);
    expect(existsSync(path.join(folder, "lantern.yml"))).toBe(true);
  });
});
