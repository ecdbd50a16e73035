import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "./fixtures/test.ts";

const request = "Deploy the web banner";
const hosts = ["web1", "web2", "web3"];

test("three real hosts over ssh, each with its own result", async ({
  chat,
  page,
  installation,
}) => {
  test.setTimeout(600_000);
  await test.step("add the repository and pin the hosts' keys", async () => {
    const headers = { origin: installation.url };
    await page.request.post(`${installation.url}/api/repositories`, {
      headers,
      data: { name: "web servers", location: installation.sshRepository },
    }); // the second project finds it there already
    const scanned = async () => {
      const { repositories } = await (
        await page.request.get(`${installation.url}/api/repositories`)
      ).json();
      return repositories.find(
        (each: { location: string }) => each.location === installation.sshRepository,
      );
    };
    await expect
      .poll(async () => (await scanned())?.entryCount, { timeout: 120_000 })
      .toBeGreaterThan(0);
    const added = await scanned();
    for (const host of hosts) {
      const tested = await page.request.post(`${installation.url}/api/hosts/test`, {
        headers,
        data: { repositoryId: added.id, host },
      });
      expect(await tested.json()).toMatchObject({ ok: true });
    }
  });

  await chat.say(request);
  await chat.expectState(request, "Waiting for approval");
  for (const host of hosts) await expect(chat.card(request)).toContainText(host);
  const marked = () =>
    hosts.filter((host) => existsSync(path.join(installation.sshEffects, host, "marker"))).length;
  const before = marked();
  // The second project finds done what the first did.
  const expected =
    before === 0 ? "Would make 6 changes on web1, web2, web3" : "Nothing would change.";
  await expect(await chat.preview(request)).toContainText(expected);
  expect(marked()).toBe(before);
  await chat.approve(request);
  await chat.expectState(request, "Done", 300_000);
  const outcome = chat.card(request).getByRole("region", { name: "Outcome" });
  for (const host of hosts) {
    await expect(outcome).toContainText(host);
    expect(readFileSync(path.join(installation.sshEffects, host, "marker"), "utf8")).toBe(
      "welcome\n",
    );
  }
});
