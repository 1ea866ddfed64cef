import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { showsKitchenSink } from "@/server/api/kitchen-sink";
import { KitchenSink } from "./kitchen-sink";

export const metadata: Metadata = { title: "Kitchen sink" };

/** Every component in every state. Part of development and of the browser tests; not of the product. */
export default function KitchenSinkPage() {
  if (!showsKitchenSink()) notFound();
  return <KitchenSink now="2026-11-21T12:00:00Z" />;
}
