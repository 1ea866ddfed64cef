"use client";

import type { ReactNode } from "react";
import type { Permission } from "@/contracts/access";
import { DeniedState } from "../ui/denied-state";
import { useWorkspace } from "./workspace-provider";

/** Shows its children to people who hold the permission, and to others what is missing and who can give it. */
export function RequirePermission({
  permission,
  what,
  children,
}: {
  permission: Permission;
  /** What stands here: "API keys". */
  what: string;
  children: ReactNode;
}) {
  const { can, grantedBy } = useWorkspace();
  if (!can(permission)) return <DeniedState what={what} permission={permission} grantedBy={grantedBy(permission)} />;
  return children;
}
