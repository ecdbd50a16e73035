import { z } from "zod";
import { AppError } from "#server/lib/app-error.ts";

/** Deeper than any of our schemas; a body beyond it is an attack or a mistake. */
const maxDepth = 40;
/** Keys that reach into an object's prototype when somebody merges them carelessly. */
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Names of properties whose value is a record, so that its keys are data (host names, variable names) and keep
 * their spelling on the wire. Found by walking the schema once.
 */
export function recordNames(schema: z.ZodType | null): ReadonlySet<string> {
  const names = new Set<string>();
  if (schema !== null) collectRecordNames(schema, null, names, new Set());
  return names;
}

/** Rewrites the keys of objects from camelCase to snake_case; values and the keys of records stay. */
export function toSnakeCase(value: unknown, records: ReadonlySet<string> = new Set()): unknown {
  return renameKeys(value, { rename: snake, records, depth: 0, keepKeys: false });
}

/**
 * Rewrites the keys of objects from snake_case to camelCase.
 *
 * @throws invalid_input when two keys become one, when a key names a prototype, or when it nests too deeply
 */
export function toCamelCase(value: unknown, records: ReadonlySet<string> = new Set()): unknown {
  return renameKeys(value, { rename: camel, records, depth: 0, keepKeys: false });
}

/** Checks a body as {@link toCamelCase} does, and leaves its keys as they are. */
export function refuseHostileKeys(value: unknown): unknown {
  return renameKeys(value, { rename: (key) => key, records: new Set(), depth: 0, keepKeys: false });
}

/** "planDigest" to "plan_digest". */
export function snake(key: string): string {
  return key.replace(
    /[A-Z]/g,
    (letter, at: number) => `${at > 0 ? "_" : ""}${letter.toLowerCase()}`,
  );
}

/** "plan_digest" to "planDigest". Only an underscore before a letter or digit, and after something, is a joint. */
export function camel(key: string): string {
  return key.replace(/(?<=[^_])_([a-z0-9])/g, (_joint, letter: string) => letter.toUpperCase());
}

interface Walk {
  readonly rename: (key: string) => string;
  readonly records: ReadonlySet<string>;
  readonly depth: number;
  /** The value is a record: its keys are data. */
  readonly keepKeys: boolean;
}

function renameKeys(value: unknown, walk: Walk): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (walk.depth >= maxDepth)
    throw new AppError("invalid_input", { message: "The body nests too deeply." });
  if (Array.isArray(value)) {
    return value.map((item) =>
      renameKeys(item, { ...walk, depth: walk.depth + 1, keepKeys: false }),
    );
  }
  const renamed: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (forbiddenKeys.has(key))
      throw new AppError("invalid_input", { message: `The key ${key} is not allowed.` });
    const name = walk.keepKeys ? key : walk.rename(key);
    if (Object.hasOwn(renamed, name))
      throw new AppError("invalid_input", { message: `The key ${name} stands there twice.` });
    renamed[name] = renameKeys(member, {
      ...walk,
      depth: walk.depth + 1,
      keepKeys: !walk.keepKeys && walk.records.has(camel(name)),
    });
  }
  return renamed;
}

function collectRecordNames(
  schema: z.core.$ZodType,
  property: string | null,
  names: Set<string>,
  seen: Set<z.core.$ZodType>,
): void {
  if (schema instanceof z.ZodRecord && property !== null) names.add(property);
  if (seen.has(schema)) return;
  seen.add(schema);
  if (schema instanceof z.ZodObject) {
    for (const [key, member] of Object.entries(schema.shape)) {
      collectRecordNames(member as z.core.$ZodType, key, names, seen);
    }
    return;
  }
  for (const inner of innerSchemas(schema)) collectRecordNames(inner, property, names, seen);
}

function innerSchemas(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodTuple) return schema.def.items;
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return [schema.unwrap()];
  }
  return [];
}
