import type { Metadata } from "next";
import { ContactPage } from "@/components/contacts/contact-page";

export const metadata: Metadata = { title: "Contact" };

export default async function OneContactPage({ params }: { params: Promise<{ id: string }> }) {
  return <ContactPage contactId={(await params).id} />;
}
