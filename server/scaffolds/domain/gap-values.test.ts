import { describe, expect, it } from "vitest";
import { AppError } from "#server/lib/app-error.ts";
import { fillableGaps, plausible, readGapValues } from "./gap-values.ts";

const gap = (variable: string, isSecret = false) => ({ variable, question: "?", isSecret });
const scaffold = {
  service: "zork-box",
  gaps: [
    ...["zork_box_hosts", "zork_box_image", "zork_box_version", "zork_box_port"].map((name) =>
      gap(name),
    ),
    ...[gap("zork_box_data"), gap("zork_box_motto"), gap("zork_box_password", true)],
  ],
};

const open = fillableGaps(scaffold);
const read = (variable: string, value: string | number) =>
  readGapValues(open, [{ variable: `zork_box_${variable}`, value }])[0]?.value;

describe("values of what was open (INFRA-05)", () => {
  it("are for what the role itself asks, not for secrets or hosts", () => {
    expect(open.map(({ variable }) => variable)).toEqual([
      "zork_box_image",
      "zork_box_version",
      "zork_box_port",
      "zork_box_data",
      "zork_box_motto",
    ]);
    for (const variable of ["hosts", "password", "elsewhere"])
      expect(() => read(variable, "x")).toThrow(AppError);
  });

  it("are each given once", () => {
    const twice = ["/data", "/other"].map((value) => ({ variable: "zork_box_data", value }));
    expect(() => readGapValues(open, twice)).toThrow(/given twice/);
  });

  it.each([
    ["image", "ghcr.io/zork/box", "ghcr.io/zork/box"],
    ["image", "registry.lan:5000/box", "registry.lan:5000/box"],
    ["version", " 1.2.3-alpine ", "1.2.3-alpine"],
    ["port", "3000", 3000],
    ["port", 65535, 65535],
    ["data", "/var/lib/box", "/var/lib/box"],
    ["motto", "more light", "more light"],
  ])("%s can be %s", (variable, value, stored) => {
    expect(read(variable, value)).toBe(stored);
  });

  it.each([
    ["image", "ghcr.io/zork/box:1.2"],
    ["image", "../box"],
    ["image", "$(reboot)"],
    ["version", "latest"],
    ["version", "1 2"],
    ["port", "0"],
    ["port", "65536"],
    ["port", "http"],
    ["data", "data"],
    ["data", "/data:/etc"],
    ["motto", "{{ lookup('pipe', 'reboot') }}"],
    ["motto", "{% set x = 1 %}"],
    ["motto", "one\ntwo"],
    ["motto", " "],
  ])("%s can't be %j", (variable, value) => {
    expect(() => read(variable, value)).toThrow(AppError);
  });

  it("of a model are left out where no owner could send them", () => {
    const of = (variable: string, value: string) => ({ variable, value, why: "" });
    const good = of("zork_box_image", "ghcr.io/zork/box");
    const proposals = [
      ...[good, of("zork_box_version", "latest"), of("zork_box_password", "hunter2")],
      of("other", "x"),
    ];
    expect(plausible(open, proposals)).toEqual([good]);
  });
});
