"use client";

import { Archive, Copy, Ellipsis, Pause, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Logo, Wordmark } from "@/components/shell/logo";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Section } from "@/components/ui/section";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { STATUS_MARKS, StatusMark } from "@/components/ui/status-mark";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";

const STATUS_WORDS = {
  draft: "Draft",
  scheduled: "Scheduled",
  live: "Sending",
  paused: "Paused",
  done: "Sent",
  failed: "Failed",
};

export function ControlSamples() {
  const [view, setView] = useState<"table" | "calendar" | "board">("table");
  return (
    <>
      <Section title="Status marks" description="The shape says it before the colour does.">
        <div className="flex flex-wrap gap-6">
          {STATUS_MARKS.map((status) => (
            <StatusMark key={status} status={status} label={STATUS_WORDS[status]} />
          ))}
        </div>
      </Section>
      <Section title="Buttons">
        <div className="grid gap-4">
          <Row>
            <Button variant="primary">Send to 12,408 people</Button>
            <Button>Save draft</Button>
            <Button variant="ghost">Cancel</Button>
            <Button variant="destructive">Delete segment</Button>
            <Button variant="link">Show with demo data</Button>
          </Row>
          <Row>
            <Button variant="primary" loading loadingLabel="Sending">
              Send
            </Button>
            <Button loading loadingLabel="Saving">
              Save
            </Button>
            <Button variant="primary" disabled>
              Send
            </Button>
            <Button disabled>Save draft</Button>
            <Button variant="destructive-confirmed">Delete 3 segments</Button>
          </Row>
          <Row>
            <Button size="sm">Small</Button>
            <Button>Medium</Button>
            <Button size="lg">Large</Button>
            <Button size="touch">Touch</Button>
            <Button>
              <Plus aria-hidden="true" /> New campaign <Kbd keys="c" />
            </Button>
            <IconButton label="Pause" shortcut="p">
              <Pause aria-hidden="true" />
            </IconButton>
            <IconButton label="Archive" shortcut="e">
              <Archive aria-hidden="true" />
            </IconButton>
            <IconButton label="Copy" variant="secondary">
              <Copy aria-hidden="true" />
            </IconButton>
            <IconButton label="More" size="icon-sm">
              <Ellipsis aria-hidden="true" />
            </IconButton>
          </Row>
        </div>
      </Section>
      <Section title="Small things">
        <Row>
          <Badge>Email</Badge>
          <Badge tone="brand">Segment</Badge>
          <Badge tone="live">Verified</Badge>
          <Badge tone="scheduled">Beta</Badge>
          <Badge tone="paused">Degraded</Badge>
          <Badge tone="failed">Broken</Badge>
          <Avatar name="Ada Lovelace" size="sm" />
          <Avatar name="Ada Lovelace" />
          <Avatar name="Ada Lovelace" size="lg" />
          <Kbd keys="⌘ K" />
          <span className="inline-flex items-center gap-1 font-mono text-xs">
            cmp_01JD3Q8ZK <CopyButton value="cmp_01JD3Q8ZK" label="Copy id" />
          </span>
          <Logo size={32} />
          <Wordmark />
        </Row>
      </Section>
      <Section title="Tabs and segments of a control">
        <div className="grid gap-4">
          <SegmentedControl
            label="View"
            value={view}
            onValueChange={setView}
            options={[
              { value: "table", label: "Table" },
              { value: "calendar", label: "Calendar" },
              { value: "board", label: "Board", disabled: true },
            ]}
          />
          <Tabs defaultValue="overview">
            <TabsList aria-label="Report">
              <TabsTrigger value="overview">Overview</TabsTrigger>
              <TabsTrigger value="people" count="12,408">
                Recipients
              </TabsTrigger>
              <TabsTrigger value="reasons" count="312">
                Not sent
              </TabsTrigger>
            </TabsList>
            <TabsContent value="overview" className="py-3 text-ink-2">
              Sending started at 09:00 Europe/Berlin.
            </TabsContent>
            <TabsContent value="people" className="py-3 text-ink-2">
              12,408 people.
            </TabsContent>
            <TabsContent value="reasons" className="py-3 text-ink-2">
              312 people were not sent to, each with a reason.
            </TabsContent>
          </Tabs>
        </div>
      </Section>
    </>
  );
}

function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}
