import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readAgentSettings } from "./agent-settings.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chiffon-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const missing = path.join(folder, "missing.yml");

function file(name: string, content: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

const read = (files: readonly string[], overrides: Readonly<Record<string, string>> = {}) =>
  readAgentSettings({ file: null, overrides, files });

describe("an agent's settings", () => {
  it("are those of the first file that exists, or none", async () => {
    const [one, two] = [file("one.yml", "name: attic\nslots: 2\n"), file("two.yml", "name: no\n")];
    expect(await read([missing, one, two])).toEqual({ name: "attic", slots: 2 });
    expect(await read([missing])).toEqual({});
    expect(await read([file("empty.yml", "# nothing yet\n")])).toEqual({});
  });

  it("are overridden by the environment, key by key", async () => {
    const own = file("own.yml", "name: attic\ndomains: [media]\nslots: 2\n");
    const said = { slots: "4", domains: "backup, storage", heartbeat_seconds: "10" };
    expect(await read([own], said)).toEqual({
      ...{ name: "attic", slots: 4, domains: ["backup", "storage"], heartbeat_seconds: 10 },
    });
  });

  it.each([
    ["slots: many", /bad\.yml: slots: .*number/],
    ["colour: red", /bad\.yml: Unrecognized key: "colour"/],
    ["name: [", /bad\.yml, line \d+: /],
    ["heartbeat_seconds: 30\noffline_after_seconds: 30", /offline_after_seconds: must be longer/],
    ["- name", /bad\.yml: /],
  ])("name file and key where %j is wrong", async (content, message) => {
    await expect(read([file("bad.yml", content)])).rejects.toThrow(message);
  });

  it("name the variable that is wrong, and a file that was asked for and is missing", async () => {
    await expect(read([], { slots: "x" })).rejects.toThrow(/^CHIFFON_AGENT_SLOTS: /);
    await expect(read([], { type: "robot" })).rejects.toThrow(/^CHIFFON_AGENT_TYPE: /);
    await expect(readAgentSettings({ file: missing, overrides: {} })).rejects.toThrow(missing);
  });

  it("have an example that can be used as it is", async () => {
    const example = fileURLToPath(new URL("../examples/agent.yml", import.meta.url));
    const settings = await readAgentSettings({ file: example, overrides: {} });
    expect(settings).toMatchObject({ type: "infra", reaches: ["*"] });
  });
});
