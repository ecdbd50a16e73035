import { Link } from "#components/ui/link.tsx";
import { LogoMark } from "#components/ui/logo.tsx";

/** No such page. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col items-start justify-center gap-3 p-6">
      <LogoMark className="size-8 text-accent" />
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="text-sm text-ink-soft">
        It may have been removed, or the link is incomplete. The audit still has the full history.
      </p>
      <p className="mt-2 flex gap-4 text-sm font-medium text-accent underline underline-offset-4">
        <Link href="/">Go to the chat</Link>
        <Link href="/audit">Open the audit</Link>
      </p>
    </main>
  );
}
