import { cn } from "./cn";

/** Keys as they are pressed, one cap each: `<Kbd keys="g c" />`. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const caps = keys.split(" ").map((cap, place) => ({ cap, place }));
  return (
    <span data-slot="kbd" className={cn("inline-flex items-center gap-0.5", className)}>
      {caps.map(({ cap, place }) => (
        <kbd
          key={place}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border border-line-strong/60 px-1 font-mono text-[11px] text-ink-2 leading-none"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
