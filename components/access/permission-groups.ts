import { PERMISSIONS, type Permission } from "@/contracts/access";

const NAMES: Record<string, string> = { apikey: "API keys", sso: "Single sign-on", pii: "See addresses" };
const named = (word: string): string => NAMES[word] ?? word.charAt(0).toUpperCase() + word.slice(1);
const topicOf = (permission: Permission): string => permission.slice(0, permission.indexOf(":"));

export type PermissionGroup = { name: string; permissions: { id: Permission; action: string }[] };

/** The permission strings by what they are about, in the order of contracts/access.ts. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] = [...new Set(PERMISSIONS.map(topicOf))].map((topic) => ({
  name: named(topic),
  permissions: PERMISSIONS.filter((id) => topicOf(id) === topic).map((id) => ({
    id,
    action: named(id.slice(topic.length + 1)),
  })),
}));
