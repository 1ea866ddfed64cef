import { cn } from "../ui/cn";

/** Our mark: a bell struck inside a postmark ring, its sound running out as cancellation waves. */
export function Logo({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 32 24"
      width={(size * 32) / 24}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      aria-hidden="true"
      className={cn("forced-mark shrink-0 text-brand", className)}
    >
      <path d="M18.6 5.6A9.5 9.5 0 1 0 18.6 18.4" />
      <path
        d="M6.6 15.6h9.8c-1.2-1-1.7-2.2-1.7-3.9 0-2.7-1.3-4.4-3.2-4.4s-3.2 1.7-3.2 4.4c0 1.7-.5 2.9-1.7 3.9Z"
        fill="currentColor"
        stroke="none"
      />
      <path d="M10.3 17.6a1.3 1.3 0 0 0 2.4 0" strokeWidth="1.5" />
      <path
        d="M18.5 9q1.7-1.8 3.4 0t3.4 0 3.4 0M19.6 12q1.7-1.8 3.4 0t3.4 0 3.4 0M18.5 15q1.7-1.8 3.4 0t3.4 0 3.4 0"
        strokeWidth="1.5"
      />
    </svg>
  );
}

export function Wordmark({ size = 22, className }: { size?: number; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-ink", className)}>
      <Logo size={size} />
      <span className="type-title text-lg">Carillon</span>
    </span>
  );
}
