import { Fragment } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import { type Block, type Inline, richTextBlocks } from "./rich-text-blocks.ts";

/** A message's text with its little formatting, built from text nodes only. */
export function FormattedText({ text }: { readonly text: string }) {
  return (
    <div className="space-y-2.5 text-[0.9375rem] leading-relaxed">
      {richTextBlocks(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one text never change place
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  if (block.kind === "code") {
    return (
      <div className="relative">
        <ScrollingText className="overflow-x-auto rounded-lg bg-term p-3 pr-12 text-[0.8125rem] text-term-ink">
          {block.text}
        </ScrollingText>
        <div className="absolute top-1 right-1 text-term-ink">
          <CopyButton text={block.text} label="Copy this" />
        </div>
      </div>
    );
  }
  if (block.kind === "paragraph") {
    return (
      <p className="whitespace-pre-line">
        <Inlines inlines={block.inlines} />
      </p>
    );
  }
  const List = block.isOrdered ? "ol" : "ul";
  return (
    <List className={`space-y-1 pl-5 ${block.isOrdered ? "list-decimal" : "list-disc"}`}>
      {block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of one text never change place
        <li key={index} className="marker:text-ink-faint">
          <Inlines inlines={item} />
        </li>
      ))}
    </List>
  );
}

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text never change place
    <Fragment key={index}>
      <InlineView inline={inline} />
    </Fragment>
  ));
}

const linkClass = "font-medium text-accent underline underline-offset-4";

function InlineView({ inline }: { readonly inline: Inline }) {
  if (inline.kind === "text") return inline.text;
  if (inline.kind === "strong") return <strong className="font-semibold">{inline.text}</strong>;
  if (inline.kind === "instant") return <Ago at={inline.at} />;
  if (inline.kind === "code") {
    return <code className="rounded bg-sunken px-1 py-0.5">{inline.text}</code>;
  }
  return inline.href.startsWith("/") ? (
    <Link href={inline.href} className={linkClass}>
      {inline.text}
    </Link>
  ) : (
    <a href={inline.href} target="_blank" rel="noopener noreferrer" className={linkClass}>
      {inline.text}
    </a>
  );
}
