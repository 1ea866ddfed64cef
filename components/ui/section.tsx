import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type SectionProps = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** `aside` puts title and description left of the content from 1024 px; for settings and forms. */
  layout?: "stacked" | "aside";
  className?: string;
};

/** A part of a page, divided by a rule and space, not by a box. */
export function Section({ title, description, actions, children, layout = "stacked", className }: SectionProps) {
  const id = useId();
  return (
    <section
      data-slot="section"
      aria-labelledby={id}
      className={cn(
        "grid gap-4 border-line border-t py-6",
        layout === "aside" && "lg:grid-cols-[220px_minmax(0,1fr)] lg:gap-10",
        className,
      )}
    >
      <div
        className={cn(
          "flex flex-wrap items-start justify-between gap-x-4 gap-y-2",
          layout === "aside" && "lg:flex-col lg:justify-start",
        )}
      >
        <div className="grid gap-1">
          <h2 id={id} className="type-title text-lg text-ink">
            {title}
          </h2>
          {description ? <p className="max-w-160 text-pretty text-ink-2 text-sm">{description}</p> : null}
        </div>
        {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
