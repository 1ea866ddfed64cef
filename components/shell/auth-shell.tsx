import type { ReactNode } from "react";
import { Wordmark } from "./logo";

export type AuthShellProps = {
  title: string;
  description?: ReactNode;
  /** "Step 1 of 3" on setup pages. */
  step?: string;
  children: ReactNode;
  /** Under the form: help, other ways in. */
  footer?: ReactNode;
};

/** Sign-in, invitation and setup: one ruled sheet, nothing else to look at. */
export function AuthShell({ title, description, step, children, footer }: AuthShellProps) {
  return (
    <div data-slot="auth-shell" className="grid min-h-dvh grid-rows-[auto_1fr_auto] bg-canvas">
      <header className="gutter flex h-14 items-center border-line border-b">
        <Wordmark />
      </header>
      <main className="gutter mx-auto w-full max-w-112 py-10 sm:py-20">
        {step ? <p className="type-dense mb-2 text-ink-2 text-sm">{step}</p> : null}
        <h1 className="type-title text-balance text-2xl">{title}</h1>
        {description ? <p className="mt-2 text-base text-ink-2">{description}</p> : null}
        <div className="mt-6 border-line-strong border-t pt-6">{children}</div>
        {footer ? <div className="mt-6 border-line border-t pt-4 text-ink-2 text-sm">{footer}</div> : null}
      </main>
      <PostalRules />
    </div>
  );
}

/** The ruled foot of a form; decoration only. */
function PostalRules() {
  return (
    <svg aria-hidden="true" className="h-16 w-full text-line" preserveAspectRatio="none">
      <defs>
        <pattern id="postal-rules" width="56" height="64" patternUnits="userSpaceOnUse">
          <path
            d="M0 12q14-10 28 0t28 0M0 28q14-10 28 0t28 0M0 44q14-10 28 0t28 0"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#postal-rules)" />
    </svg>
  );
}
