import { PackageX } from "lucide-react";
import { canBeGiven } from "#server/catalog/domain/given-source.ts";
import type { RequirementView } from "#server/contracts/dependency.ts";
import type { DoctorRow } from "#server/contracts/doctor.ts";
import { DoctorRowFrame } from "./doctor-row.tsx";
import { countOf } from "./doctor-words.ts";
import { NameList } from "./name-list.tsx";
import { SaySource } from "./say-source.tsx";

/** What *Install* cannot get: why, and for each the button that says where it is. */
export function UnknownContent({
  repositoryId,
  rows,
  requirements,
}: {
  readonly repositoryId: string;
  readonly rows: readonly DoctorRow[];
  readonly requirements: readonly RequirementView[];
}) {
  return rows.flatMap(({ kind, needs }) => {
    if (kind !== "role" && kind !== "collection") return [];
    return [...byProblem(needs)].map(([problem, names]) => (
      <DoctorRowFrame
        key={`${kind} ${problem}`}
        icon={PackageX}
        title={
          <>
            {countOf(names.length, kind)}: <NameList names={names} />
          </>
        }
      >
        <p>{problem}</p>
        <ul className="flex flex-wrap gap-x-2" aria-label={`Say where each ${kind} is`}>
          {names
            .filter((name) => canBeGiven({ kind, name }))
            .map((name) => (
              <li key={name} className="max-w-full has-[form]:w-full">
                <SaySource
                  repositoryId={repositoryId}
                  wanted={{ kind, name }}
                  written={
                    requirements.find((one) => one.kind === kind && one.name === name) ?? null
                  }
                  isNamed={names.length > 1}
                />
              </li>
            ))}
        </ul>
      </DoctorRowFrame>
    ));
  });
}

function byProblem(needs: DoctorRow["needs"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, problem } of needs)
    found.set(problem ?? "", [...(found.get(problem ?? "") ?? []), name]);
  return found;
}
