"use client";

import { Lightbulb } from "lucide-react";
import { useRouter } from "next/navigation";
import { useStartReview } from "#components/lib/change-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";

/** Has a file looked at, and leads to what was found. For YAML files, and those who may change repositories. */
export function SuggestButton({
  repositoryId,
  path,
  again = false,
  variant = "secondary",
  children = "Suggest improvements",
}: {
  readonly repositoryId: string;
  readonly path: string;
  /** Also where it was looked at as it is. */
  readonly again?: boolean;
  readonly variant?: "secondary" | "quiet";
  readonly children?: string;
}) {
  const canManage = useMay("repository.manage");
  const router = useRouter();
  const { mutate, isPending } = useStartReview();
  if (!canManage || !/\.ya?ml$/i.test(path)) return null;
  const press = () =>
    mutate(
      { repositoryId, path, again },
      { onSuccess: ({ id }) => router.push(`/reviews/${id}`), onError: toastError },
    );
  return (
    <Button variant={variant} size="small" icon={Lightbulb} isBusy={isPending} onClick={press}>
      {children}
    </Button>
  );
}
