import type { Metadata } from "next";
import { BulkJobList } from "@/components/people/bulk-job-list";

export const metadata: Metadata = { title: "Bulk changes" };

export default function JobsPage() {
  return <BulkJobList />;
}
