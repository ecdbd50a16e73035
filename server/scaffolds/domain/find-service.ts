import { knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { compact } from "#server/language/words.ts";
import type { ServiceRecord } from "./service-record.ts";
import { collectionServices } from "./services/collections.ts";
import { databaseServices } from "./services/databases.ts";
import { everydayServices } from "./services/everyday.ts";
import { filesAndPhotos } from "./services/files.ts";
import { householdServices } from "./services/household.ts";
import { knowledgeServices } from "./services/knowledge.ts";
import { mediaServices } from "./services/media.ts";
import { networkServices } from "./services/network.ts";
import { operationsServices } from "./services/operations.ts";
import { packagedServices } from "./services/packaged.ts";
import { publishingServices } from "./services/publishing.ts";
import { togetherServices } from "./services/together.ts";
import { toolServices } from "./services/tools.ts";
import { utilityServices } from "./services/utilities.ts";
import { videoServices } from "./services/video.ts";
import { workServices } from "./services/work.ts";

/** Every service that Chiffon can write a role for without asking what it is. */
export const serviceRecords: readonly ServiceRecord[] = [
  ...mediaServices,
  ...filesAndPhotos,
  ...householdServices,
  ...networkServices,
  ...toolServices,
  ...workServices,
  ...packagedServices,
  ...videoServices,
  ...collectionServices,
  ...knowledgeServices,
  ...everydayServices,
  ...utilityServices,
  ...operationsServices,
  ...databaseServices,
  ...publishingServices,
  ...togetherServices,
];

const byName = new Map(serviceRecords.map((record) => [idOf(record.name), record]));

/** The record of a service by its name or an alias of it; null for one that Chiffon does not know. */
export function findService(asked: string): ServiceRecord | null {
  return byName.get(compact(asked)) ?? byName.get(idOf(asked)) ?? null;
}

/** Other names of a service, as the thesaurus has them. */
export function aliasesOf(record: ServiceRecord): readonly string[] {
  return knownServices.get(compact(record.name))?.aliases ?? [];
}

function idOf(name: string): string {
  return knownServices.get(compact(name))?.id ?? compact(name);
}
