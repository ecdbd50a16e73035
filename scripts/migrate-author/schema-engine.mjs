// Prisma's schema engine as WebAssembly, talking to Postgres through Prisma's own driver adapter.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";

const require = createRequire(import.meta.url);
const NODE_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const PACKAGE = "@prisma/schema-engine-wasm";
/** Postgres' internal one-byte type `"char"`, which the adapter does not know, and `text`, which it does. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Opens the engine on a database; call `free()` on the result.
 *
 * @param {{ databaseUrl: string, schema: { path: string, content: string } }} options
 */
export async function openSchemaEngine({ databaseUrl, schema }) {
  const bindings = await loadBindings();
  const log = () => {};
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(databaseUrl));
  return bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, log, factory);
}

async function loadBindings() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      process.stderr.write(`the schema engine panicked: ${message}\n`);
    },
  };
  const directory = locateEngine();
  const bindings = await import(pathToFileURL(path.join(directory, "schema_engine_bg.js")).href);
  const module = new WebAssembly.Module(
    readFileSync(path.join(directory, "schema_engine_bg.wasm")),
  );
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/**
 * `prisma` carries the engine's .wasm but has its bindings baked into its command line. The same engine is published
 * as a package of its own; only who writes migrations needs it, so it is fetched on first use, at the very version of
 * the installed Prisma, and accepted only when its .wasm is byte for byte the installed one.
 */
function locateEngine() {
  try {
    return path.dirname(require.resolve(`${PACKAGE}/schema_engine_bg`));
  } catch {
    const { version } = require("@prisma/engines-version/package.json");
    const directory = path.join(NODE_MODULES, ".cache", "schema-engine", version);
    if (!existsSync(directory)) download(version, directory);
    return directory;
  }
}

function download(version, directory) {
  const draft = `${directory}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const spec = `${PACKAGE}@${version}`;
    const options = { cwd: draft, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", spec], options));
    execFileSync("tar", ["-xzf", filename, "--strip-components=1"], { cwd: draft });
    const installed = readFileSync(path.join(NODE_MODULES, "prisma/build/schema_engine_bg.wasm"));
    const fetched = readFileSync(path.join(draft, "schema_engine_bg.wasm"));
    if (!installed.equals(fetched)) throw new Error(`${spec} is not the engine that Prisma ships`);
    renameSync(draft, directory);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    throw new Error(`can't fetch ${PACKAGE}@${version} from the npm registry: ${cause.message}`, {
      cause,
    });
  }
}

function adapterFactory(databaseUrl) {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: 1 });
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => patchAdapter(await adapter.connect()),
    connectToShadowDb: async () => {
      throw new Error("migrations are replayed before the engine sees the database");
    },
  };
}

/**
 * Two things the adapter lacks for migrations: it splits scripts at semicolons, which cuts `$$` bodies apart (we send
 * the whole script in one simple query, hence one transaction), and it rejects `"char"` columns of the catalog.
 */
function patchAdapter(adapter) {
  const pool = adapter.client;
  const query = pool.query.bind(pool);
  let charColumns = [];
  adapter.client = new Proxy(pool, {
    get(target, key) {
      if (key !== "query") {
        const value = target[key];
        return typeof value === "function" ? value.bind(target) : value;
      }
      return async (...args) => {
        const result = await query(...args);
        charColumns = retypeCharColumns(result.fields ?? []);
        return result;
      };
    },
  });
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

function retypeCharColumns(fields) {
  const found = [];
  fields.forEach((field, index) => {
    if (field.dataTypeID !== CHAR_OID) return;
    field.dataTypeID = TEXT_OID;
    found.push(index);
  });
  return found;
}
