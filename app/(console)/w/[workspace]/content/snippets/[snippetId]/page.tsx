import type { Metadata } from "next";
import { SnippetEditor } from "@/components/content/snippet-editor";

export const metadata: Metadata = { title: "Snippet" };

type Props = { params: Promise<{ snippetId: string }> };

export default async function SnippetPage({ params }: Props) {
  return <SnippetEditor snippetId={(await params).snippetId} />;
}
