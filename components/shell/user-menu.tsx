"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu";

export type ShellUser = { name: string; email: string };
export type UserMenuItem = { id: string; label: string; icon?: ReactNode; href?: string; onSelect?: () => void };

export function UserMenu({ user, items }: { user: ShellUser; items: readonly UserMenuItem[] }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Account of ${user.name}`}>
          <Avatar name={user.name} />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="min-w-56">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-ink-2 text-xs">{user.email}</p>
        </div>
        {items.length > 0 ? <DropdownMenuSeparator /> : null}
        {items.map((item) =>
          item.href ? (
            <DropdownMenuItem key={item.id} asChild>
              <Link href={item.href}>
                {item.icon}
                {item.label}
              </Link>
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem key={item.id} icon={item.icon} onSelect={item.onSelect}>
              {item.label}
            </DropdownMenuItem>
          ),
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
