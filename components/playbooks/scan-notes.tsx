import { TriangleAlert } from "lucide-react";
import type { Repository } from "#server/contracts/playbook.ts";
import { countOf } from "./doctor-words.ts";

interface Note {
  readonly key: string;
  readonly place: string;
  readonly text: string;
}

/** What the last scan found odd, and secrets that an ansible.cfg names; each with its place and the reason. */
export function ScanNotes({ repository }: { readonly repository: Repository }) {
  const { warnings, offers } = repository;
  const odd = warnings.map(({ path, line, message }) => ({
    key: `${path}:${line}:${message}`,
    place: line ? `${path}:${line}` : path,
    text: message,
  }));
  const offered = offers.map(({ kind, path }) => ({
    key: `${kind}:${path}`,
    place: path,
    text: offerTexts[kind],
  }));
  return (
    <div className="flex flex-col">
      <NoteList title={countOf(odd.length, "warning")} isTelling notes={odd} />
      <NoteList
        title={`${countOf(offered.length, "secret")} named in ansible.cfg`}
        isTelling
        notes={offered}
      />
    </div>
  );
}

/** Files that the last scan left out and settings that it does not honour, each with the reason. */
export function LeftOutNotes({ repository }: { readonly repository: Repository }) {
  const { skipped, skippedCount, ignoredSettings } = repository;
  const leftOut = skipped.map(({ path, reason }) => ({ key: path, place: path, text: reason }));
  const ignored = ignoredSettings.map(({ setting, why }) => ({
    key: setting,
    place: `ansible.cfg: ${setting}`,
    text: why,
  }));
  return (
    <div className="flex flex-col">
      <NoteList title={`${countOf(skippedCount, "file")} skipped, and why`} notes={leftOut} />
      <NoteList title={`${countOf(ignored.length, "setting")} ignored`} notes={ignored} />
    </div>
  );
}

const offerTexts: Readonly<Record<Repository["offers"][number]["kind"], string>> = {
  private_key:
    "A key file of this machine, which no run can read. Store the key as a secret, or let the hosts accept Chiffon's own.",
  vault_password: "A file with a vault password, which no run can read. Store it as a secret.",
};

function NoteList({
  title,
  notes,
  isTelling = false,
}: {
  readonly title: string;
  readonly notes: readonly Note[];
  readonly isTelling?: boolean;
}) {
  if (notes.length === 0) return null;
  const tone = isTelling ? "text-warn" : "text-ink-soft";
  return (
    <details>
      <summary
        className={`inline-flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium ${tone}`}
      >
        {isTelling ? <TriangleAlert aria-hidden className="size-4" /> : null}
        {title}
      </summary>
      <ul className="mt-1 max-h-80 space-y-1.5 overflow-y-auto border-l border-line pl-3">
        {notes.map(({ key, place, text }) => (
          <li key={key} className="lazy-paint text-[0.8125rem]">
            <code className="text-xs break-all text-ink-soft">{place}</code>
            <span className="block">{text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
