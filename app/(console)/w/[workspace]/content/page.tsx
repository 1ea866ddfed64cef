import type { Metadata } from "next";
import { TemplateList } from "@/components/content/template-list";

export const metadata: Metadata = { title: "Content" };

export default function ContentPage() {
  return <TemplateList />;
}
