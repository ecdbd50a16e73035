"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";

/** An answer the server read for a page, and the key under which components find it. */
export interface ReadAnswer {
  readonly key: QueryKey;
  readonly data: unknown;
}

/**
 * The boundary where a page's answers go from the server into this tab's cache, before anything below is drawn. Only
 * what the tab does not hold yet is taken: what it holds, live events keep newer than any read; and TanStack's own
 * boundary would ask the clocks of two machines which answer is the newer.
 */
export function PageData({
  answers,
  children,
}: {
  readonly answers: readonly ReadAnswer[];
  readonly children: ReactNode;
}) {
  const client = useQueryClient();
  // In the render, not after it: the server draws once, and the browser's first picture has to be the same.
  useMemo(() => {
    for (const { key, data } of answers) {
      if (client.getQueryData(key) === undefined) client.setQueryData(key, data);
    }
  }, [client, answers]);
  return children;
}
