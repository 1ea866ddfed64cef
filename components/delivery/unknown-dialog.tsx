"use client";

import { useState } from "react";
import type { UnknownDecision } from "@/contracts/delivery";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { formatNumber } from "../ui/format";
import { Label } from "../ui/label";
import { RadioGroup } from "../ui/radio-group";
import { Textarea } from "../ui/textarea";

export type UnknownDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** How many messages the decision is about. */
  people: number;
  /** The one person it is about, when it is one. */
  person?: string | null;
  busy: boolean;
  onDecide: (decision: UnknownDecision, note: string) => void;
};

/** What became of messages nobody knows about: a member looks into the provider's log and decides, once. */
export function UnknownDialog({ open, onOpenChange, people, person, busy, onDecide }: UnknownDialogProps) {
  const [decision, setDecision] = useState<UnknownDecision>("arrived");
  const [note, setNote] = useState("");
  const whom = person ?? (people === 1 ? "1 message" : `${formatNumber(people)} messages`);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={person ? "Decide about this message" : `Decide about ${whom}`}
      description={`The connection broke while ${person ? `the message to ${person} was` : "they were"} handed over. Look into the provider's log, then say what happened. A decision stands.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant={decision === "send_again" ? "destructive" : "primary"}
            loading={busy}
            onClick={() => onDecide(decision, note)}
          >
            {LABELS[decision]}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RadioGroup<UnknownDecision>
          aria-label="What happened"
          value={decision}
          onValueChange={setDecision}
          options={[
            { value: "arrived", label: "It arrived", hint: "Counts as sent." },
            { value: "not_arrived", label: "It did not arrive", hint: "Counts as failed. Nobody is written to." },
            {
              value: "send_again",
              label: "Send again, knowing that somebody may get it twice",
              hint: "A new message to exactly these people; whoever opted out meanwhile is left out. The first stays unknown in this report.",
            },
          ]}
        />
        <div className="grid gap-1.5">
          <Label htmlFor="unknown-note">Note (optional)</Label>
          <Textarea
            id="unknown-note"
            value={note}
            maxLength={300}
            rows={2}
            placeholder="What the provider's log says"
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}

const LABELS: Record<UnknownDecision, string> = {
  arrived: "It arrived",
  not_arrived: "It did not arrive",
  send_again: "Send again",
};
