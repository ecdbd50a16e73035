import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "@playwright/test";
import { browserOptions } from "#scripts/browser.ts";
import { type RunningChiffon, startChiffon } from "#scripts/start/supervisor.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";

/** A new installation with its first person, and a browser in which nobody is signed in yet. */
export interface BrowserBench {
  readonly chiffon: RunningChiffon;
  readonly client: ChiffonClient;
  readonly browser: Browser;
  readonly note: (line: string) => void;
}

/** Whom the bench signs in as. */
export const person = { name: "Ada", password: "correct horse battery" };

/** Runs `measure` against a real installation, as it is compiled for production, and a real browser. */
export async function withBrowser<T>(
  note: (line: string) => void,
  measure: (bench: BrowserBench) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in services do not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const chiffon = await startChiffon({
    dataDir: path.join(scratch, "data"),
    port: 0,
    host: "127.0.0.1",
    env: {
      CHIFFON_TEST_WORK_TYPES: "1",
      // Whatever else this machine does.
      ...{ CHIFFON_OVERLOAD_FACTOR: "1000", CHIFFON_MIN_FREE_PERCENT: "0" },
    },
    log: note,
  });
  const browser = await chromium.launch(browserOptions());
  try {
    await chiffon.ready();
    const client = new ChiffonClient(chiffon.url);
    await client.setUp(chiffon.setupToken ?? "", person.name, person.password);
    return await measure({ chiffon, client, browser, note });
  } finally {
    await browser.close();
    await chiffon.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** A page with nothing cached, signed in; of the size of a desk unless it is told of another device. */
export async function signedIn(
  { browser, chiffon }: BrowserBench,
  device: BrowserContextOptions = desk,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(device);
  const reply = await context.request.post(`${chiffon.url}/api/session`, {
    data: person,
    headers: { origin: chiffon.url },
  });
  if (!reply.ok()) throw new Error(`signing in answered ${reply.status()}`);
  return { context, page: await context.newPage() };
}
