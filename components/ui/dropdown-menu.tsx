"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { optionClass, popoverClass } from "./select";

/** Not modal: a menu must not make the rest of the page unreadable to assistive technology while it is open. */
export function DropdownMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />;
}
export const DropdownMenuTrigger = Primitive.Trigger;
export const DropdownMenuRadioGroup = Primitive.RadioGroup;

export function DropdownMenuContent({
  className,
  align = "start",
  sideOffset = 4,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="dropdown-menu"
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(popoverClass, "min-w-48 max-w-80 p-1", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}

export type DropdownMenuItemProps = ComponentProps<typeof Primitive.Item> & {
  icon?: ReactNode;
  shortcut?: string;
  destructive?: boolean;
};

export function DropdownMenuItem({
  icon,
  shortcut,
  destructive = false,
  className,
  children,
  asChild,
  ...props
}: DropdownMenuItemProps) {
  const classes = cn(optionClass, "[&_svg]:size-4 [&_svg]:stroke-[1.5]", destructive && "text-failed", className);
  if (asChild) {
    return (
      <Primitive.Item asChild className={classes} {...props}>
        {children}
      </Primitive.Item>
    );
  }
  return (
    <Primitive.Item className={classes} {...props}>
      {icon}
      <span className="grow truncate">{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </Primitive.Item>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem className={cn(optionClass, "pl-8", className)} {...props}>
      <Primitive.ItemIndicator className="absolute left-2">
        <Check className="size-4 stroke-[1.5] text-brand" aria-hidden="true" />
      </Primitive.ItemIndicator>
      {children}
    </Primitive.CheckboxItem>
  );
}

export function DropdownMenuRadioItem({ className, children, ...props }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem className={cn(optionClass, "pl-8", className)} {...props}>
      <Primitive.ItemIndicator className="absolute left-2">
        <Check className="size-4 stroke-[1.5] text-brand" aria-hidden="true" />
      </Primitive.ItemIndicator>
      {children}
    </Primitive.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label className={cn("px-2 pt-1.5 pb-1 text-ink-3 text-xs", className)} {...props} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Primitive.Separator>) {
  return <Primitive.Separator className={cn("-mx-1 my-1 h-px bg-line", className)} {...props} />;
}
