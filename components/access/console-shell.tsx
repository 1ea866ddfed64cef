"use client";

import { Building2, House, Inbox, LogOut, Mail, Megaphone, Settings, Shapes, UserRound, Users } from "lucide-react";
import type { ReactNode } from "react";
import type { Permission } from "@/contracts/access";
import { DropAnywhere } from "../imports/drop-anywhere";
import { JobsTray } from "../people/jobs-tray";
import { useWorkspace } from "../providers/workspace-provider";
import { AppShell } from "../shell/app-shell";
import type { Environment } from "../shell/environment-pill";
import type { NavGroup, NavItem } from "../shell/nav";
import { signOut } from "./sign-out";
import { useConsoleActions } from "./use-console-actions";
import { useConsoleSearch } from "./use-console-search";

export type ConsoleShellProps = {
  choices: readonly { id: string; slug: string; name: string }[];
  environment: Environment;
  children: ReactNode;
};

/** The shell of a workspace: its navigation as this person may use it, and the way out. */
export function ConsoleShell({ choices, environment, children }: ConsoleShellProps) {
  const workspace = useWorkspace();
  const actions = useConsoleActions();
  const search = useConsoleSearch();
  const item = (id: string, label: string, icon: ReactNode, shortcut: string, needs?: Permission): NavItem => ({
    id,
    label,
    icon,
    shortcut,
    href: workspace.href(id === "home" ? "" : id),
    exact: id === "home",
    denied: needs ? !workspace.can(needs) : false,
  });
  const nav: NavGroup[] = [
    {
      id: "work",
      items: [
        item("home", "Home", <House aria-hidden="true" />, "g h"),
        item("campaigns", "Campaigns", <Megaphone aria-hidden="true" />, "g c", "campaign:read"),
        item("contacts", "Contacts", <Users aria-hidden="true" />, "g p", "contact:read"),
        item("companies", "Companies", <Building2 aria-hidden="true" />, "g o", "contact:read"),
        item("segments", "Segments", <Shapes aria-hidden="true" />, "g s", "segment:read"),
        item("content", "Content", <Mail aria-hidden="true" />, "g t", "content:read"),
      ],
    },
    {
      id: "house",
      items: [
        item("outbox", "Inbox", <Inbox aria-hidden="true" />, "g i", "inbox:read"),
        item("settings", "Settings", <Settings aria-hidden="true" />, "g ,"),
      ],
    },
  ];
  return (
    <AppShell
      nav={nav}
      homeHref={workspace.href()}
      workspaces={choices.map((choice) => ({ id: choice.id, name: choice.name, href: `/w/${choice.slug}` }))}
      workspaceId={workspace.id}
      environment={environment}
      user={workspace.member}
      actions={actions}
      search={search}
      jobs={<JobsTray />}
      userMenu={[
        {
          id: "account",
          label: "Your account",
          icon: <UserRound aria-hidden="true" />,
          href: workspace.href("settings/account"),
        },
        { id: "sign-out", label: "Sign out", icon: <LogOut aria-hidden="true" />, onSelect: () => void signOut() },
      ]}
    >
      <DropAnywhere disabled={!workspace.can("contact:import")} />
      {children}
    </AppShell>
  );
}
