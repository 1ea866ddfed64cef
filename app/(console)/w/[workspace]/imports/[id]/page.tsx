import type { Metadata } from "next";
import { ImportPage } from "@/components/imports/import-page";

export const metadata: Metadata = { title: "Import" };

export default async function OneImportPage({ params }: { params: Promise<{ id: string }> }) {
  return <ImportPage importId={(await params).id} />;
}
