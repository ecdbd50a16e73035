import { describe, expect, it } from "vitest";
import type { PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { filesToKeep } from "./files-to-keep.ts";

const { body } = makePlan();
const counts = { changes: 0, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };
const step = (
  change: Partial<PreviewStep> & { readonly paths?: readonly (string | null)[] } = {},
) => {
  const { paths = ["/etc/kuma.conf"], ...rest } = change;
  return {
    ...{ taskKey: "t1", host: "nas", ansibleTask: "Configure", kind: "changes" as const },
    ...{ action: "copy", place: null, message: "", notifies: [] },
    diffs: paths.map((path) => ({ path, text: "+x" })),
    ...rest,
  };
};
const report = (steps: PreviewStep[], change: Partial<PreviewReport> = {}): PreviewReport => ({
  ...{ counts, hosts: [{ host: "nas", counts, isReached: true }], steps },
  ...{ stepsLeftOut: 0, isCut: false },
  ...change,
});

describe("files that a preview named", () => {
  it("are kept once for each host, whatever changes them how often", () => {
    const steps = [
      step(),
      step({ paths: ["/srv/kuma/", "/etc/kuma.conf"] }),
      step({ host: "mill", paths: ["/etc/b", "/etc/a"] }),
    ];
    expect(filesToKeep(report(steps), body)).toEqual({
      kind: "files",
      places: [
        { host: "mill", paths: ["/etc/a", "/etc/b"] },
        { host: "nas", paths: ["/etc/kuma.conf", "/srv/kuma"] },
      ],
      gaps: null,
    });
  });

  it.each([
    ["a relative path", ["etc/kuma.conf"]],
    ["a path that climbs", ["/srv/../etc/shadow"]],
    ["two slashes", ["/srv//kuma"]],
    ["a line break", ["/srv/a\nb"]],
    ["no path", [null]],
  ])("are none with %s", (_what, paths) => {
    expect(filesToKeep(report([step({ paths })]), body).kind).toBe("none");
  });

  it("are none on this machine, of steps that only may change, or where there are too many", () => {
    const here = makePlan({ tasks: [makePlanTask({ profile: "local" })] }).body;
    expect(filesToKeep(report([step()]), here).kind).toBe("none");
    expect(filesToKeep(report([step({ kind: "unknown" })]), body).kind).toBe("none");
    const many = Array.from({ length: 51 }, (_, at) => `/srv/${at}`);
    const found = filesToKeep(report([step({ paths: many })]), body);
    expect(found).toMatchObject({
      kind: "none",
      message: expect.stringContaining("50 files on nas"),
    });
  });

  it("say what they do not cover, by name", () => {
    const unseen = step({
      kind: "unseen",
      ansibleTask: "Migrate",
      notifies: ["Restart"],
      paths: [],
    });
    expect(filesToKeep(report([step(), unseen]), body)).toMatchObject({
      gaps: "Putting them back does not undo “Migrate”, “Restart”.",
    });
    const others = ["A", "B", "C", "D", "E"].map((name) =>
      step({ ansibleTask: name, kind: "unknown" }),
    );
    expect(filesToKeep(report([step(), ...others], { isCut: true }), body)).toMatchObject({
      gaps: "Putting them back does not undo “A”, “B”, “C” and 2 more steps, nor what the preview did not see.",
    });
    expect(filesToKeep(report([step()], { stepsLeftOut: 1 }), body)).toMatchObject({
      gaps: "The preview did not see everything.",
    });
  });

  it("say that a handler sets something off that is not undone", () => {
    const notifying = step({ notifies: ["Restart Kuma"] });
    expect(filesToKeep(report([notifying]), body)).toMatchObject({
      gaps: "Putting them back does not undo “Restart Kuma”.",
    });
  });
});
