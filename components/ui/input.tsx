import type { ComponentProps } from "react";
import { cn } from "./cn";

export const controlClass =
  "w-full min-w-0 rounded-sm border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-ink-3 hover:border-ink-2 focus-visible:border-brand focus-visible:outline-offset-1 disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-3 aria-invalid:border-failed aria-invalid:bg-failed-wash";

export type InputProps = ComponentProps<"input"> & {
  /** Ids, tokens and addresses are set in the mono face. */
  mono?: boolean;
};

export function Input({ className, mono = false, type = "text", ...props }: InputProps) {
  return (
    <input
      data-slot="input"
      type={type}
      className={cn(
        controlClass,
        "h-8",
        mono && "font-mono",
        type === "file" && "py-1 file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-brand",
        className,
      )}
      {...props}
    />
  );
}
