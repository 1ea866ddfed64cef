import type { ComponentProps, CSSProperties, ReactNode } from "react";
import { cn } from "../ui/cn";
import { readableOn } from "./readable-on";

export type RecipientBrand = {
  /** The sender as the recipient knows it. */
  name: string;
  /** Six-digit hex; buttons use it, with black or white text, whichever reads better. */
  colour?: string;
  logoUrl?: string;
  /** Postal address, printed at the foot. */
  address?: string;
};

export type RecipientShellProps = {
  brand: RecipientBrand;
  title: string;
  lang?: string;
  children: ReactNode;
  footer?: ReactNode;
};

/** A page for someone who is not our member: the sender's brand, large text, plain forms, no script needed. */
export function RecipientShell({ brand, title, lang, children, footer }: RecipientShellProps) {
  const onColour = brand.colour ? readableOn(brand.colour) : null;
  const style = onColour ? ({ "--accent": brand.colour, "--on-accent": onColour } as CSSProperties) : undefined;
  return (
    <div
      lang={lang}
      data-slot="recipient-shell"
      style={style}
      className="min-h-dvh bg-canvas px-4 py-8 text-lg sm:py-16"
    >
      <div className="mx-auto max-w-140">
        <header className="border-line-strong border-b pb-4">
          {brand.logoUrl ? (
            // biome-ignore lint/performance/noImgElement: the sender's own file; this page must not need our script
            <img src={brand.logoUrl} alt={brand.name} className="max-h-10 w-auto max-w-60" />
          ) : (
            <p className="type-title text-xl">{brand.name}</p>
          )}
        </header>
        <main className="grid gap-5 py-8">
          <h1 className="type-title text-balance text-2xl">{title}</h1>
          {children}
        </main>
        <footer className="grid gap-2 border-line border-t pt-4 text-base text-ink-2">
          {footer}
          {brand.address ? <p className="whitespace-pre-line">{brand.address}</p> : null}
        </footer>
      </div>
    </div>
  );
}

export type RecipientButtonProps = ComponentProps<"button"> & { quiet?: boolean };

/** 44 px high; submits the form it stands in. */
export function RecipientButton({ quiet = false, className, type = "submit", ...props }: RecipientButtonProps) {
  return (
    <button
      type={type}
      className={cn(
        "inline-flex min-h-11 w-full items-center justify-center rounded-md border px-5 font-medium text-lg sm:w-fit",
        quiet
          ? "border-line-strong bg-surface text-ink hover:border-ink-2"
          : "border-transparent bg-[var(--accent,var(--brand))] text-[var(--on-accent,var(--on-brand))] hover:opacity-90",
        className,
      )}
      {...props}
    />
  );
}

export type RecipientChoiceProps = Omit<ComponentProps<"input">, "type"> & {
  kind?: "checkbox" | "radio";
  label: string;
  hint?: string;
};

/** One ruled line that is its own label: a native box, 44 px or more to hit. */
export function RecipientChoice({ kind = "checkbox", label, hint, className, ...props }: RecipientChoiceProps) {
  return (
    <label
      className={cn(
        "flex min-h-11 cursor-pointer items-start gap-3 border-line border-b py-2.5 last:border-0",
        className,
      )}
    >
      <input type={kind} className="mt-1 size-5 shrink-0 accent-[var(--accent,var(--brand))]" {...props} />
      <span className="grid">
        <span>{label}</span>
        {hint ? <span className="text-base text-ink-2">{hint}</span> : null}
      </span>
    </label>
  );
}
