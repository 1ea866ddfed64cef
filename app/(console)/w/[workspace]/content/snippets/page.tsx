import type { Metadata } from "next";
import { SnippetList } from "@/components/content/snippet-list";

export const metadata: Metadata = { title: "Snippets" };

export default function Page() {
  return <SnippetList />;
}
