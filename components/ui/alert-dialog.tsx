"use client";

import { AlertDialog as Primitive } from "radix-ui";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { dialogPanelClass, scrimClass } from "./dialog";
import { Input } from "./input";
import { isConfirmed } from "./is-confirmed";

export type ConfirmDialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  /** A question that names the thing: "Archive “Spring drop”?" */
  title: string;
  /** What happens, and what does not. */
  description: ReactNode;
  /** The verb on the button: "Archive". */
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  destructive?: boolean;
  /** The confirm button stays shut until exactly this text is typed. */
  typeToConfirm?: string;
  busy?: boolean;
  children?: ReactNode;
};

/** Asks before something that has no undo. What can be undone should not ask: use `toastUndo`. */
export function ConfirmDialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  confirmLabel,
  cancelLabel = "Cancel",
  onConfirm,
  destructive = false,
  typeToConfirm,
  busy = false,
  children,
}: ConfirmDialogProps) {
  const [typed, setTyped] = useState("");
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const ready = isConfirmed(typed, typeToConfirm);
  const change = (next: boolean) => {
    setTyped("");
    onOpenChange?.(next);
  };
  return (
    <Primitive.Root open={open} onOpenChange={change}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClass} />
        <Primitive.Content
          data-slot="alert-dialog"
          className={cn(dialogPanelClass)}
          onOpenAutoFocus={(event) => {
            if (!input.current) return;
            event.preventDefault();
            input.current.focus();
          }}
        >
          <form
            className="contents"
            onSubmit={(event) => {
              event.preventDefault();
              if (ready && !busy) onConfirm();
            }}
          >
            <div className="grid gap-2 overflow-y-auto px-5 py-4">
              <Primitive.Title className="type-title text-lg">{title}</Primitive.Title>
              <Primitive.Description className="text-ink-2 text-sm">{description}</Primitive.Description>
              {children}
              {typeToConfirm ? (
                <div className="mt-2 grid gap-1.5">
                  <label htmlFor={inputId} className="text-sm">
                    Type <span className="font-mono text-xs">{typeToConfirm}</span> to go on
                  </label>
                  <Input
                    id={inputId}
                    ref={input}
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                    autoComplete="off"
                    spellCheck={false}
                    mono
                  />
                </div>
              ) : null}
            </div>
            <div className="flex justify-end gap-2 border-line border-t px-5 py-3">
              <Primitive.Cancel asChild>
                <Button variant={destructive ? "secondary" : "ghost"}>{cancelLabel}</Button>
              </Primitive.Cancel>
              <Button
                type="submit"
                variant={destructive ? (ready ? "destructive-confirmed" : "destructive") : "primary"}
                disabled={!ready}
                loading={busy}
              >
                {confirmLabel}
              </Button>
            </div>
          </form>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
