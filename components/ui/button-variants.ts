import { cva, type VariantProps } from "class-variance-authority";

/** Class names of a button; also for links that should look like one (usable in server components). */
export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border border-transparent font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4 [&_svg]:stroke-[1.5]",
  {
    variants: {
      variant: {
        primary: "bg-brand text-on-brand hover:bg-brand-hover",
        secondary: "border-line-strong bg-surface text-ink hover:border-ink-2 hover:bg-sunken",
        ghost: "text-ink-2 hover:bg-ink/7 hover:text-ink data-[state=open]:bg-ink/7",
        destructive: "border-failed bg-surface text-failed hover:bg-failed-wash",
        "destructive-confirmed": "bg-failed text-on-failed hover:bg-failed/88",
        link: "h-auto border-0 px-0 text-brand underline decoration-brand/40 underline-offset-3 hover:decoration-brand",
      },
      size: {
        sm: "h-7 px-2.5 text-xs",
        md: "h-8 px-3 text-sm",
        lg: "h-10 px-4 text-base",
        touch: "h-11 px-5 text-lg",
        icon: "size-8 p-0",
        "icon-sm": "size-6 p-0",
      },
    },
    compoundVariants: [{ variant: "link", className: "h-auto px-0" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonVariants = VariantProps<typeof buttonVariants>;
