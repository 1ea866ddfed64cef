import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { KitchenSink } from "./kitchen-sink";

export const metadata: Metadata = { title: "Kitchen sink" };

/** Every component in every state. Part of development and of the browser tests; not of the product. */
export default function KitchenSinkPage() {
  if (process.env.NODE_ENV === "production" && process.env.E2E !== "1") notFound();
  return <KitchenSink now="2026-11-21T12:00:00Z" />;
}
