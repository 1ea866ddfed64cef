import type { ComponentProps } from "react";
import { cn } from "./cn";

export type TableDensity = "compact" | "default" | "comfortable";
/** Row heights in px; also used by the virtual list, so they live in one place. */
export const ROW_HEIGHTS: Record<TableDensity, number> = { compact: 30, default: 36, comfortable: 44 };

export type TableProps = ComponentProps<"table"> & { density?: TableDensity };

/** A plain semantic table: ruled rows, dense face, tabular numerals. */
export function Table({ className, density = "default", style, ...props }: TableProps) {
  return (
    <table
      data-slot="table"
      data-density={density}
      style={{ ["--row" as string]: `${ROW_HEIGHTS[density]}px`, ...style }}
      className={cn("type-dense w-full border-separate border-spacing-0 text-left text-sm", className)}
      {...props}
    />
  );
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead data-slot="table-head" className={cn("sticky top-0 z-10 bg-canvas", className)} {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody data-slot="table-body" className={className} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr data-slot="table-row" className={cn("group/row hover:bg-surface", className)} {...props} />;
}

type CellAlign = { align?: "start" | "end" };

export function TableHeaderCell({
  className,
  align = "start",
  ...props
}: Omit<ComponentProps<"th">, "align"> & CellAlign) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 whitespace-nowrap border-line-strong border-b px-3 font-medium text-ink-2 text-xs first:pl-0 last:pr-0",
        align === "end" && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, align = "start", ...props }: Omit<ComponentProps<"td">, "align"> & CellAlign) {
  return (
    <td
      className={cn(
        "h-(--row) border-line border-b px-3 py-0 text-ink first:pl-0 last:pr-0",
        align === "end" && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableCaption({ className, ...props }: ComponentProps<"caption">) {
  return <caption className={cn("sr-only", className)} {...props} />;
}
