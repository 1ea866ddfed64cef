import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const badgeVariants = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-xs border px-1.5 font-medium text-xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "border-line-strong/50 text-ink-2",
        brand: "border-brand/50 bg-brand-wash text-brand",
        live: "border-live/50 text-live",
        scheduled: "border-scheduled/50 text-scheduled",
        paused: "border-paused/50 text-paused",
        failed: "border-failed/50 text-failed",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A word about a thing (a kind, a tag). For a state in a lifecycle use StatusMark. */
export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />;
}
