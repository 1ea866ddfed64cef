import { notFound } from "next/navigation";
import { RecipientButton, RecipientChoice, RecipientShell } from "@/components/shell/recipient-shell";
import { showsKitchenSink } from "@/server/api/kitchen-sink";

export default function RecipientSample() {
  if (!showsKitchenSink()) notFound();
  return (
    <RecipientShell
      brand={{
        name: "Nordlicht Outdoor",
        colour: "#f2b705",
        address: "Nordlicht Outdoor GmbH\nHafenstraße 12, 20457 Hamburg",
      }}
      title="What may we send you?"
      footer={<p>Messages about your orders still reach you.</p>}
    >
      <p className="text-ink-2">
        For <strong className="font-medium text-ink">a••@example.com</strong>. Changes take effect at once.
      </p>
      <form className="grid gap-5">
        <div className="border-line-strong border-t">
          <RecipientChoice name="topic" value="letter" label="Weekly letter" hint="Thursdays" defaultChecked />
          <RecipientChoice name="topic" value="sale" label="Sales and new arrivals" hint="About twice a month" />
        </div>
        <RecipientButton>Save my choice</RecipientButton>
        <RecipientButton quiet>Unsubscribe from everything</RecipientButton>
      </form>
    </RecipientShell>
  );
}
