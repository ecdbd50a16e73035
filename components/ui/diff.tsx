import { classNames } from "./class-names.ts";
import { CodeBlock } from "./code-block.tsx";
import { CopyButton } from "./copy-button.tsx";

/** A unified diff with its lines coloured, and a button that copies it as `git apply` takes it. */
export function Diff({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = text.replace(/\n$/, "").split("\n");
  return (
    <div className="relative">
      <CodeBlock label={label}>
        {lines.map((line, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never changes
            key={at}
            className={classNames("block min-w-max px-3 pr-12", lookOf(line))}
          >
            {line === "" ? " " : line}
          </span>
        ))}
      </CodeBlock>
      <span className="absolute top-1 right-1">
        <CopyButton text={text} label="Copy the patch" />
      </span>
    </div>
  );
}

function lookOf(line: string): string {
  if (/^(?:---|\+\+\+|@@)/.test(line)) return "text-ink-faint";
  if (line.startsWith("+")) return "bg-ok-soft text-ok";
  return line.startsWith("-") ? "bg-bad-soft text-bad" : "";
}
