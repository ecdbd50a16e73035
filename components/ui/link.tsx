// biome-ignore lint/style/noRestrictedImports: the one place that makes links of it
import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to one of our pages. Nothing is fetched ahead: every page is read for whoever opens it, when they do. What Next
 * fetches of such a page ahead, two requests for each link in sight, brings neither its content nor its code.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
