"use client";

import { ErrorState } from "@/components/ui/error-state";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="gutter mx-auto max-w-160 py-16">
      <ErrorState
        title="This page could not be shown"
        detail="What you saved is safe; this is only about showing it. Try again, and if it stays, pass the trace id on."
        traceId={error.digest}
        onRetry={reset}
      />
    </div>
  );
}
