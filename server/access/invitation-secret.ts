import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { env } from "@/server/platform/env";

/** 256 random bits; only their hash is stored, and only the link shows them. */
export const newInvitationSecret = (): string => randomBytes(32).toString("base64url");
export const hashInvitationSecret = (secret: string): string => createHash("sha256").update(secret).digest("base64url");
export const invitationLink = (secret: string): string => `${env().APP_URL}/invite/${secret}`;
