import type { Metadata } from "next";
import { SuppressionList } from "@/components/contacts/suppression-list";

export const metadata: Metadata = { title: "Suppressed addresses" };

export default function SuppressionsPage() {
  return <SuppressionList />;
}
