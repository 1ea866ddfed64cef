import type { Metadata } from "next";
import { TemplateEditor } from "@/components/content/template-editor";

export const metadata: Metadata = { title: "Template" };

type Props = { params: Promise<{ templateId: string }> };

export default async function TemplatePage({ params }: Props) {
  return <TemplateEditor templateId={(await params).templateId} />;
}
