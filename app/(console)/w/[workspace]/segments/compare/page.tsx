import type { Metadata } from "next";
import { CompareSegments } from "@/components/segments/compare-segments";

export const metadata: Metadata = { title: "Overlap of segments" };

export default function CompareSegmentsPage() {
  return <CompareSegments />;
}
