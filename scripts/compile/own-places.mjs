import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Lets files that are bundled into one still find what lies beside them: `import.meta.url` stays the address of the
 * source, and a thread's file (`new URL("./NAME.ts", import.meta.url)`) becomes its compiled one.
 *
 * @param {string} outdir absolute
 * @param {readonly string[]} compiled names of the files that are compiled
 * @returns {import("esbuild").Plugin}
 */
export function ownPlaces(outdir, compiled) {
  const threadFile = new RegExp(`"\\./(${compiled.join("|")})\\.ts", import\\.meta\\.url`, "g");
  return {
    name: "own-places",
    setup(build) {
      build.onLoad({ filter: /\.(ts|mjs)$/, namespace: "file" }, async ({ path: file }) => {
        if (file.includes("/node_modules/")) return null;
        const text = await readFile(file, "utf8");
        if (!text.includes("import.meta.url")) return null;
        const ownPlace = `new URL(${JSON.stringify(path.relative(outdir, file))}, import.meta.url).href`;
        const contents = text
          .replaceAll(threadFile, '"./$1.js", import.meta_url')
          .replaceAll("import.meta.url", ownPlace)
          .replaceAll("import.meta_url", "import.meta.url");
        return { contents, loader: file.endsWith(".ts") ? "ts" : "js" };
      });
    },
  };
}
