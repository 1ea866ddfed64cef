import type { Metadata } from "next";
import { BulkJobPage } from "@/components/people/bulk-job-page";

export const metadata: Metadata = { title: "Job" };

export default async function JobPage({ params }: { params: Promise<{ id: string }> }) {
  return <BulkJobPage jobId={(await params).id} />;
}
