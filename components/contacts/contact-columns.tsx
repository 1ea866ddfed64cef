import Link from "next/link";
import type { ConsentState } from "@/contracts/consent";
import type { Contact } from "@/contracts/contacts";
import type { DataTableColumn } from "../ui/data-table";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { ConsentMark } from "./consent-mark";
import { contactName } from "./contact-name";

type Options = {
  hrefOf: (row: Contact) => string;
  timeZone: string;
  now: Date;
  sortsByEmail: boolean;
  /** State by contact id, absent while it is being asked for; null when the reader may not see consent. */
  consent: Readonly<Record<string, ConsentState | "none">> | null;
};

const none = <span className="text-ink-3">—</span>;

const ConsentCell = ({ state }: { state: ConsentState | "none" | undefined }) =>
  state ? <ConsentMark state={state} /> : <Skeleton className="w-16" />;

export const contactColumns = ({
  hrefOf,
  timeZone,
  now,
  sortsByEmail,
  consent,
}: Options): DataTableColumn<Contact>[] => [
  {
    id: "name",
    header: "Name",
    cell: (row) => (
      <Link href={hrefOf(row)} className="font-medium text-ink hover:underline">
        {contactName(row)}
      </Link>
    ),
  },
  { id: "email", header: "E-mail", sortable: sortsByEmail, hideBelow: "sm", cell: (row) => row.email ?? none },
  ...(consent
    ? [
        {
          id: "consent",
          header: "Consent",
          width: "9rem",
          cell: (row: Contact) => <ConsentCell state={consent[row.id]} />,
        },
      ]
    : []),
  { id: "externalId", header: "External id", width: "10rem", hideBelow: "lg", cell: (row) => row.externalId ?? none },
  {
    id: "created",
    header: "Created",
    width: "9rem",
    sortable: true,
    hideBelow: "md",
    cell: (row) => <RelativeTime value={row.createdAt} now={now} timeZone={timeZone} />,
  },
];
