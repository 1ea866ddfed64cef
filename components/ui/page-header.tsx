import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "./breadcrumb";
import { cn } from "./cn";

export type PageHeaderProps = {
  title: string;
  /** A status mark or badge right of the title. */
  mark?: ReactNode;
  /** One line of facts under the title: counts, owner, last change. */
  meta?: ReactNode;
  /** Buttons, the primary one last. */
  actions?: ReactNode;
  crumbs?: readonly Crumb[];
  className?: string;
};

/** The head of a page: the only h1. */
export function PageHeader({ title, mark, meta, actions, crumbs, className }: PageHeaderProps) {
  return (
    <header data-slot="page-header" className={cn("grid gap-2 pt-6 pb-5", className)}>
      {crumbs ? <Breadcrumb crumbs={crumbs} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="type-title text-balance text-2xl text-ink">{title}</h1>
            {mark}
          </div>
          {meta ? <div className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-sm">{meta}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
