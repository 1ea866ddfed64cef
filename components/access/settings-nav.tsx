"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { SETTINGS_PLACES } from "./settings-places";

/** The row of settings pages; a page the role may not enter stays in the row and says why when opened. */
export function SettingsNav() {
  const { href } = useWorkspace();
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b pt-4">
      {SETTINGS_PLACES.map((place) => {
        const target = href(`settings/${place.id}`);
        const isCurrent = pathname === target || pathname.startsWith(`${target}/`);
        return (
          <Link
            key={place.id}
            href={target}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "-mb-px inline-flex h-9 shrink-0 items-center whitespace-nowrap border-transparent border-b-2 text-ink-2 text-sm hover:text-ink focus-visible:-outline-offset-2",
              isCurrent && "border-brand font-medium text-ink",
            )}
          >
            {place.label}
          </Link>
        );
      })}
    </nav>
  );
}
