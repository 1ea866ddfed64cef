"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { can, type Permission, ROLE_LABELS, type Role, rolesWith } from "@/contracts/access";

/** What pages of one workspace know about it and about the person in front of them. */
export type WorkspaceValues = {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  currency: string;
  locale: string;
  postalAddress: string | null;
  demoState: "none" | "loading" | "loaded" | "removing";
  role: Role;
  permissions: readonly Permission[];
  member: { id: string; name: string; email: string };
};

export type WorkspaceContextValue = WorkspaceValues & {
  /** Whether the person holds a permission; the server checks again. */
  can: (permission: Permission) => boolean;
  /** Address of a page of this workspace: `href("contacts")`. */
  href: (path?: string) => string;
  /** For DeniedState's `grantedBy`: the roles that hold a permission, in words. */
  grantedBy: (permission: Permission) => string[];
};

const Context = createContext<WorkspaceContextValue | null>(null);

export function WorkspaceProvider({ value, children }: { value: WorkspaceValues; children: ReactNode }) {
  const context = useMemo<WorkspaceContextValue>(
    () => ({
      ...value,
      can: (permission) => can(value.permissions, permission),
      href: (path = "") => `/w/${value.slug}${path ? `/${path.replace(/^\//, "")}` : ""}`,
      grantedBy: (permission) => rolesWith(permission).map((role) => ROLE_LABELS[role]),
    }),
    [value],
  );
  return <Context value={context}>{children}</Context>;
}

/** The workspace of this page. Throws outside `/w/[workspace]`. */
export function useWorkspace(): WorkspaceContextValue {
  const found = useContext(Context);
  if (!found) throw new Error("useWorkspace needs a page below /w/[workspace].");
  return found;
}
