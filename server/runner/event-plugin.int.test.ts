import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "chiffon-events-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The Python that the installed Ansible runs with. */
function pythonOfAnsible(): string {
  const said = execFileSync("ansible-playbook", ["--version"], { encoding: "utf8" });
  return /python version = .*\((\/[^)]+)\)/.exec(said)?.[1] ?? "python3";
}

/** Hands the plugin results whose parts have that mark before their names, and returns what it wrote. */
function eventsOf(mark: "" | "_"): Record<string, unknown>[] {
  writeFileSync(path.join(folder, "events.key"), "key");
  const file = path.join(folder, `events${mark}.jsonl`);
  const program = `
import sys
sys.path.insert(0, "ansible/callback_plugins")
import chiffon_events

class Named:
    _uuid, no_log, ignore_unreachable = "u1", False, False
    def get_name(self):
        return "nas"

def result(given):
    made = type("Result", (), {})()
    for name, value in (("host", Named()), ("task", Named()), ("result", given)):
        setattr(made, sys.argv[1] + name, value)
    return made

plugin = chiffon_events.CallbackModule()
plugin.v2_runner_on_ok(result({"changed": True}))
plugin.v2_runner_on_ok(result({"censored": "hidden", "msg": "s3cret"}))
plugin.v2_runner_on_failed(result({"msg": "no space"}))
plugin.v2_runner_on_unreachable(result({"msg": "no route"}))
`;
  const python = [`CHIFFON_EVENTS_FILE=${file}`, pythonOfAnsible(), "-B", "-c", program, mark];
  execFileSync("env", python, { timeout: 60_000 });
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line.slice(line.indexOf(" ") + 1)));
}

it.each([
  ["up to ansible-core 2.18", "_"],
  ["where only the names of 2.19 and later are left", ""],
] as const)("writes every result as Ansible hands it over %s", (_when, mark) => {
  const events = eventsOf(mark).map((event) =>
    ["type", "host", "status", "message"].map((name) => event[name]),
  );
  expect(events).toEqual([
    ["host.result", "nas", "changed", ""],
    ["host.result", "nas", "ok", "Hidden: this ansibleTask is marked no_log."],
    ["host.result", "nas", "failed", "no space"],
    ["host.result", "nas", "unreachable", "no route"],
  ]);
});
