"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const Tabs = Primitive.Root;
export const TabsContent = Primitive.Content;

/** Tabs whose state belongs in the URL: give Tabs `value` and `onValueChange` from nuqs. */
export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      data-slot="tabs-list"
      className={cn("flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b", className)}
      {...props}
    />
  );
}

export type TabsTriggerProps = ComponentProps<typeof Primitive.Trigger> & { count?: string };

export function TabsTrigger({ className, count, children, ...props }: TabsTriggerProps) {
  return (
    <Primitive.Trigger
      data-slot="tabs-trigger"
      className={cn(
        "relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-ink-2 text-sm hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-brand data-[state=active]:font-medium data-[state=active]:text-ink",
        className,
      )}
      {...props}
    >
      {children}
      {count ? <span className="type-dense text-ink-3 text-xs">{count}</span> : null}
    </Primitive.Trigger>
  );
}
