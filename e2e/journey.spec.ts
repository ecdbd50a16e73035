import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { io } from "socket.io-client";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const request = "Deploy Kuma Uptime to homelab and add existing portals to config";
/** Compiling its database driver takes minutes; the second time nothing is left to do. */
const deployTimeoutMs = 9 * 60_000;

test.describe.configure({ mode: "serial" });

test("the main job: ask, read the plan, approve, watch, done, proven", async ({
  chat,
  installation,
  page,
}, info) => {
  test.setTimeout(deployTimeoutMs + 120_000);
  const isSecondRun = info.project.name !== "desktop";

  await chat.say(request);
  const card = chat.card(request);
  await chat.expectState(request, "Needs approval");
  await expect(card.getByRole("list", { name: "Tasks" }).locator("> li")).toHaveCount(2);
  await expect(card).toContainText("homelab");
  await expect(card).toContainText("playbooks/uptime-kuma/deploy.yml");
  expect(await overflowsSideways(page)).toBe(false);

  await chat.approve(request);
  await chat.expectState(request, "Running", 120_000);
  await expect(card.getByText(/TASK \[/).first()).toBeVisible({ timeout: 240_000 });
  await chat.expectState(request, "Done", deployTimeoutMs);
  if (isSecondRun) await expect(card).toContainText(/nothing had to change/i);

  await expectKumaWithPortals(installation.dataDir);
  const report = JSON.parse(verify(installation.dataDir, installation.databaseUrl));
  expect(report).toMatchObject({ ok: true, firstBad: null });
  expect(report.entries).toBeGreaterThan(10);
});

test("the record answers in the chat and on the timeline", async ({ chat, page, installation }) => {
  await chat.say("What happened to kuma?");
  await expect(page.getByRole("region", { name: /What happened to/ }).last()).toContainText(
    "plan approved",
  );
  await page.goto(`${installation.url}/audit?service=uptime-kuma`);
  await expect(page.getByText(/approved/i).first()).toBeVisible();
  expect(await overflowsSideways(page)).toBe(false);
});

/** Kuma answers HTTP, and its monitors are the portals of the repository. */
async function expectKumaWithPortals(dataDir: string): Promise<void> {
  const port = Number(
    /kuma_port:\s*(\d+)/.exec(readHomelab(dataDir, "roles/uptime_kuma/defaults/main.yml"))?.[1] ??
      3001,
  );
  const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" });
  expect(answer.status).toBeLessThan(400);
  const monitors = await readMonitors(port, dataDir);
  const portals = [
    ...readHomelab(dataDir, "portals.yml").matchAll(/^\s*-?\s*name:\s*"?([^"\n]+?)"?\s*$/gm),
  ].map((match) => match[1]);
  expect(portals.length).toBeGreaterThan(0);
  expect(monitors).toEqual(expect.arrayContaining(portals));
}

function readHomelab(dataDir: string, file: string): string {
  return readFileSync(path.join(dataDir, "homelab", file), "utf8");
}

/** Names of Kuma's monitors, over its own socket as its admin. */
async function readMonitors(port: number, dataDir: string): Promise<string[]> {
  const secret = JSON.parse(
    readFileSync(path.join(dataDir, "apps/secrets/uptime-kuma.json"), "utf8"),
  );
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"] });
  try {
    const list = new Promise<Record<string, { name: string }>>((resolve) =>
      socket.once("monitorList", resolve),
    );
    const reply = await socket.emitWithAck("login", {
      username: secret.username,
      password: secret.password,
      token: "",
    });
    expect(reply.ok).toBe(true);
    return Object.values(await list).map((monitor) => monitor.name);
  } finally {
    socket.close();
  }
}

/** Runs the command line's verify on the installation. */
function verify(dataDir: string, databaseUrl: string): string {
  return execFileSync(process.execPath, ["--import", "tsx", "scripts/verify.ts", "--json"], {
    env: { ...process.env, CHIFFON_DATA_DIR: dataDir, DATABASE_URL: databaseUrl },
    encoding: "utf8",
  });
}
