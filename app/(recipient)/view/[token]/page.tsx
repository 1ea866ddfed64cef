import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { viewMessage } from "@/server/api/public/view";

export const metadata: Metadata = { title: "Message" };
export const dynamic = "force-dynamic";

/** The message as a page of its own; the frame may run nothing and reach nothing of ours. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const message = await viewMessage((await params).token);
  if (!message) notFound();
  return (
    <iframe
      title={message.subject || "Message"}
      srcDoc={message.html}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      className="h-dvh w-full border-0 bg-white"
    />
  );
}
