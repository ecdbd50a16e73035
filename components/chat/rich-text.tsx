import { lazy, Suspense } from "react";

// The parser is the one part of a page that comes later: the text is there at once, its formatting a moment after.
const FormattedText = lazy(async () => ({
  default: (await import("./formatted-text.tsx")).FormattedText,
}));

/** A message's text with its little formatting. */
export function RichText({ text }: { readonly text: string }) {
  return (
    <Suspense
      fallback={<p className="text-[0.9375rem] leading-relaxed whitespace-pre-line">{text}</p>}
    >
      <FormattedText text={text} />
    </Suspense>
  );
}
