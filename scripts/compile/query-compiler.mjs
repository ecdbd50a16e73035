import { writeFileSync } from "node:fs";
import path from "node:path";

const FILE = "query-compiler.wasm";

/**
 * Prisma carries its query compiler as 4.6 MB of base64 in a module, which each process would hold twice for ever.
 * Here it is a file that is read, compiled and let go.
 *
 * @param {string} outdir absolute
 * @returns {import("esbuild").Plugin}
 */
export function queryCompilerFromFile(outdir) {
  return {
    name: "query-compiler-from-file",
    setup(build) {
      build.onResolve({ filter: /query_compiler_\w+\.postgresql\.wasm-base64/ }, (asked) => ({
        path: asked.path,
        namespace: "query-compiler",
      }));
      build.onLoad({ filter: /.*/, namespace: "query-compiler" }, async (asked) => {
        const { wasm } = await import(asked.path);
        writeFileSync(path.join(outdir, FILE), Buffer.from(wasm, "base64"));
        // The caller hands it to Buffer.from, which asks an object for its value: so no copy stays in the module.
        return {
          contents: `import { readFileSync } from "node:fs";
            const file = new URL("./${FILE}", import.meta.url);
            export const wasm = { valueOf: () => readFileSync(file) };`,
          resolveDir: outdir,
        };
      });
    },
  };
}
