"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ROLE_LABELS, ROLES } from "@/contracts/access";
import { useTRPC } from "../providers/app-providers";

/** Every role of the workspace for a select: the five built in, then its own. */
export function useRoleOptions(): { value: string; label: string }[] {
  const trpc = useTRPC();
  const roles = useQuery(trpc.access.roles.queryOptions({}));
  return useMemo(
    () => [
      ...ROLES.map((role) => ({ value: role as string, label: ROLE_LABELS[role] })),
      ...(roles.data?.data ?? []).map((role) => ({ value: role.id, label: role.name })),
    ],
    [roles.data],
  );
}
