import type { Metadata } from "next";
import { TopicList } from "@/components/consent/topic-list";

export const metadata: Metadata = { title: "Topics" };

export default function Page() {
  return <TopicList />;
}
