/**
 * Makes `work` run one at a time for each key, without anybody waiting: who asks while it runs returns at once, and it
 * runs once more for that key afterwards. Keys are independent of each other.
 *
 * @returns a function whose promise settles with the run it started, or at once where one is under way
 */
export function singleFlightByKey(
  work: (key: string) => Promise<void>,
): (key: string) => Promise<void> {
  const askedAgain = new Map<string, boolean>();
  return async (key) => {
    if (askedAgain.has(key)) {
      askedAgain.set(key, true);
      return;
    }
    try {
      do {
        askedAgain.set(key, false);
        await work(key);
      } while (askedAgain.get(key) === true);
    } finally {
      askedAgain.delete(key);
    }
  };
}
