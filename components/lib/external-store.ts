/** A value outside React that components watch with `useSyncExternalStore`. */
export interface ExternalStore<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly watch: (watcher: () => void) => () => void;
}

/** Makes a store holding `initial`. Setting an identical value wakes nobody. */
export function makeStore<T>(initial: T): ExternalStore<T> {
  let current = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const watcher of watchers) watcher();
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
