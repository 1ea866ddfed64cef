import { cn } from "./cn";

/** First letters of the first and last word; "?" when there is no name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

export type AvatarProps = { name: string; src?: string; size?: "sm" | "md" | "lg"; className?: string };

const SIZES = { sm: "size-5 text-[10px]", md: "size-7 text-xs", lg: "size-10 text-base" };

/** Decorative: the name always stands beside it or on its button. */
export function Avatar({ name, src, size = "md", className }: AvatarProps) {
  return (
    <span
      data-slot="avatar"
      aria-hidden="true"
      className={cn(
        "type-dense inline-grid shrink-0 select-none place-items-center overflow-hidden rounded-sm border border-brand/30 bg-brand-wash font-semibold text-brand",
        SIZES[size],
        className,
      )}
    >
      {src ? (
        // biome-ignore lint/performance/noImgElement: avatars are small, tenant-supplied and already sized
        <img src={src} alt="" className="size-full object-cover" />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}
