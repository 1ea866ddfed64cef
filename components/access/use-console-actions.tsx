"use client";

import { FilePlus2, LogOut, MailPlus, Monitor, Moon, Settings, Shapes, Sun, Upload, UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import type { ReactNode } from "react";
import type { Permission } from "@/contracts/access";
import { useCampaignActions } from "../campaigns/use-campaign-actions";
import { useWorkspace } from "../providers/workspace-provider";
import type { PaletteItem } from "../shell/command-palette";
import { SETTINGS_PLACES } from "./settings-places";
import { signOut } from "./sign-out";

/** Where each thing that can be made is made. */
const MAKE: readonly {
  id: string;
  label: string;
  path: string;
  needs: Permission;
  icon: ReactNode;
  words: string[];
}[] = [
  {
    id: "contact",
    label: "New contact",
    path: "contacts?new=true",
    needs: "contact:write",
    icon: <UserPlus aria-hidden="true" />,
    words: ["create", "add", "person", "people"],
  },
  {
    id: "segment",
    label: "New segment",
    path: "segments/new",
    needs: "segment:write",
    icon: <Shapes aria-hidden="true" />,
    words: ["create", "add", "audience", "rule"],
  },
  {
    id: "template",
    label: "New template",
    path: "content?new=true",
    needs: "content:write",
    icon: <FilePlus2 aria-hidden="true" />,
    words: ["create", "add", "email", "e-mail", "content"],
  },
  {
    id: "import",
    label: "Import people",
    path: "imports",
    needs: "contact:import",
    icon: <Upload aria-hidden="true" />,
    words: ["csv", "upload", "contacts", "add"],
  },
];

const THEMES = [
  { id: "light", label: "Light theme", icon: <Sun aria-hidden="true" /> },
  { id: "dark", label: "Dark theme", icon: <Moon aria-hidden="true" /> },
  { id: "system", label: "Theme as the system", icon: <Monitor aria-hidden="true" /> },
];

/** What ⌘K can do besides going somewhere, as this person may: only actions their role allows are offered. */
export function useConsoleActions(): PaletteItem[] {
  const { can, href, timeZone } = useWorkspace();
  const router = useRouter();
  const { setTheme } = useTheme();
  const { create } = useCampaignActions();
  const campaign: PaletteItem = {
    id: "new-campaign",
    label: "New campaign",
    icon: <MailPlus aria-hidden="true" />,
    shortcut: "c",
    keywords: ["create", "send", "newsletter"],
    onSelect: () => {
      if (!create.isPending) create.mutate({ name: dayName(timeZone) });
    },
  };
  return [
    ...(can("campaign:create") ? [campaign] : []),
    ...MAKE.filter((make) => can(make.needs)).map((make) => ({
      id: `new-${make.id}`,
      label: make.label,
      icon: make.icon,
      keywords: make.words,
      onSelect: () => router.push(href(make.path)),
    })),
    ...SETTINGS_PLACES.filter((place) => can(place.needs)).map((place) => ({
      id: `settings-${place.id}`,
      label: `Settings › ${place.label}`,
      icon: <Settings aria-hidden="true" />,
      keywords: [place.id],
      onSelect: () => router.push(href(`settings/${place.id}`)),
    })),
    ...THEMES.map((theme) => ({
      id: `theme-${theme.id}`,
      label: theme.label,
      icon: theme.icon,
      keywords: ["appearance", "colours"],
      onSelect: () => setTheme(theme.id),
    })),
    {
      id: "sign-out",
      label: "Sign out",
      icon: <LogOut aria-hidden="true" />,
      keywords: ["log out", "leave"],
      onSelect: () => void signOut(),
    },
  ];
}

/** "Campaign of 14 May": a name to start from. */
const dayName = (timeZone: string): string =>
  `Campaign of ${new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(new Date())}`;
