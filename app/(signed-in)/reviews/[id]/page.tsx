import type { Metadata } from "next";
import { reviewQuery } from "#components/lib/change-queries.ts";
import { ReviewPage } from "#components/reviews/review-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { startPageReads } from "../../page-reads.ts";

export const metadata: Metadata = { title: "Suggestions" };

/** What could be better in one playbook, and what becomes of the patch. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const [reads, { id }] = await Promise.all([startPageReads(), params]);
  const reviewId = idSchema.safeParse(id).data;
  if (reviewId)
    await reads.read(reviewQuery(reviewId), "readReview", ({ reviews }) => reviews.view(reviewId));
  return (
    <PageData answers={reads.answers()}>
      <ReviewPage reviewId={id} />
    </PageData>
  );
}
