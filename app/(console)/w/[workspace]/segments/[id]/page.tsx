import type { Metadata } from "next";
import { SegmentPage } from "@/components/segments/segment-page";

export const metadata: Metadata = { title: "Segment" };

export default async function OneSegmentPage({ params }: { params: Promise<{ id: string }> }) {
  return <SegmentPage segmentId={(await params).id} />;
}
