import "server-only";
import { dropConsentState } from "@/server/consent";
import { lockAddresses, lockContacts, lockContactsByNo, removeContacts } from "@/server/contacts";
import type { Tx } from "@/server/platform/db";

type Removed = { id: string; contactNo: number };

/**
 * Removes people with what hangs on them and returns those that were there. A no outlives the profile: the address of
 * who said no stays suppressed (trigger `keep_opt_out`), and the consent ledger stays as proof. Whoever calls emits
 * `contact.deleted` or `contacts.deleted`.
 */
export async function removePeople(
  tx: Tx,
  workspaceNo: number,
  who: { ids: readonly string[] } | { contactNos: readonly number[] },
): Promise<Removed[]> {
  await lockAddresses(tx, workspaceNo);
  const found =
    "ids" in who
      ? await lockContacts(tx, workspaceNo, who.ids)
      : await lockContactsByNo(tx, workspaceNo, who.contactNos);
  await removeContacts(
    tx,
    workspaceNo,
    found.map((contact) => contact.id),
  );
  // After the contacts: the trigger reads the state to know who had said no.
  await dropConsentState(
    tx,
    workspaceNo,
    found.map((contact) => contact.contactNo),
  );
  return found;
}
