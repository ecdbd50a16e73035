import type { ComponentProps } from "react";

/** Text as it stands, in a box that scrolls: by keyboard as well. */
export function ScrollingText({ children, ...rest }: ComponentProps<"pre">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0} {...rest}>
      {children}
    </pre>
  );
}
