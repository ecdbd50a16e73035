import type { GivenType, Requirement } from "#server/contracts/dependency.ts";
import { refusalOf } from "./requirement-state.ts";

/** What a person says of one role or collection. */
export interface SaidSource {
  readonly kind: Requirement["kind"];
  readonly name: string;
  readonly type: GivenType;
  /** Galaxy name or address. */
  readonly source: string;
  readonly version: string | null;
}

/** What tells a role or collection from all others. */
export function requirementKey({ kind, name }: Pick<Requirement, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** What a person said, as a requirement. */
export function toRequirement(said: SaidSource): Requirement {
  const { kind, name, type, source, version } = said;
  return {
    ...{ kind, name, type, source, version },
    ...{ server: null, path: "", line: null, origin: "person" },
  };
}

/**
 * Requirements with what people said of them. A requirements file goes before a person, unless what it says can't be
 * fetched; a person goes before what plays, modules and `meta` only name.
 */
export function withGivenSources(
  requirements: readonly Requirement[],
  given: readonly SaidSource[],
): Requirement[] {
  const used = new Map(
    given
      .filter((said) => fileThatSays(requirements, said) === null)
      .map((said) => [requirementKey(said), toRequirement(said)]),
  );
  const listed = new Set(requirements.map(requirementKey));
  const added = [...used].filter(([key]) => !listed.has(key)).map(([, requirement]) => requirement);
  return [...requirements.map((one) => used.get(requirementKey(one)) ?? one), ...added];
}

/** The requirement of a file that says where a role or collection is, and can be fetched; null where none does. */
export function fileThatSays(
  requirements: readonly Requirement[],
  wanted: Pick<Requirement, "kind" | "name">,
): Requirement | null {
  const key = requirementKey(wanted);
  const found = requirements.find((one) => one.origin === "file" && requirementKey(one) === key);
  return found === undefined || refusalOf(found) !== null ? null : found;
}

/** True where a source would do: a name that no folder can have stays missing whatever is said of it. */
export function canBeGiven({ kind, name }: Pick<Requirement, "kind" | "name">): boolean {
  // What Galaxy could have, ansible-galaxy installs from anywhere; a role may have a plainer name than there.
  const place =
    kind === "collection"
      ? ({ type: "galaxy", source: name } as const)
      : ({ type: "git", source: "https://example.org/it.git" } as const);
  return refusalOf(toRequirement({ kind, name, ...place, version: null })) === null;
}

/** What is wrong with what a person says, with the fix, in words; null where it can be fetched from there. */
export function sourceProblem(said: SaidSource): string | null {
  const problem = said.type === "galaxy" ? galaxyProblem(said) : addressProblem(said);
  if (problem !== null) return problem;
  if (said.version !== null && /\s|^-/.test(said.version))
    return "A version is one word: a tag, a branch, a number or a range such as >=1.0,<2.0.";
  const refusal = refusalOf(toRequirement(said));
  return refusal === null ? null : `${refusal.message} ${refusal.fix}`;
}

function galaxyProblem({ kind, name, source }: SaidSource): string | null {
  if (kind === "collection")
    return source === name
      ? null
      : `Modules call the collection ${name}, so Galaxy must too. Write ${name}, or give its git address.`;
  return /^\w[\w-]*\.\w[\w.-]*$/.test(source)
    ? null
    : "That is no name at Galaxy. Write it as namespace.name, as in geerlingguy.docker.";
}

function addressProblem({ type, source, version }: SaidSource): string | null {
  if (/[\s\0,]/.test(source))
    return "An address has no spaces or commas, and a version has a field of its own.";
  if (/^https?:\/\/[^/]*@/.test(source) || /:\/\/[^/]*:[^/]*@/.test(source))
    return "The address holds a name or password. Leave it out: it would be shown and stored as plain text.";
  if (type === "git") return null;
  if (!/^https?:\/\/[^/]/.test(source))
    return "A tarball has an address that begins with https:// or http://.";
  if (/\.git$/.test(source) || /^https?:\/\/(?:www\.)?github\.com\/(?!.*\.tar\.gz$)/.test(source))
    return "That is the address of a git repository. Choose Git, or give the address of its .tar.gz file.";
  return version === null ? null : "A tarball is one version. Leave the version empty.";
}

/** An address as git has it: what is copied from a requirements file may begin with "git+". */
export function tidySource(type: GivenType, source: string): string {
  return type === "git" ? source.replace(/^git\+/, "") : source;
}

/** Where it obviously is, to begin with: what a file says but for what is wrong with it, else its name where Galaxy could have it. */
export function suggestSource(
  { kind, name }: Pick<Requirement, "kind" | "name">,
  written: Pick<Requirement, "type" | "source" | "version"> | null,
): { readonly type: GivenType; readonly source: string; readonly version: string } {
  const version = written?.version ?? "";
  if (written !== null && /^(?:git|hg|url)$/.test(written.type)) {
    const source = written.source.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
    const isRemote = /^\w+(?::\/\/|@)/.test(source) && written.type !== "hg";
    const type = written.type === "url" ? "url" : "git";
    return { type, source: isRemote ? source : "", version: isRemote ? version : "" };
  }
  const isName = /^\w[\w-]*\.\w[\w.-]*$/.test(name);
  if (kind === "collection" || isName) return { type: "galaxy", source: name, version };
  return { type: "git", source: "", version: "" };
}

/** What is said as lines of a requirements file, to copy; empty for nothing. */
export function requirementLines(given: readonly SaidSource[]): string {
  const section = (kind: Requirement["kind"], items: readonly (readonly [string, string][])[]) =>
    items.length === 0 ? [] : [`${kind}s:`, ...items.flatMap(itemLines)];
  const of = (kind: Requirement["kind"]) => given.filter((said) => said.kind === kind);
  return [
    ...section("role", of("role").map(rolePairs)),
    ...section("collection", of("collection").map(collectionPairs)),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function rolePairs({ name, type, source, version }: SaidSource): [string, string][] {
  return [
    ["name", name],
    ...(type === "galaxy" && source === name ? [] : [["src", source] as [string, string]]),
    ...(type === "git" ? [["scm", "git"] as [string, string]] : []),
    ...versionPair(version),
  ];
}

function collectionPairs({ name, type, source, version }: SaidSource): [string, string][] {
  if (type === "galaxy") return [["name", name], ...versionPair(version)];
  return [["name", source], ["type", type], ...versionPair(version)];
}

function versionPair(version: string | null): [string, string][] {
  return version === null ? [] : [["version", version]];
}

function itemLines(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.map(([key, value], at) => `${at === 0 ? "  - " : "    "}${key}: ${quoted(value)}`);
}

/** Quoted where YAML would read something else: a version such as 1.10 is a number there. */
function quoted(value: string): string {
  const isPlain =
    /^[A-Za-z][\w./@+-]*(?::\/\/[\w.:/@+~-]+)?$/.test(value) &&
    !/^(?:true|false|yes|no|on|off|null|y|n|e[\d_.+-].*)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
