import type { TreeReader } from "#server/ansible/tree.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";

/** Files that are looked through for one entry. */
const maxFiles = 300;
const template = "\\{\\{[^{}\\n]{1,100}\\}\\}";
const portOf = new RegExp(
  `^(?:https?://)?(?:\\[[^\\]]*\\]|(?:${template}|[^:/{}])+):(${template}|\\d+)(?:/|$)`,
);

/**
 * The checks of an entry with the address that their service opens its port on, as `127.0.0.1:3000` in what the entry
 * uses says it: ports that a container publishes, options and settings of a program. Where files differ nothing is said.
 */
export function withListening(
  checks: readonly ServiceCheck[],
  tree: TreeReader,
  paths: ReadonlySet<string>,
): ServiceCheck[] {
  const asked = checks.filter(({ kind }) => kind === "http" || kind === "tcp");
  if (asked.length === 0) return [...checks];
  const texts = [...paths].slice(0, maxFiles).flatMap((path) => tree.text(path) ?? []);
  return checks.map((check) => {
    if (!asked.includes(check) || check.listensOn !== undefined) return check;
    const port = portOf.exec(check.target)?.[1];
    const found = port === undefined ? null : findAddress(texts, port);
    return found === null ? check : { ...check, listensOn: found };
  });
}

/** The one address that stands before a port; an address of something that is asked (`http://…`) is none. */
function findAddress(texts: readonly string[], port: string): string | null {
  const written = port.replace(/\s+/g, "").replace(/[^\w]/g, "\\$&");
  const spaced = written.replace("\\{\\{", "\\{\\{\\s*").replace("\\}\\}", "\\s*\\}\\}");
  const place = new RegExp(
    `(?<![/\\w.\\]}:@-])(localhost|127(?:\\.\\d{1,3}){3}|0\\.0\\.0\\.0|\\[::1?\\]|${template}):${spaced}(?![\\w.-])`,
    "g",
  );
  const found = new Set(
    texts.flatMap((text) => [...text.matchAll(place)].map(([, address = ""]) => address)),
  );
  const [only = null] = found;
  return found.size === 1 ? only : null;
}
