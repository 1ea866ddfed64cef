"use client";

import {
  ChartNoAxesColumn,
  FileText,
  Filter,
  House,
  Inbox,
  Route,
  Send,
  Settings,
  ShieldCheck,
  Users,
} from "lucide-react";
import { AppShell } from "@/components/shell/app-shell";
import type { PaletteItem } from "@/components/shell/command-palette";
import type { NavGroup } from "@/components/shell/nav";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { toast } from "@/components/ui/toast";
import { ChartSamples } from "./chart-samples";
import { ControlSamples } from "./control-samples";
import { FormSamples } from "./form-samples";
import { OverlaySamples } from "./overlay-samples";
import { PublicPageSamples } from "./public-page-samples";
import { StateSamples } from "./state-samples";
import { TableSamples } from "./table-samples";

const NAV: NavGroup[] = [
  {
    id: "main",
    items: [
      { id: "home", label: "Home", href: "/kitchen-sink", icon: <House />, exact: true, shortcut: "g h" },
      {
        id: "campaigns",
        label: "Campaigns",
        href: "/kitchen-sink#campaigns",
        icon: <Send />,
        shortcut: "g c",
        badge: "3",
      },
      { id: "journeys", label: "Journeys", href: "/kitchen-sink#journeys", icon: <Route />, shortcut: "g j" },
      {
        id: "audience",
        label: "Contacts",
        href: "/kitchen-sink#contacts",
        icon: <Users />,
        children: [{ id: "imports", label: "Imports", href: "/kitchen-sink#imports" }],
      },
      { id: "segments", label: "Segments", href: "/kitchen-sink#segments", icon: <Filter />, shortcut: "g s" },
      { id: "content", label: "Content", href: "/kitchen-sink#content", icon: <FileText /> },
      {
        id: "analytics",
        label: "Analytics",
        href: "/kitchen-sink#analytics",
        icon: <ChartNoAxesColumn />,
        denied: true,
      },
    ],
  },
  {
    id: "more",
    label: "Workspace",
    items: [
      { id: "inbox", label: "Local Inbox", href: "/kitchen-sink#inbox", icon: <Inbox />, badge: "12" },
      { id: "privacy", label: "Privacy", href: "/kitchen-sink#privacy", icon: <ShieldCheck />, denied: true },
      { id: "settings", label: "Settings", href: "/kitchen-sink#settings", icon: <Settings /> },
    ],
  },
];

const ACTIONS: PaletteItem[] = [
  { id: "new", label: "New campaign", shortcut: "c", icon: <Send />, onSelect: () => toast("A draft was made") },
  { id: "import", label: "Import contacts from CSV", icon: <Users />, onSelect: () => toast("Import") },
];

const PEOPLE = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Adele Goldberg"];

async function searchPeople(text: string): Promise<PaletteItem[]> {
  return PEOPLE.filter((name) => name.toLowerCase().includes(text.toLowerCase())).map((name) => ({
    id: name,
    label: name,
    hint: "contact",
    icon: <Users />,
    onSelect: () => toast(`Open ${name}`),
  }));
}

export function KitchenSink({ now }: { now: string }) {
  return (
    <AppShell
      nav={NAV}
      homeHref="/kitchen-sink"
      workspaces={[
        { id: "1", name: "Nordlicht Outdoor", href: "/kitchen-sink" },
        { id: "2", name: "Werkstatt Berlin", href: "/kitchen-sink" },
      ]}
      workspaceId="1"
      environment="local"
      user={{ name: "Mara Lindqvist", email: "mara@nordlicht.example" }}
      userMenu={[
        { id: "account", label: "Account", href: "/kitchen-sink" },
        { id: "out", label: "Sign out", onSelect: () => toast("Signed out") },
      ]}
      actions={ACTIONS}
      search={searchPeople}
      banner={<Notice tone="warning" title="Last updated 14:02. Reconnecting." className="mt-3" />}
    >
      <PageHeader
        title="Spring drop"
        crumbs={[{ label: "Campaigns", href: "/kitchen-sink" }, { label: "Spring drop" }]}
        mark={<StatusMark status="live" label="Sending" />}
        meta={
          <>
            <span>12,408 people</span>
            <span>Owner Mara Lindqvist</span>
          </>
        }
      />
      <ControlSamples />
      <FormSamples />
      <TableSamples now={now} />
      <ChartSamples />
      <StateSamples now={now} />
      <OverlaySamples />
      <PublicPageSamples />
    </AppShell>
  );
}
