import type { Metadata } from "next";
import { PeoplePage } from "@/components/people/people-page";

export const metadata: Metadata = { title: "Contacts" };

export default function ContactsPage() {
  return <PeoplePage />;
}
