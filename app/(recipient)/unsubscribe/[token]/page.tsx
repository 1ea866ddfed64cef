import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RecipientButton, RecipientShell } from "@/components/shell/recipient-shell";
import { openUnsubscribePage } from "@/server/api/public/pages";

export const metadata: Metadata = { title: "Unsubscribe" };
export const dynamic = "force-dynamic";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ state?: string }> };

/** One button. Opening this page changes nothing: mail scanners open every link. */
export default async function Page({ params, searchParams }: Props) {
  const [{ token }, { state }] = [await params, await searchParams];
  const page = await openUnsubscribePage(token);
  if (!page) notFound();
  const { sender } = page;
  const brand = { name: sender.name, ...(sender.address ? { address: sender.address } : {}) };
  const action = `/api/t/u/${encodeURIComponent(token)}?from=page`;

  if (page.isTest || state === "test")
    return (
      <RecipientShell brand={brand} title="This is a test message" lang={sender.locale}>
        <p>Its unsubscribe link does nothing. In a real message this page has one button.</p>
      </RecipientShell>
    );
  if (page.hasSaidNo)
    return (
      <RecipientShell brand={brand} title="You are unsubscribed" lang={sender.locale}>
        <p>{sender.name} will not send you marketing e-mail any more. This is in force now.</p>
        {state === "kept" ? <p>We could not take it back, so you stay unsubscribed.</p> : null}
        {state === "done" ? (
          <form method="post" action={`${action}&undo=1`} className="grid gap-3">
            <p>Was that a mistake?</p>
            <RecipientButton quiet>Keep me subscribed</RecipientButton>
          </form>
        ) : null}
      </RecipientShell>
    );
  return (
    <RecipientShell
      brand={brand}
      title={state === "undone" ? "You are subscribed again" : `Stop e-mail from ${sender.name}?`}
      lang={sender.locale}
    >
      <p>
        {state === "undone"
          ? `${sender.name} may write to you again. You can change your mind at any time.`
          : "One press, no sign-in, no questions. It takes effect at once."}
      </p>
      <form method="post" action={action}>
        <RecipientButton quiet={state === "undone"}>Unsubscribe</RecipientButton>
      </form>
    </RecipientShell>
  );
}
