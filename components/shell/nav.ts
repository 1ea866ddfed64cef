import type { ReactNode } from "react";

export type NavItem = {
  id: string;
  label: string;
  href: string;
  /** An element, not a component, so that a server layout can pass it. */
  icon: ReactNode;
  /** The role may not enter: the item stays, with a lock, and its page says why. */
  denied?: boolean;
  /** Short count right of the label, already formatted. */
  badge?: string;
  /** "g c" */
  shortcut?: string;
  /** Current only on exactly this address (Home). */
  exact?: boolean;
  children?: readonly Omit<NavItem, "icon" | "children">[];
};

export type NavGroup = { id: string; label?: string; items: readonly NavItem[] };

/** Id of the item whose address is the longest one that leads to `pathname`; null when none does. */
export function currentNavId(groups: readonly NavGroup[], pathname: string): string | null {
  let best: { id: string; length: number } | null = null;
  for (const item of flattenNav(groups)) {
    const hit = pathname === item.href || (!item.exact && pathname.startsWith(`${item.href}/`));
    if (hit && item.href.length > (best?.length ?? -1)) best = { id: item.id, length: item.href.length };
  }
  return best?.id ?? null;
}

export function flattenNav(groups: readonly NavGroup[]): Omit<NavItem, "icon" | "children">[] {
  return groups.flatMap((group) => group.items.flatMap((item) => [item, ...(item.children ?? [])]));
}
