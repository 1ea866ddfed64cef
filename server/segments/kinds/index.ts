import "server-only";
import type { RowCondition } from "@/contracts/documents/condition";
import { attributeRule } from "./attribute";
import { bucketRule } from "./bucket";
import { companyRule } from "./company";
import { consentRule } from "./consent";
import { engagementRule } from "./engagement";
import type { KindRule } from "./form";
import { segmentRule } from "./segment";
import { tagRule } from "./tag";

/** What each kind of row does. Labels: contracts/row-kinds.ts; editors: components/condition-builder/editors. */
const ROW_RULES: { [K in RowCondition["kind"]]: KindRule<Extract<RowCondition, { kind: K }>> } = {
  attribute: attributeRule,
  consent: consentRule,
  tag: tagRule,
  segment: segmentRule,
  company: companyRule,
  engagement: engagementRule,
  bucket: bucketRule,
};

/** The rule of a row; the table's type says that it takes rows of its own kind, which an index cannot. */
export const ruleOf = (row: RowCondition): KindRule<RowCondition> => ROW_RULES[row.kind] as KindRule<RowCondition>;
