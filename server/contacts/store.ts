import "server-only";
import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { normaliseEmail } from "@/contracts/addresses";
import type { AttributeType, ContactAttributes, ContactInput } from "@/contracts/contacts";
import { checkValue } from "@/contracts/field-values";
import { publicId } from "@/contracts/ids";
import { contactMerges } from "@/drizzle/schema/contact-history";
import { contacts } from "@/drizzle/schema/contacts";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { fieldDefinitions } from "./load";
import { shareFields } from "./lock";
import { currentContactNo } from "./merged";
import type { ContactRow } from "./record";

type StandardColumns = Pick<
  ContactRow,
  "externalId" | "email" | "emailKey" | "phone" | "firstName" | "lastName" | "timeZone" | "locale"
>;

/** The standard columns a patch names; an empty text clears like null, what it does not name stays untouched. */
export function standardColumns(input: ContactInput): Partial<StandardColumns> {
  const columns: Partial<StandardColumns> = {};
  for (const key of ["externalId", "phone", "firstName", "lastName", "timeZone", "locale"] as const)
    if (input[key] !== undefined) columns[key] = input[key] || null;
  if (input.email !== undefined) {
    columns.email = input.email || null;
    columns.emailKey = input.email ? normaliseEmail(input.email) : null;
  }
  return columns;
}

/**
 * Applies an attribute patch on what is there: null and "" remove a value. Keys that are no field of the workspace and
 * values of another type throw VALIDATION_ERROR naming `attributes.<key>`.
 */
export async function patchAttributes(
  tx: Tx,
  workspaceNo: number,
  current: ContactAttributes,
  patch: ContactInput["attributes"],
): Promise<ContactAttributes> {
  if (!patch || Object.keys(patch).length === 0) return current;
  await shareFields(tx, workspaceNo);
  const types = new Map(
    (await fieldDefinitions(tx, workspaceNo)).filter((f) => !f.isStandard).map((f) => [f.key, f.type]),
  );
  return applyPatch(types, current, patch, "contact");
}

/** The same for given types; `whose` is said when a field does not exist. */
export function applyPatch(
  types: ReadonlyMap<string, AttributeType>,
  current: ContactAttributes,
  patch: NonNullable<ContactInput["attributes"]>,
  whose: "contact" | "company",
): ContactAttributes {
  const next = { ...current };
  const faults: { field: string; reason: string; code: string }[] = [];
  for (const [key, value] of Object.entries(patch)) {
    const type = types.get(key);
    const field = `attributes.${key}`;
    if (!type) {
      faults.push({ field, code: "unknown_field", reason: `There is no such ${whose} field. Create it first.` });
      continue;
    }
    const checked = checkValue(type, value);
    if (!checked.ok) faults.push({ field, code: "wrong_type", reason: `${checked.problem} ${checked.fix}` });
    else if (checked.value === null) delete next[key];
    else next[key] = checked.value;
  }
  const [first] = faults;
  if (first)
    throw new AppError(
      "VALIDATION_ERROR",
      `${first.field}: ${first.reason}`,
      { field: first.field, reason: first.reason },
      faults.map((f) => ({ pointer: `#/${f.field.replace(".", "/")}`, code: f.code, detail: f.reason })),
    );
  return next;
}

/** Runs a write on contacts; an e-mail or external id somebody else has becomes CONFLICT naming that contact. */
export async function writeUnique<T>(
  tx: Tx,
  workspaceNo: number,
  columns: Partial<StandardColumns>,
  write: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    // A savepoint, so that the failed statement leaves a transaction in which we can look who it was.
    return await tx.transaction((inner) => write(inner));
  } catch (error) {
    const field = violatedField(error);
    if (!field) throw error;
    const [other] = await tx
      .select({ id: contacts.id })
      .from(contacts)
      .where(
        and(
          eq(contacts.workspaceNo, workspaceNo),
          field === "email"
            ? eq(contacts.emailKey, columns.emailKey ?? "")
            : eq(contacts.externalId, columns.externalId ?? ""),
        ),
      );
    const label = field === "email" ? "e-mail address" : "external id";
    throw new AppError("CONFLICT", `Another contact already has this ${label}.`, {
      field,
      ...(other ? { existingId: publicId("contact", other.id) } : {}),
    });
  }
}

function violatedField(error: unknown): "email" | "externalId" | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!("code" in at) || at.code !== "23505" || !("constraint_name" in at)) continue;
    if (at.constraint_name === "contacts_email_key") return "email";
    if (at.constraint_name === "contacts_external_id") return "externalId";
  }
  return null;
}

/**
 * Removes profiles and returns those that were there, with what only they needed: values kept for undoing a change of
 * type, and merges into them. Consent and memberships are their domains' to settle first.
 */
export async function removeContacts(
  tx: Tx,
  workspaceNo: number,
  ids: readonly string[],
): Promise<{ id: string; contactNo: number; emailKey: string | null }[]> {
  const gone = await tx
    .delete(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), inArray(contacts.id, [...ids])))
    .returning({ id: contacts.id, contactNo: contacts.contactNo, emailKey: contacts.emailKey });
  if (gone.length === 0) return gone;
  const numbers = sql`${`{${gone.map((row) => row.contactNo).join(",")}}`}::bigint[]`;
  await tx.execute(sql`
    with recursive person as (
      select n as no from unnest(${numbers}) n
      union
      select m.loser_no from person join contact_merges m
        on m.workspace_no = ${workspaceNo}::int and m.winner_no = person.no and m.undone_at is null),
    merges as (delete from contact_merges m using person
                where m.workspace_no = ${workspaceNo}::int and m.winner_no = person.no and m.undone_at is null)
    delete from field_retype_values v using person
     where v.workspace_no = ${workspaceNo}::int and v.contact_no = person.no`);
  return gone;
}

/**
 * Locks and returns the contacts among these uuids that exist, for a process that is about to remove them. An id that
 * went into another contact means that one.
 */
export async function lockContacts(
  tx: Tx,
  workspaceNo: number,
  ids: readonly string[],
): Promise<{ id: string; contactNo: number; emailKey: string | null }[]> {
  const numbers = await mergedAmong(tx, workspaceNo, ids);
  return tx
    .select({ id: contacts.id, contactNo: contacts.contactNo, emailKey: contacts.emailKey })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceNo, workspaceNo),
        or(inArray(contacts.id, [...ids]), numbers.length > 0 ? inArray(contacts.contactNo, numbers) : undefined),
      ),
    )
    .orderBy(contacts.contactNo)
    .for("update");
}

async function mergedAmong(tx: Tx, workspaceNo: number, ids: readonly string[]): Promise<number[]> {
  const merged = await tx
    .select({ loserNo: contactMerges.loserNo })
    .from(contactMerges)
    .where(
      and(
        eq(contactMerges.workspaceNo, workspaceNo),
        inArray(contactMerges.loserId, [...ids]),
        isNull(contactMerges.undoneAt),
      ),
    );
  const numbers: number[] = [];
  for (const { loserNo } of merged) numbers.push(await currentContactNo(tx, workspaceNo, loserNo));
  return numbers;
}

/** The same by number, for bulk jobs. */
export async function lockContactsByNo(
  tx: Tx,
  workspaceNo: number,
  contactNos: readonly number[],
): Promise<{ id: string; contactNo: number; emailKey: string | null }[]> {
  return tx
    .select({ id: contacts.id, contactNo: contacts.contactNo, emailKey: contacts.emailKey })
    .from(contacts)
    .where(and(eq(contacts.workspaceNo, workspaceNo), inArray(contacts.contactNo, [...contactNos])))
    .orderBy(contacts.contactNo)
    .for("update");
}
