import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DagNode, dependentsOf, findDagFault, topologicalOrder } from "./dag.ts";

const acyclic = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc
          .subarray(Array.from({ length: index }, (_unused, before) => `t${before}`))
          .map((dependsOn): DagNode => ({ key: `t${index}`, dependsOn })),
      ),
    ),
  );

describe("dag", () => {
  it("orders every acyclic graph so that dependencies come first", () => {
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.nat()), (nodes, order) => {
        const shuffled = [...nodes].sort(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1));
        expect(findDagFault(shuffled)).toBeNull();
        const seen = new Set<string>();
        for (const node of topologicalOrder(shuffled)) {
          for (const key of node.dependsOn) expect(seen.has(key)).toBe(true);
          seen.add(node.key);
        }
        expect(seen.size).toBe(nodes.length);
      }),
    );
  });

  it("names a cycle, an unknown dependency and a duplicate", () => {
    expect(
      findDagFault([
        { key: "a", dependsOn: ["b"] },
        { key: "b", dependsOn: ["a"] },
      ]),
    ).toEqual({ kind: "cycle", keys: ["a", "b"] });
    expect(findDagFault([{ key: "a", dependsOn: ["z"] }])).toEqual({
      kind: "unknown_dependency",
      key: "a",
      missing: "z",
    });
    expect(
      findDagFault([
        { key: "a", dependsOn: [] },
        { key: "a", dependsOn: [] },
      ]),
    ).toEqual({ kind: "duplicate_key", key: "a" });
  });

  it("finds dependents through several steps", () => {
    const nodes = [
      { key: "a", dependsOn: [] },
      { key: "b", dependsOn: ["a"] },
      { key: "c", dependsOn: ["b"] },
      { key: "d", dependsOn: [] },
    ];
    expect([...dependentsOf(nodes, "a")]).toEqual(["b", "c"]);
  });
});
