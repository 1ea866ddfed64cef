"use client";

import "./globals.css";
import { ErrorState } from "@/components/ui/error-state";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** Replaces the root layout when that itself fails, so it brings its own html and body. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="gutter mx-auto max-w-160 py-16">
          <ErrorState
            title="Carillon could not be shown"
            detail="What you saved is safe. Sending goes on in the background."
            traceId={error.digest}
            onRetry={reset}
          />
        </main>
      </body>
    </html>
  );
}
