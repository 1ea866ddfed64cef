import { Skeleton } from "../ui/skeleton";

/** Lines where the page will be; said once to screen readers. */
export function SkeletonPage({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-4 pt-8">
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
