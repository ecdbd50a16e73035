import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";

/** Text as a machine printed it, with a button that copies it. */
export function OutputBlock({
  title,
  lines,
  note = null,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  /** Said in the place of lines that are not there. */
  readonly note?: string | null;
}) {
  const text = lines.join("\n");
  if (text.trim() === "")
    return note === null ? null : <p className="text-sm text-ink-soft">{note}</p>;
  return (
    <section aria-label={title}>
      <div className="mb-1 flex items-center justify-between gap-2">
        <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
        <CopyButton text={text} label={`Copy: ${title}`} />
      </div>
      <ScrollingText className="max-h-96 overflow-auto rounded-lg bg-sunken p-3 text-xs leading-5 break-words whitespace-pre-wrap">
        {text}
      </ScrollingText>
    </section>
  );
}
