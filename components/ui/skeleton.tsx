import { cn } from "./cn";

/** Stands for one cell's text while it loads; shows after 150 ms, so quick answers never flicker. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      data-slot="skeleton"
      aria-hidden="true"
      className={cn("skeleton block h-2.5 w-24 max-w-full rounded-xs bg-line", className)}
    />
  );
}
