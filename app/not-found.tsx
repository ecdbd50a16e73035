import Link from "next/link";
import { LogoMark } from "#components/ui/logo.tsx";

/** No such page. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col items-start justify-center gap-3 p-6">
      <LogoMark className="size-8 text-accent" />
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="text-sm text-ink-soft">
        It may have been removed, or the link was cut short. What happened here is still in the
        audit.
      </p>
      <p className="mt-2 flex gap-4 text-sm font-medium text-accent underline underline-offset-4">
        <Link href="/">Go to the chat</Link>
        <Link href="/audit">Open the audit</Link>
      </p>
    </main>
  );
}
