import { findService } from "./find-service.ts";
import type { ContainerFacts, NpmFacts, PackageFacts, ServiceRecord } from "./service-record.ts";

/** What a service takes to run, in facts that a person can check at their source. */
export interface ServiceNeeds {
  readonly name: string;
  /** What it does, as the object of "Runs NAME: …". */
  readonly does: string;
  /** Ways to run it, each as a part of a sentence: "in a container, from docker.io/gitea/gitea:1.27.2". */
  readonly ways: readonly string[];
  readonly port: number;
  /** Folders in its container whose content must stay. */
  readonly folders: readonly string[];
  /** What only its owner can say. */
  readonly questions: readonly string[];
  readonly sources: readonly string[];
}

/** What a service takes, by its name or an alias; null for one that Chiffon does not know. */
export function serviceNeeds(asked: string): ServiceNeeds | null {
  const record = findService(asked);
  if (record === null) return null;
  const { name, does, port, container, sources } = record;
  return {
    ...{ name, does, port, sources },
    ways: waysOf(record),
    folders: container?.volumes ?? [],
    questions: Object.values(container?.asks ?? {}),
  };
}

function waysOf({ container, package: debian, npm }: ServiceRecord): string[] {
  return [
    ...(container === undefined ? [] : [sayContainer(container)]),
    ...(debian === undefined ? [] : [sayPackage(debian)]),
    ...(npm === undefined ? [] : [sayNpm(npm)]),
  ];
}

function sayContainer({ image, version, companions = [] }: ContainerFacts): string {
  const from = `in a container, from ${image}${version === null ? "" : `:${version}`}`;
  return companions.length === 0
    ? from
    : `${from}, with ${companions.map((one) => `${one.name} (${one.image})`).join(" and ")} beside it`;
}

function sayPackage({ packages }: PackageFacts): string {
  return `from Debian's own packages (${packages.join(", ")})`;
}

function sayNpm({ package: name, version }: NpmFacts): string {
  return `from npm (${name}${version === null ? "" : ` ${version}`})`;
}
