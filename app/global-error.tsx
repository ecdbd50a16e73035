"use client";

import "./globals.css";

/** The last resort: even the layout broke. Needs nothing but the browser. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-md p-6 pt-24">
          <h1 className="mb-2 text-xl font-semibold">Chiffon could not be shown</h1>
          <p className="mb-4 text-sm">
            Running tasks continue without this page. If this keeps happening, check the output of
            npm start.
          </p>
          <button
            type="button"
            onClick={reset}
            className="touch rounded-lg bg-accent px-4 text-sm font-medium text-accent-ink"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
