import Link from "next/link";
import { cn } from "./cn";

export type Crumb = { label: string; href?: string };

/** The way back up; the last crumb is this page and no link. */
export function Breadcrumb({ crumbs, className }: { crumbs: readonly Crumb[]; className?: string }) {
  return (
    <nav aria-label="Breadcrumb" data-slot="breadcrumb" className={className}>
      <ol className="flex flex-wrap items-center gap-1.5 text-ink-2 text-sm">
        {crumbs.map((crumb, place) => (
          <li key={crumb.label} className="flex min-w-0 items-center gap-1.5">
            {place > 0 ? (
              <span aria-hidden="true" className="text-ink-3">
                /
              </span>
            ) : null}
            {crumb.href ? (
              <Link href={crumb.href} className="inline-block min-h-6 content-center hover:text-ink hover:underline">
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page" className={cn("truncate", place === crumbs.length - 1 && "text-ink")}>
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
