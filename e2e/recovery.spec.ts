import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures/test.ts";
import { addFolder } from "./pages/add-folder.ts";
import { type ChatPage, overflowsSideways } from "./pages/chat-page.ts";

const crew = ["xan", "yul", "zed"];

/** A repository whose one playbook fails on each host that has no stone, between two steps that count themselves. */
function makeRepository(folder: string, effects: string, title: string): void {
  const count = (name: string, word: string) =>
    `    - name: ${name}\n      ansible.builtin.shell: echo here >> ${effects}/${word}-{{ inventory_hostname }}\n`;
  const files = {
    "hosts.yml": `crew:\n  hosts: { ${crew.map((name) => `${name}: {}`).join(", ")} }\n  vars:\n    ansible_connection: local\n    ansible_python_interpreter: /usr/bin/python3\n`,
    "march.yml": `- name: ${title}\n  hosts: crew\n  gather_facts: false\n  tasks:\n${count("Set out", "before")}    - name: Look for the stone\n      ansible.builtin.command: cat ${effects}/stone-{{ inventory_hostname }}\n      changed_when: false\n${count("Arrive", "after")}`,
  };
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  commit(folder, "first");
}

function commit(folder: string, message: string): void {
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args]);
  if (!existsSync(path.join(folder, ".git"))) git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("-c", "user.name=Ada", "-c", "user.email=ada@localhost", "commit", "--quiet", "-m", message);
}

/** Asks for what has ended once more, and waits until the new plan stands there. */
async function planAgain(chat: ChatPage, request: string, button: string): Promise<void> {
  await chat.card(request).getByRole("button", { name: button, exact: true }).click();
  await chat.expectState(request, "Needs approval");
}

async function approve(chat: ChatPage, request: string, end: string): Promise<void> {
  await chat.approve(request);
  await chat.expectState(request, end, 300_000);
}

/** Follows the card to the report of the failure, reads it, and comes back. */
async function readWhatWentWrong(chat: ChatPage, request: string): Promise<void> {
  const { page } = chat;
  const conversation = page.url();
  await chat.card(request).getByRole("link", { name: "What went wrong" }).click();
  await expect(page.getByRole("heading", { name: "What went wrong", level: 1 })).toBeVisible();
  await expect(
    page.getByText(/^“Look for the stone” failed on (?:yul|zed)\.$/).first(),
  ).toBeVisible();
  const files = page.getByRole("region", { name: /^Files, from commit/ });
  await expect(files.getByText("march.yml")).toBeVisible();
  await expect(page.getByText(/It ran well again/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Resume from the failed step" })).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await overflowsSideways(page)).toBe(false);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain("# What went wrong");
  await page.goto(conversation);
  await chat.expectLive();
}

test("what has ended is planned again from its card, all of it or the part that failed, until it is done", async ({
  chat,
  page,
  installation,
}, { project }) => {
  test.setTimeout(900_000);
  const name = `crew-${project.name}`;
  const request = `March the ${project.name} crew`;
  const folder = path.join(installation.dataDir, "..", name);
  const effects = path.join(installation.dataDir, "apps", name);
  const lay = (...names: readonly string[]) => {
    for (const one of names) writeFileSync(path.join(effects, `stone-${one}`), "");
  };
  /** How often each of the crew came through a step. */
  const counts = (word: string) =>
    crew.map((one) => {
      const file = path.join(effects, `${word}-${one}`);
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
    });
  mkdirSync(effects, { recursive: true });
  makeRepository(folder, effects, request);
  await page.goto(`${installation.url}/first-steps`);
  await addFolder(page, name, folder);
  await page.goto(installation.url);
  await chat.expectLive();

  await test.step("rejected", async () => {
    await chat.say(request);
    await chat.expectState(request, "Needs approval");
    await chat.card(request).getByRole("button", { name: "Reject", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reject", exact: true }).click();
    await chat.expectState(request, "Rejected");
    await planAgain(chat, request, "Plan again");
    expect(counts("before")).toEqual([0, 0, 0]);
  });

  await test.step("failed on two of three: those two are retried", async () => {
    lay("xan");
    await approve(chat, request, "Failed");
    expect(counts("after")).toEqual([1, 0, 0]);
    lay(...crew);
    await planAgain(chat, request, "Retry on 2 failed hosts");
    await expect(chat.card(request)).not.toContainText("xan");
    await approve(chat, request, "Done");
    expect(counts("before")).toEqual([1, 2, 2]);
    expect(counts("after")).toEqual([1, 1, 1]);
  });

  await test.step("done: again from the start", async () => {
    await planAgain(chat, request, "Plan again");
  });

  await test.step("stale, because its playbook changed: a plan of what is there now", async () => {
    const playbook = path.join(folder, "march.yml");
    writeFileSync(playbook, `${readFileSync(playbook, "utf8")}# changed\n`);
    commit(folder, "changed");
    await chat.approve(request);
    await chat.expectState(request, "Stale");
    await planAgain(chat, request, "Plan again");
  });

  await test.step("failed: resumed at the step that failed", async () => {
    for (const one of crew.slice(1)) rmSync(path.join(effects, `stone-${one}`));
    await approve(chat, request, "Failed");
    await readWhatWentWrong(chat, request);
    lay(...crew);
    await planAgain(chat, request, "Resume from the failed step");
    await expect(chat.card(request)).toContainText("Starts at “Look for the stone”");
    await approve(chat, request, "Done");
    expect(counts("before")).toEqual([1, 3, 3]);
    expect(counts("after")).toEqual([1, 2, 2]);
  });

  await test.step("its thread says what follows what", async () => {
    await expect(page.getByText(/^Resumes from the step that failed after/).first()).toBeVisible();
    await expect(page.getByText(/^Retries the hosts that failed after/).first()).toBeVisible();
  });
});
