/** Makes an unhandled union member a compile error, and a loud one at run time. */
export function assertNever(value: never): never {
  throw new Error(`unhandled value ${JSON.stringify(value)}`);
}

/** Returns `value`, or fails naming `what` was expected: for facts the types cannot carry. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`expected ${what}`);
  return value;
}
