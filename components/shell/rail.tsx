"use client";

import { Lock, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { Tooltip } from "../ui/tooltip";
import { Logo, Wordmark } from "./logo";
import type { NavGroup, NavItem } from "./nav";

export type RailProps = {
  groups: readonly NavGroup[];
  currentId: string | null;
  collapsed: boolean;
  onCollapsedChange: (collapsed: boolean) => void;
  homeHref: string;
};

/** The left rail: 240 px with words, 56 without. */
export function Rail({ groups, currentId, collapsed, onCollapsedChange, homeHref }: RailProps) {
  return (
    <aside
      data-slot="rail"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-r bg-sunken md:flex",
        collapsed ? "w-14" : "w-60",
      )}
    >
      <Link
        href={homeHref}
        aria-label="Carillon, home"
        className={cn("flex h-12 items-center border-line border-b", collapsed ? "justify-center" : "px-4")}
      >
        {collapsed ? <Logo size={20} /> : <Wordmark size={20} />}
      </Link>
      <nav aria-label="Main" className="min-h-0 grow overflow-y-auto py-3">
        <NavList groups={groups} currentId={currentId} collapsed={collapsed} />
      </nav>
      <div className={cn("flex border-line border-t p-2", collapsed ? "justify-center" : "justify-end")}>
        <IconButton
          label={collapsed ? "Widen the rail" : "Narrow the rail"}
          shortcut="["
          side="right"
          onClick={() => onCollapsedChange(!collapsed)}
        >
          {collapsed ? <PanelLeftOpen aria-hidden="true" /> : <PanelLeftClose aria-hidden="true" />}
        </IconButton>
      </div>
    </aside>
  );
}

type NavListProps = {
  groups: readonly NavGroup[];
  currentId: string | null;
  collapsed?: boolean;
  onNavigate?: () => void;
  roomy?: boolean;
};

export function NavList({ groups, currentId, collapsed = false, onNavigate, roomy = false }: NavListProps) {
  return (
    <div className="grid gap-4">
      {groups.map((group) => (
        <div key={group.id}>
          {group.label && !collapsed ? <p className="px-4 pb-1 text-ink-3 text-xs">{group.label}</p> : null}
          <ul>
            {group.items.map((item) => (
              <li key={item.id}>
                <NavLink item={item} {...{ currentId, collapsed, onNavigate, roomy }} />
                {item.children && !collapsed ? (
                  <ul>
                    {item.children.map((child) => (
                      <li key={child.id}>
                        <NavLink
                          item={{ ...child, icon: null }}
                          isChild
                          {...{ currentId, collapsed, onNavigate, roomy }}
                        />
                      </li>
                    ))}
                  </ul>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

type NavLinkProps = Omit<NavListProps, "groups"> & { item: NavItem; isChild?: boolean };

function NavLink({ item, currentId, collapsed = false, onNavigate, roomy = false, isChild = false }: NavLinkProps) {
  const isCurrent = item.id === currentId;
  const link = (
    <Link
      href={item.href}
      onClick={onNavigate}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "relative flex items-center gap-3 text-sm hover:bg-ink/5 hover:text-ink focus-visible:-outline-offset-2",
        roomy ? "h-11 text-base" : "h-8",
        collapsed ? "justify-center" : isChild ? "pr-3 pl-11" : "pr-3 pl-4",
        isCurrent
          ? "bg-brand-wash font-medium text-ink before:absolute before:inset-y-0 before:left-0 before:w-0.75 before:bg-brand"
          : "text-ink-2",
      )}
    >
      {isChild ? null : (
        <span className={cn("[&_svg]:size-4 [&_svg]:stroke-[1.5]", isCurrent && "text-brand")}>{item.icon}</span>
      )}
      <span className={collapsed ? "sr-only" : "grow truncate"}>{item.label}</span>
      {item.denied ? (
        <span className={cn(collapsed && "absolute right-1.5 bottom-0.5")}>
          <Lock className="size-3 stroke-[1.5] text-ink-3" aria-hidden="true" />
          <span className="sr-only">(no permission)</span>
        </span>
      ) : null}
      {item.badge && !collapsed ? <span className="type-dense text-ink-2 text-xs">{item.badge}</span> : null}
    </Link>
  );
  return collapsed ? (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
