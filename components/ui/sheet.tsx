"use client";

import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { CloseButton } from "./close-button";
import { cn } from "./cn";
import { scrimClass } from "./dialog";

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  side?: "right" | "left" | "bottom";
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
};

const SIDES = {
  right: "inset-y-0 right-0 h-dvh w-full max-w-120 border-l data-[state=open]:slide-in-from-right-8",
  left: "inset-y-0 left-0 h-dvh w-full max-w-80 border-r data-[state=open]:slide-in-from-left-8",
  bottom: "inset-x-0 bottom-0 max-h-[85dvh] w-full rounded-t-lg border-t data-[state=open]:slide-in-from-bottom-8",
};

/** A panel over the page, 480 px wide; on a phone it fills the width. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  side = "right",
  children,
  footer,
  className,
}: SheetProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          data-slot="sheet"
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex flex-col border-line bg-surface text-ink shadow-lift outline-none duration-200 data-[state=open]:animate-in data-[state=open]:fade-in-0",
            SIDES[side],
            className,
          )}
        >
          <PanelHead title={title} description={description} />
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer ? <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
          <Primitive.Close asChild>
            <CloseButton />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function PanelHead({ title, description }: { title: string; description?: ReactNode }) {
  return (
    <div className="border-line border-b py-3 pr-14 pl-5">
      <div className="grid min-w-0 gap-0.5">
        <Primitive.Title className="type-title truncate text-lg">{title}</Primitive.Title>
        {description ? (
          <Primitive.Description className="text-ink-2 text-sm">{description}</Primitive.Description>
        ) : null}
      </div>
    </div>
  );
}

export type PeekPanelProps = Omit<SheetProps, "side">;

/**
 * Looks at one row without leaving the list: no scrim, the list stays usable, Escape closes.
 * Non-modal on purpose, so j/k can move to the next row while it is open.
 */
export function PeekPanel({ open, onOpenChange, title, description, children, footer, className }: PeekPanelProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Primitive.Portal>
        <Primitive.Content
          data-slot="peek-panel"
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          className={cn(
            "fixed z-40 flex flex-col border-line bg-surface text-ink shadow-lift outline-none duration-200 data-[state=open]:animate-in data-[state=open]:fade-in-0",
            SIDES.right,
            className,
          )}
        >
          <PanelHead title={title} description={description} />
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer ? <div className="flex justify-end gap-2 border-line border-t px-5 py-3">{footer}</div> : null}
          <Primitive.Close asChild>
            <CloseButton />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
