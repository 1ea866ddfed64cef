import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { BUCKETS, type BucketCondition } from "@/contracts/documents/condition";
import { type KindRule, total } from "./form";

/** The first 32 bits of md5("<uuid>:<salt>") modulo 10,000, here and in Postgres; never changes for a person and salt. */
export function bucketOf(contactId: string, salt: string): number {
  return createHash("md5").update(`${contactId}:${salt}`).digest().readUInt32BE(0) % BUCKETS;
}

export const bucketRule: KindRule<BucketCondition> = {
  toSql: ({ salt, from, to }) =>
    total(sql`(('x' || left(md5(c.id::text || ':' || ${salt}::text), 8))::bit(32)::bigint % ${BUCKETS}::int
      between ${from}::int and ${to - 1}::int)`),
  test({ salt, from, to }, contact) {
    const bucket = bucketOf(contact.id, salt);
    return bucket >= from && bucket < to;
  },
};
