"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useWorkspace } from "../providers/workspace-provider";
import { cn } from "../ui/cn";
import { Select } from "../ui/select";
import { SETTINGS_GROUPS, SETTINGS_PLACES } from "./settings-places";

/** The pages of Settings beside the page, in groups; on a phone one list to choose from. What the role may not enter stays. */
export function SettingsNav() {
  const { href } = useWorkspace();
  const pathname = usePathname();
  const router = useRouter();
  const places = SETTINGS_PLACES.map((place) => {
    const target = href(`settings/${place.id}`);
    return { ...place, target, isCurrent: pathname === target || pathname.startsWith(`${target}/`) };
  });
  const current = places.find((place) => place.isCurrent);
  return (
    <>
      <div className="pt-4 lg:hidden">
        <Select
          aria-label="Page of Settings"
          placeholder="Choose a page…"
          value={current?.id ?? ""}
          onValueChange={(id) => router.push(href(`settings/${id}`))}
          options={places.map((place) => ({
            value: place.id,
            label: place.label,
            group: SETTINGS_GROUPS.find((group) => group.id === place.group)?.label ?? "",
          }))}
        />
      </div>
      <nav aria-label="Settings" className="sticky top-0 hidden w-48 shrink-0 self-start pt-7 pb-6 lg:block">
        <ul className="grid gap-5">
          {SETTINGS_GROUPS.map((group) => (
            <li key={group.id}>
              <p className="px-2.5 pb-1 text-ink-3 text-xs">{group.label}</p>
              <ul>
                {places
                  .filter((place) => place.group === group.id)
                  .map((place) => (
                    <li key={place.id}>
                      <Link
                        href={place.target}
                        aria-current={place.isCurrent ? "page" : undefined}
                        className={cn(
                          "flex h-8 items-center rounded-sm px-2.5 text-ink-2 text-sm hover:bg-sunken hover:text-ink",
                          place.isCurrent && "bg-brand-wash font-medium text-ink",
                        )}
                      >
                        {place.label}
                      </Link>
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
