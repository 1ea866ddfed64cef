"use client";

import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { CloseButton } from "./close-button";
import { cn } from "./cn";

export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export const scrimClass =
  "fixed inset-0 z-50 bg-scrim data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 duration-120";
export const dialogPanelClass =
  "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-120 -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-surface text-ink shadow-lift outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-120";

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** What opens it; leave out when `open` is controlled. */
  trigger?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  className?: string;
};

/** A short task that must be finished or left. To look at something without losing the list, use PeekPanel. */
export function Dialog({ open, onOpenChange, title, description, trigger, children, footer, className }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          data-slot="dialog"
          className={cn(dialogPanelClass, className)}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className="pt-4 pr-14 pl-5">
            <div className="grid gap-1">
              <Primitive.Title className="type-title text-lg">{title}</Primitive.Title>
              {description ? (
                <Primitive.Description className="text-ink-2 text-sm">{description}</Primitive.Description>
              ) : null}
            </div>
          </div>
          {children ? <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div> : <div className="h-4" />}
          {footer ? <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
          <Primitive.Close asChild>
            <CloseButton />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
