"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";

const PLACES = [
  { path: "content", label: "Templates" },
  { path: "content/snippets", label: "Snippets" },
  { path: "content/images", label: "Images" },
] as const;

/** The lists content is made of. */
export function ContentNav() {
  const { href } = useWorkspace();
  const pathname = usePathname();
  return (
    <nav aria-label="Content" className="flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b">
      {PLACES.map(({ path, label }) => (
        <Link
          key={path}
          href={href(path)}
          aria-current={pathname === href(path) ? "page" : undefined}
          className={cn(
            "-mb-px inline-flex h-9 shrink-0 items-center border-transparent border-b-2 text-ink-2 text-sm hover:text-ink focus-visible:-outline-offset-2",
            pathname === href(path) && "border-brand font-medium text-ink",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
