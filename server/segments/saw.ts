import "server-only";
import { maskEmail } from "@/contracts/addresses";
import type { RowCondition } from "@/contracts/documents/condition";
import { BUCKETS } from "@/contracts/documents/condition";
import type { Vocabulary } from "@/contracts/vocabulary";
import { type EvaluatedContact, readField } from "./evaluated-contact";
import { bucketOf } from "./kinds/bucket";
import { consentKey } from "./kinds/consent";
import { matchingMessages } from "./kinds/engagement";
import type { ConditionScope } from "./scope";

const CONSENT_WORDS = { granted: "given", denied: "refused", pending: "pending", none: "never asked for" };

/** The data a row was judged by, in a few words. `seesPii` false masks addresses. */
export function whatItSaw(
  row: RowCondition,
  contact: EvaluatedContact,
  scope: ConditionScope,
  vocabulary: Vocabulary,
  seesPii: boolean,
): string {
  switch (row.kind) {
    case "attribute": {
      const field = scope.fields.get(row.field);
      const value = field ? readField(contact, field) : undefined;
      if (value === undefined || value === "") return "no value";
      if (!seesPii && row.field === "email") return maskEmail(String(value));
      if (!seesPii && row.field === "phone") return "••••";
      return String(value);
    }
    case "consent":
      return CONSENT_WORDS[contact.consent[consentKey(row)] ?? "none"];
    case "tag": {
      const names = [...contact.tags].flatMap((tag) => vocabulary.tags.get(tag) ?? []);
      return names.length === 0 ? "no tags" : names.join(", ");
    }
    case "segment":
      return contact.segments.has(row.segment) ? "is a member" : "is not a member";
    case "engagement": {
      const found = matchingMessages(row, contact, scope).length;
      return found === 1 ? "1 e-mail" : `${found} e-mails`;
    }
    case "company": {
      const named = (contact.companies ?? []).map((company) => String(company.standard.name ?? company.id));
      return named.length === 0 ? "no company" : named.join(", ");
    }
    case "bucket":
      return `at ${(bucketOf(contact.id, row.salt) * 100) / BUCKETS} %`;
  }
}
