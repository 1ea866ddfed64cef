"use client";

import { CircleHelp, Menu, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Kbd } from "../ui/kbd";
import { Sheet } from "../ui/sheet";
import type { PaletteItem, PaletteSearch } from "./command-palette";
import { type Environment, EnvironmentPill } from "./environment-pill";
import { currentNavId, flattenNav, type NavGroup } from "./nav";
import { NavList, Rail } from "./rail";
import { type ShortcutGroup, ShortcutSheet } from "./shortcut-sheet";
import { ThemeToggle } from "./theme-toggle";
import { useShortcuts } from "./use-shortcuts";
import { useStoredFlag } from "./use-stored-flag";
import { type ShellUser, UserMenu, type UserMenuItem } from "./user-menu";
import { type WorkspaceChoice, WorkspaceSwitcher } from "./workspace-switcher";

const loadPalette = () => import("./command-palette").then((module) => module.CommandPalette);
const CommandPalette = dynamic(loadPalette, { ssr: false });
/** When the palette is fetched: after the page has what it needs, and before anybody opens it. */
const PALETTE_AFTER_MS = 1500;

export type AppShellProps = {
  nav: readonly NavGroup[];
  homeHref: string;
  workspaces: readonly WorkspaceChoice[];
  workspaceId: string;
  environment: Environment;
  user: ShellUser;
  userMenu?: readonly UserMenuItem[];
  /** What ⌘K can do besides going somewhere; those with `shortcut` also run from the keyboard. */
  actions?: readonly PaletteItem[];
  search?: PaletteSearch;
  /** The jobs tray, left of help. */
  jobs?: ReactNode;
  /** Above the page: stale data, read-only, over a limit. */
  banner?: ReactNode;
  children: ReactNode;
};

const LIST_KEYS: ShortcutGroup = {
  title: "In a list",
  entries: [
    { keys: "j", label: "Next row" },
    { keys: "k", label: "Previous row" },
    { keys: "x", label: "Select" },
    { keys: "Space", label: "Peek" },
    { keys: "Enter", label: "Open" },
    { keys: ".", label: "Actions of the row" },
  ],
};

/** Everything around a console page: rail, top bar, palette, shortcuts. The page is `children`. */
export function AppShell({ actions = [], ...props }: AppShellProps) {
  const { nav, homeHref, children, banner } = props;
  const router = useRouter();
  const currentId = currentNavId(nav, usePathname());
  const [collapsed, setCollapsed] = useStoredFlag("carillon.rail-collapsed", false);
  const [singleKeys, setSingleKeys] = useStoredFlag("carillon.single-keys", true);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);

  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  const places = useMemo(() => flattenNav(nav), [nav]);
  const goTo: PaletteItem[] = places.map((place) => ({
    id: place.id,
    label: place.label,
    hint: place.denied ? "no permission" : undefined,
    shortcut: place.shortcut,
    onSelect: () => router.push(place.href),
  }));
  const keyed = [...goTo, ...actions].flatMap((item) => (item.shortcut ? [{ ...item, shortcut: item.shortcut }] : []));

  useShortcuts(
    {
      ...Object.fromEntries(keyed.map((item) => [item.shortcut, item.onSelect])),
      "mod+k": () => setPaletteOpen(!isPaletteOpen),
      "?": () => setSheetOpen(true),
      "[": () => setCollapsed(!collapsed),
      "/": () => document.querySelector<HTMLElement>("[data-filter-input]")?.focus(),
    },
    singleKeys,
  );

  return (
    <div data-slot="app-shell" className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-brand px-3 py-2 text-on-brand focus:translate-y-0"
      >
        Skip to content
      </a>
      <Rail {...{ groups: nav, currentId, collapsed, homeHref }} onCollapsedChange={setCollapsed} />
      <div className="flex min-w-0 grow flex-col">
        <TopBar
          {...props}
          onOpenPalette={() => setPaletteOpen(true)}
          onOpenShortcuts={() => setSheetOpen(true)}
          onOpenMenu={() => setMenuOpen(true)}
        />
        <main id="main" tabIndex={-1} className="gutter grow pb-16 outline-none">
          {banner}
          {children}
        </main>
      </div>
      <Sheet open={isMenuOpen} onOpenChange={setMenuOpen} side="bottom" title="Go to">
        <nav aria-label="Main" className="-mx-5">
          <NavList groups={nav} currentId={currentId} roomy onNavigate={() => setMenuOpen(false)} />
        </nav>
      </Sheet>
      {isPaletteOpen ? (
        <CommandPalette open onOpenChange={setPaletteOpen} goTo={goTo} actions={actions} search={props.search} />
      ) : null}
      <ShortcutSheet
        open={isSheetOpen}
        onOpenChange={setSheetOpen}
        groups={shortcutGroups(keyed)}
        singleKeys={singleKeys}
        onSingleKeysChange={setSingleKeys}
      />
    </div>
  );
}

type TopBarProps = Omit<AppShellProps, "children" | "banner" | "actions"> & {
  onOpenPalette: () => void;
  onOpenShortcuts: () => void;
  onOpenMenu: () => void;
};

function TopBar({ workspaces, workspaceId, environment, user, userMenu, jobs, ...props }: TopBarProps) {
  return (
    <header
      data-slot="top-bar"
      className="gutter sticky top-0 z-30 flex h-12 items-center gap-1 border-line border-b bg-canvas sm:gap-2"
    >
      <IconButton label="Menu" className="-ml-2 size-11 md:hidden" onClick={props.onOpenMenu}>
        <Menu aria-hidden="true" />
      </IconButton>
      <WorkspaceSwitcher workspaces={workspaces} currentId={workspaceId} />
      <EnvironmentPill environment={environment} />
      <div className="ml-auto flex items-center gap-1">
        <Button
          variant="ghost"
          onClick={props.onOpenPalette}
          aria-keyshortcuts="Meta+K Control+K"
          className="max-sm:w-8 max-sm:px-0 sm:border-line sm:bg-surface"
        >
          <Search aria-hidden="true" />
          <span className="max-sm:sr-only">Find or do</span>
          <Kbd keys="⌘ K" className="max-sm:hidden" />
        </Button>
        {jobs}
        <IconButton label="Keyboard shortcuts" shortcut="?" className="max-sm:hidden" onClick={props.onOpenShortcuts}>
          <CircleHelp aria-hidden="true" />
        </IconButton>
        <ThemeToggle />
        <UserMenu user={user} items={userMenu ?? []} />
      </div>
    </header>
  );
}

function shortcutGroups(keyed: readonly { shortcut: string; label: string }[]): ShortcutGroup[] {
  const entry = (item: { shortcut: string; label: string }) => ({ keys: item.shortcut, label: item.label });
  return [
    {
      title: "Anywhere",
      entries: [
        { keys: "⌘ K", label: "Find or do" },
        { keys: "/", label: "Filter this list" },
        { keys: "[", label: "Narrow or widen the rail" },
        { keys: "?", label: "This sheet" },
        ...keyed.filter((item) => !item.shortcut.includes(" ")).map(entry),
      ],
    },
    { title: "Go to", entries: keyed.filter((item) => item.shortcut.includes(" ")).map(entry) },
    LIST_KEYS,
  ].filter((group) => group.entries.length > 0);
}
