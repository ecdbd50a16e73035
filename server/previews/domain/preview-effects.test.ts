import { describe, expect, it } from "vitest";
import type { Risk } from "#server/contracts/common.ts";
import type { PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { effectsOf } from "./preview-effects.ts";

const none = { changes: 0, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };

function step(change: Partial<PreviewStep> & { readonly paths?: readonly string[] }): PreviewStep {
  const { paths = [], ...own } = change;
  return {
    ...{ taskKey: "t1", host: "nas1", ansibleTask: "Write", kind: "changes" },
    ...{ action: "ansible.builtin.template", place: null, message: "", notifies: [] },
    diffs: paths.map((path) => ({ path, text: "+x" })),
    ...own,
  };
}

function effects(
  steps: readonly PreviewStep[],
  {
    risk = "low",
    counts = {},
    took = null,
    source = "default",
  }: {
    readonly risk?: Risk;
    readonly counts?: Partial<typeof none>;
    readonly took?: number | null;
    readonly source?: "default" | "history";
  } = {},
) {
  const all = { ...none, ...counts };
  const hosts = [{ host: "nas1", counts: all, isReached: true }];
  const report: PreviewReport = {
    ...{ counts: all, hosts, steps: [...steps] },
    ...{ stepsLeftOut: 0, isCut: false },
  };
  const task = { estimateSource: source } as Parameters<typeof effectsOf>[1]["tasks"][number];
  return effectsOf(report, { risk, tasks: [task], estimatedSeconds: 30 }, took);
}

/** What Ansible shows of a thing that goes. */
const gone = (path: string, was: string) =>
  step({
    action: "file",
    diffs: [
      {
        path,
        text: `--- before: ${path}\n+++ after\n@@ -1,4 +1,4 @@\n {\n-    "state": "${was}"\n+    "state": "absent"\n }`,
      },
    ],
  });

describe("what follows from a preview (INFRA-03)", () => {
  it("says in words what would change, hosts and steps together", () => {
    const found = effects(
      [
        step({ paths: ["/etc/app.conf"] }),
        step({ paths: ["/etc/app.conf", "/srv/app"], host: "nas2" }),
        step({ action: "ansible.builtin.apt", ansibleTask: "Install app" }),
        step({ action: "systemd", ansibleTask: "Restart app" }),
        step({ kind: "unseen", notifies: ["Restart app", "Reload web"] }),
        step({ kind: "unknown", paths: ["/etc/other"] }),
      ],
      { counts: { unseen: 1 } },
    );
    expect(found.effects).toEqual([
      "changes 3 files on nas1 and nas2",
      "installs or updates packages on nas1 (“Install app”)",
      "acts on services on nas1 (“Restart app”)",
      "runs 1 step unseen, and may set off “Reload web”",
    ]);
    expect(found).toMatchObject({ risk: "low", reasons: [] });
  });

  it("tells folders from files, each counted once on each host", () => {
    const made = gone("/srv/app", "absent").diffs.map(({ path, text }) => ({
      path,
      text: text.replace('+    "state": "absent"', '+    "state": "directory"'),
    }));
    const steps = [
      ...[step({ diffs: made }), step({ paths: ["/srv/app/"] })],
      step({ paths: ["/srv/app/a", "/srv/app/a", "no path"] }),
    ];
    expect(effects(steps).effects).toEqual(["changes 1 file and 1 folder on nas1"]);
  });

  it.each([
    "/etc/ssh/sshd_config",
    "/etc/sudoers.d/admins",
    "/home/ada/.ssh/authorized_keys",
    "/etc/fstab",
    "/etc/netplan/50-lan.yaml",
    "/etc/nftables.conf",
  ])("calls it high risk where %s would change, and says why", (path) => {
    expect(effects([step({ paths: [path] })])).toMatchObject({
      risk: "high",
      reasons: [`could lock you out of nas1: changes ${path}`],
    });
  });

  it.each([
    "/etc/sshfs.conf",
    "/srv/etc/ssh/sshd_config",
    "/etc/network-ups.conf",
    "/etc/security/limits.d/db.conf",
  ])("leaves %s alone", (path) => {
    expect(effects([step({ paths: [path] })]).risk).toBe("low");
  });

  it("calls a removed folder and a reboot high risk, a removed file medium", () => {
    expect(effects([gone("/srv/app", "directory")])).toMatchObject({
      risk: "high",
      reasons: ["removes the folder /srv/app on nas1 with all in it"],
    });
    expect(effects([gone("/srv/app.conf", "file")]).risk).toBe("medium");
    const reboot = step({ action: "ansible.builtin.reboot" });
    expect(effects([reboot]).reasons).toEqual(["reboots nas1"]);
  });

  it("names the worst first, so that no row of small things hides it", () => {
    const small = Array.from({ length: 9 }, (_, at) => gone(`/srv/app/${at}`, "file"));
    const { reasons } = effects([
      ...small,
      gone("/srv/all", "directory"),
      step({ action: "reboot" }),
    ]);
    expect(reasons).toHaveLength(6);
    expect(reasons.slice(0, 2)).toEqual([
      "reboots nas1",
      "removes the folder /srv/all on nas1 with all in it",
    ]);
  });

  it("never makes a plan less risky", () => {
    expect(effects([], { risk: "high" }).risk).toBe("high");
    expect(effects([gone("/srv/app.conf", "file")], { risk: "high" }).risk).toBe("high");
  });

  it("corrects a guess at how long it takes, and no figure from earlier runs", () => {
    expect(effects([], { counts: { same: 3 }, took: 4 }).seconds).toEqual({
      ...{ value: 4, isLeast: false },
    });
    const long = { counts: { changes: 1 }, took: 50 };
    expect(effects([step({})], long).seconds).toEqual({ value: 50, isLeast: true });
    expect(effects([step({})], { counts: { changes: 1 }, took: 4 }).seconds).toBeNull();
    expect(effects([], { counts: { unseen: 1 }, took: 4 }).seconds).toBeNull();
    expect(effects([step({})], { ...long, source: "history" }).seconds).toBeNull();
  });
});
