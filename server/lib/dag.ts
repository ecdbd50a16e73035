/** A node of a dependency graph: its key and the keys it waits for. */
export interface DagNode {
  readonly key: string;
  readonly dependsOn: readonly string[];
}

/** Why a graph cannot be ordered. */
export type DagFault =
  | { readonly kind: "unknown_dependency"; readonly key: string; readonly missing: string }
  | { readonly kind: "duplicate_key"; readonly key: string }
  | { readonly kind: "cycle"; readonly keys: readonly string[] };

/** Finds the first fault of a graph, or null when it is a DAG. */
export function findDagFault(nodes: readonly DagNode[]): DagFault | null {
  const keys = new Set<string>();
  for (const node of nodes) {
    if (keys.has(node.key)) return { kind: "duplicate_key", key: node.key };
    keys.add(node.key);
  }
  for (const node of nodes) {
    const missing = node.dependsOn.find((key) => !keys.has(key));
    if (missing !== undefined) return { kind: "unknown_dependency", key: node.key, missing };
  }
  const ordered = new Set(topologicalOrder(nodes).map((node) => node.key));
  const stuck = nodes.filter((node) => !ordered.has(node.key)).map((node) => node.key);
  return stuck.length > 0 ? { kind: "cycle", keys: stuck } : null;
}

/** Nodes in an order in which each follows its dependencies; ties keep input order. Nodes on a cycle are left out. */
export function topologicalOrder<N extends DagNode>(nodes: readonly N[]): N[] {
  const done = new Set<string>();
  const ordered: N[] = [];
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => node.dependsOn.every((key) => done.has(key)));
    if (ready.length === 0) return ordered;
    for (const node of ready) done.add(node.key);
    ordered.push(...ready);
    waiting = waiting.filter((node) => !done.has(node.key));
  }
  return ordered;
}

/** Every node that needs `key`, directly or through others. */
export function dependentsOf(nodes: readonly DagNode[], key: string): Set<string> {
  const found = new Set<string>();
  const queue = [key];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const node of nodes) {
      if (node.dependsOn.includes(next) && !found.has(node.key)) {
        found.add(node.key);
        queue.push(node.key);
      }
    }
  }
  return found;
}
