/** Something that a playbook names and this machine lacks. */
export interface MissingContent {
  readonly kind: "module" | "role";
  readonly name: string;
}

const maxSaid = 100_000;

/** What ansible-playbook could not find, by what it said; null where it stopped for another reason. */
export function missingContent(said: string): MissingContent | null {
  const lines = said.slice(-maxSaid).split("\n");
  const text = lines.map((line) => line.trim()).join(" ");
  const module = /couldn't resolve module\/action '([\w.]+)'/.exec(text)?.[1];
  if (module !== undefined) return { kind: "module", name: module };
  const role = /the role '([\w.-]+)' was not found/i.exec(text)?.[1];
  return role === undefined ? null : { kind: "role", name: role };
}

const fullName = /^(\w+)\.(\w+)\.(\w+(?:\.\w+)*)$/;

/** The files that stand in for something missing, by their place below the folder of stand-ins. */
export function standInFiles({ kind, name }: MissingContent): { path: string; text: string }[] {
  const [, namespace, collection, rest] = fullName.exec(name) ?? [];
  const base =
    namespace === undefined ? null : `collections/ansible_collections/${namespace}/${collection}`;
  if (kind === "module") {
    const file = `${(rest ?? name).replaceAll(".", "/")}.py`;
    const folder = base === null ? "modules" : `${base}/plugins/modules`;
    return [
      { path: `${folder}/${file}`, text: "# Stands in for a module that is not installed here.\n" },
    ];
  }
  const folder = base === null ? `roles/${name}` : `${base}/roles/${rest}`;
  return [{ path: `${folder}/tasks/main.yml`, text: "---\n[]\n" }];
}

/** Modules by full name in the text of a file: keys, and what follows `action:`. */
export function fullModuleNames(text: string): string[] {
  const pattern =
    /^[ \t-]*(?:(?:local_)?action:[ \t]+)?(\w+\.\w+\.\w+(?:\.\w+)*)(?=:(?:[ \t]|\r?$)|[ \t]|\r?$)/gm;
  return [...text.matchAll(pattern)].flatMap(([, name = ""]) =>
    /^[a-z_]/.test(name) ? [name] : [],
  );
}

/** "a.b" of "a.b.c"; null for a short name. */
export function collectionOf(name: string): string | null {
  const [, namespace, collection] = fullName.exec(name) ?? [];
  return namespace === undefined ? null : `${namespace}.${collection}`;
}

/** Where Ansible sends short names of modules that moved to collections, by the routing table it comes with. */
export function readModuleRedirects(table: string): Map<string, string> {
  const redirects = new Map<string, string>();
  const section = /^ {2}modules:\n((?: {3}.*\n|\s*\n|\s*#.*\n)*)/m.exec(table)?.[1] ?? "";
  let name = "";
  for (const line of section.split("\n")) {
    name = /^ {4}(\w+):\s*$/.exec(line)?.[1] ?? name;
    const target = /^ {6}redirect: (\w+\.\w+\.\w+)\s*$/.exec(line)?.[1];
    if (target !== undefined) redirects.set(name, target);
  }
  return redirects;
}
