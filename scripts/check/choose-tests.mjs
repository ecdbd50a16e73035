/**
 * Which unit and dom tests a check runs. Vitest follows imports from what changed to the tests that reach it; what it
 * cannot see is what a test reads or starts while it runs. So a file that opens files or starts programs counts as
 * changed every time, and with it every test that reaches one.
 */

/** What all tests hang on without importing it, or what decides which of them run. */
const changesEverything =
  /^(?:package(?:-lock)?\.json|tsconfig\.json|vitest\.config\.ts|prisma\/.*|scripts\/check(?:\.mjs|\/.*)|tests\/support\/dom\/set-up\.ts)$/;
const opensFiles =
  /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](?:node:)?(?:fs|fs\/promises|child_process|worker_threads)["']/;
const isImported = /\.(?:[cm]?[jt]sx?|json)$/;
const isCode = /\.(?:[cm]?[jt]sx?)$/;
const isTest = /\.test\.tsx?$/;

/**
 * Files that open files of the repository, each with all that it opens there: it counts as changed only with those. What
 * is not listed counts as changed always, so an entry must be complete and a forgotten one costs time only.
 */
export const knownReaders = [
  {
    reader: /^tests\/architecture\.test\.ts$/,
    reads: /^(?:(?:app|components|server|workers)\/|\.dependency-cruiser\.cjs$)/,
  },
  {
    reader: /^tests\/eval\/(?:entries|labels|turns)\.ts$/,
    reads: /^(?:tests\/eval|examples\/homelab)\//,
  },
];

/**
 * What counts as changed for Vitest's `related`, or why every test runs.
 *
 * @typedef {Map<string, string>} Contents the hash of each file's content by its path in the repository
 * @param {Contents | null} green as it was when all tests were green last; null when that is not known
 * @param {Contents} now
 * @param {(file: string) => string} readText
 * @returns {{ all: string } | { changed: string[] }}
 */
export function chooseTests(green, now, readText) {
  if (green === null) return { all: "no green check is on record" };
  const changed = [...now.keys()].filter((file) => now.get(file) !== green.get(file));
  const gone = [...green.keys()].filter((file) => !now.has(file));
  const broad = [...changed, ...gone].find((file) => changesEverything.test(file));
  if (broad !== undefined) return { all: `${broad} changed` };
  // No import leads to a file that is gone.
  const lost = gone.find((file) => isImported.test(file) && !isTest.test(file));
  if (lost !== undefined) return { all: `${lost} is gone` };
  const touched = [...changed, ...gone];
  const readers = [...now.keys()].filter(
    (file) => isCode.test(file) && opensFiles.test(readText(file)) && mayReadAnew(file, touched),
  );
  return { changed: [...new Set([...changed, ...readers])] };
}

function mayReadAnew(reader, touched) {
  const known = knownReaders.find((one) => one.reader.test(reader));
  return known === undefined || touched.some((file) => known.reads.test(file));
}
