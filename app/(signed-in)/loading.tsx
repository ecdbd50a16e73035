import { Skeleton } from "#components/ui/states.tsx";

/** While a page is on its way. */
export default function Loading() {
  return <Skeleton lines={6} className="mx-auto max-w-5xl p-8" />;
}
