import "server-only";
import type { SsoDomain } from "@/contracts/access";
import { txtValue } from "./rules/sso";

export const toSsoDomain = (row: { domain: string; token: string; verifiedAt: Date | null }): SsoDomain => ({
  domain: row.domain,
  isVerified: row.verifiedAt !== null,
  record: { name: row.domain, type: "TXT", value: txtValue(row.token) },
});
