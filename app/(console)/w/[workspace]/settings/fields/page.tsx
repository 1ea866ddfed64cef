import type { Metadata } from "next";
import { FieldsSettings } from "@/components/contacts/fields-settings";

export const metadata: Metadata = { title: "Contact fields" };

export default function Page() {
  return <FieldsSettings />;
}
