import { z } from "zod";
import { type Permission, ROLES, type Role } from "./access";
import { newPasswordSchema, permissionSchema } from "./access-inputs";
import { emailSchema } from "./addresses";
import { idOf } from "./ids";

/** A role as members and invitations name it: one of the five built in, or the id of a custom one (out: its uuid). */
export const roleRefSchema = z.union([z.enum(ROLES), idOf("role")], {
  error: "Choose a role of this workspace.",
});
export type RoleRef = z.infer<typeof roleRefSchema>;
export const isBuiltInRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

/** What a role is called and allows, custom or built in. */
export type RoleName = { id: string; name: string; isCustom: boolean };

export const roleInputSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the role a name, such as Agency.")
    .max(60)
    .refine((name) => !isBuiltInRole(name.toLowerCase().replaceAll(" ", "_")), {
      message: "A built-in role has this name. Choose another.",
    }),
  description: z.string().trim().max(200).nullish(),
  permissions: z
    .array(permissionSchema)
    .min(1, "Choose at least one permission.")
    .transform((permissions) => [...new Set(permissions)]),
});

export type CustomRole = {
  id: string;
  name: string;
  description: string | null;
  permissions: Permission[];
  /** Members and open invitations that have it. */
  holders: number;
  updatedAt: string;
};

export const invitationInputSchema = z.object({ email: emailSchema, role: roleRefSchema });

/** Days an invitation stays open (reliability.md D-13: seven at most). */
export const INVITATION_DAYS = 7;

export type Invitation = {
  id: string;
  email: string;
  role: RoleName;
  invitedBy: string | null;
  createdAt: string;
  expiresAt: string;
  isExpired: boolean;
};

/** What the holder of an invitation's link sees before accepting. */
export type InvitationOffer =
  | { state: "open"; workspaceName: string; email: string; roleName: string; hasAccount: boolean; needsSso: boolean }
  | { state: "unknown" | "expired" | "accepted" | "revoked" };

export const acceptInvitationSchema = z.object({
  secret: z.string().min(20).max(100),
  /** For people who have no account yet. */
  account: z
    .object({ name: z.string().trim().min(1, "Tell us your name.").max(120), password: newPasswordSchema })
    .nullish(),
});

export type Member = {
  id: string;
  name: string;
  email: string;
  role: RoleName;
  status: "active" | "suspended";
  signIn: "password" | "sso";
  isBreakGlass: boolean;
  isYou: boolean;
  lastActiveAt: string | null;
  createdAt: string;
};

/** One signed-in browser of a person. */
export type SignedInBrowser = {
  id: string;
  userAgent: string | null;
  bySso: boolean;
  isThisOne: boolean;
  createdAt: string;
  lastSeenAt: string;
};
