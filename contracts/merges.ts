import { z } from "zod";
import type { Channel } from "./channels";
import type { CapPeriod, ConsentChannel, ConsentSource, ConsentState } from "./consent";
import type { Contact, ContactAttributes } from "./contacts";
import { idOf } from "./ids";

/** How long a merge can be undone. Afterwards what the two were before is forgotten. */
export const UNMERGE_DAYS = 30;

/** Which of the two gives the value of a field: the contact that stays, or the one that goes into it. */
export const MERGE_SIDES = ["winner", "loser"] as const;
export type MergeSide = (typeof MERGE_SIDES)[number];

const pairSchema = z.object({
  /** Keeps its id. */
  winnerId: idOf("contact"),
  /** Goes into the winner; its id leads there from then on. */
  loserId: idOf("contact"),
});
export const previewMergeSchema = pairSchema;
export const mergeContactsSchema = pairSchema.extend({
  /** Field key -> side. Fields left out get the newest value that is not empty. */
  choose: z.record(z.string().max(63), z.enum(MERGE_SIDES)).default({}),
});

/** The columns of a contact that a merge decides about, as stored. */
export type MergeableColumns = {
  externalId: string | null;
  email: string | null;
  emailKey: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  timeZone: string | null;
  locale: string | null;
  attributes: ContactAttributes;
};

/** What is needed to take a merge back, by the domain that owns it. Instants are ISO texts. */
export type MergeSnapshot = {
  winner: MergeableColumns;
  /** As the merge left the winner: what still equals it is put back. */
  written: MergeableColumns;
  loser: MergeableColumns & { isDemo: boolean; createdAt: string; lastActiveAt: string | null };
  winnerLastActiveAt: string | null;
  /** Tags the winner got, and all that the loser had, by number. */
  tags: { given: number[]; loser: number[] };
  consent: ConsentSnapshot;
  memberships: MembershipSnapshot;
  companies: CompanySnapshot;
};

export type StoredConsent = {
  channel: ConsentChannel;
  topicNo: number;
  state: ConsentState;
  source: ConsentSource;
  at: string;
};
export type ConsentSnapshot = {
  winner: StoredConsent[];
  loser: StoredConsent[];
  /** Rows of the winner that the merge wrote. */
  written: StoredConsent[];
  /** Addresses the merge put on the suppression list. */
  suppressed: string[];
  preferences: PreferenceSnapshot;
};
export type StoredPreferences = { pausedUntil: string | null; capCount: number | null; capPeriod: CapPeriod | null };
export type PreferenceSnapshot = {
  winner: StoredPreferences | null;
  loser: StoredPreferences | null;
  written: StoredPreferences | null;
};
export type MembershipSnapshot = {
  loser: { segmentNo: number; enteredAt: string }[];
  /** Lists kept by hand that the winner took over. */
  given?: { segmentNo: number; enteredAt: string }[];
};
export type CompanySnapshot = {
  given: number[];
  loser: { companyNo: number; role: string | null; source: string; at: string }[];
};

export type MergeField = {
  key: string;
  label: string;
  winner: string | number | boolean | null;
  loser: string | number | boolean | null;
  /** The side whose value is taken unless somebody chooses the other. */
  pick: MergeSide;
};

export type MergePreview = {
  winner: Contact;
  loser: Contact;
  fields: MergeField[];
  consent: {
    channel: Channel;
    topicNo: number;
    winner: ConsentState | null;
    loser: ConsentState | null;
    result: ConsentState;
  }[];
  segments: { name: string; winner: boolean; loser: boolean }[];
  companies: { name: string; winner: boolean; loser: boolean }[];
  tags: { name: string; winner: boolean; loser: boolean }[];
  messages: { winner: number; loser: number };
  /** Why the two cannot be merged; null when they can. */
  refusal: string | null;
};

/** A merge as the profile shows it. */
export type MergeRecord = {
  id: string;
  at: string;
  /** Public id the other contact had; it leads to this profile. */
  mergedId: string;
  mergedName: string | null;
  /** When it stops being reversible; null once it has. */
  undoableUntil: string | null;
};
