import fc from "fast-check";
import { expect, it } from "vitest";
import { type Lanes, lanesOf, maxLanes } from "./lanes.ts";

const entries = (runs: string) =>
  [...runs].map((runId) => ({ runId: runId === "." ? null : runId }));
/** Each entry's lanes as signs: o joins it, | passes by, space has none. */
const drawn = (lanes: readonly Lanes[]) =>
  lanes.map((cells) =>
    cells.map((cell) => (cell === null ? " " : cell.isHere ? "o" : "|")).join(""),
  );

it("joins the entries of each run, side by side where runs overlap", () => {
  expect(drawn(lanesOf(entries("a.ba.b.c")))).toEqual([
    "o ",
    "| ",
    "|o",
    "o|",
    " |",
    " o",
    "  ",
    "  ",
  ]);
  const [first, second, , fourth] = lanesOf(entries("a.ba.b"));
  expect(first?.[0]).toMatchObject({ goesUp: false, goesDown: true });
  expect(second?.[0]).toMatchObject({ goesUp: true, goesDown: true });
  expect(fourth?.[0]).toMatchObject({ goesUp: true, goesDown: false });
});

it("uses a lane again once its run is over, and has no more than there is room for", () => {
  expect(drawn(lanesOf(entries("aabb")))).toEqual(["o", "o", "o", "o"]);
  const many = lanesOf(entries("abcdefabcdef"));
  // All of one width, so that what stands beside them lies in one line.
  expect(new Set(many.map((cells) => cells.length))).toEqual(new Set([maxLanes]));
  expect(lanesOf(entries("a.b."))).toEqual([[], [], [], []]);
});

it("never breaks a line between two entries of a run, whatever overlaps (property)", () => {
  const runs = fc.array(fc.constantFrom(...".abcdefg"), { maxLength: 60 });
  fc.assert(
    fc.property(runs, (signs) => {
      const lanes = lanesOf(entries(signs.join("")));
      lanes.forEach((cells, at) => {
        cells.forEach((cell, place) => {
          const below = lanes[at + 1]?.[place] ?? null;
          if (cell?.goesDown) expect(below).toMatchObject({ runId: cell.runId, goesUp: true });
          else if (below !== null) expect(below.goesUp).toBe(false);
        });
      });
    }),
  );
});
