"use client";

import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { DefinitionList } from "@/components/ui/definition-list";
import { DeniedState } from "@/components/ui/denied-state";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat, StatRow } from "@/components/ui/stat";
import { toast } from "@/components/ui/toast";

export function StateSamples({ now }: { now: string }) {
  return (
    <>
      <Section title="Numbers">
        <StatRow>
          <Stat
            label="Sent"
            value="12,408"
            size="hero"
            delta={{ text: "8.2%", direction: "up", good: true, since: "than last time" }}
            href="#people"
          />
          <Stat label="Clicks by people" value="14.9%" note="1,844 of 12,408" />
          <Stat
            label="Unsubscribed"
            value="0.31%"
            delta={{ text: "0.1 points", direction: "up", good: false, since: "than last time" }}
          />
          <Stat label="Not sent" value="312" note="each with a reason" href="#reasons" />
        </StatRow>
      </Section>
      <Section title="Progress">
        <div className="grid max-w-160 gap-5">
          <Progress
            label="Sending"
            value={4102}
            max={12408}
            tone="live"
            detail="120 a second, about 1 min 9 sec left. 14 not sent, with reasons."
          />
          <Progress label="Import contacts.csv" value={50000} max={50000} detail="Done. 212 rows were refused." />
          <Progress label="Sending, paused" value={4102} max={12408} tone="paused" />
          <Progress label="Nothing to do" value={0} max={0} />
        </div>
      </Section>
      <Section title="Remarks">
        <div className="grid gap-3">
          <Notice tone="info" title="This journey has a draft that is not live.">
            Version 3 is live with 1,204 people inside.
          </Notice>
          <Notice tone="warning" title="Your domain is not verified." actions={<Button size="sm">Show records</Button>}>
            Messages go to the Local Inbox until it is.
          </Notice>
          <Notice tone="danger" title="3 links could not be checked.">
            Nothing was sent.
          </Notice>
          <Notice tone="success" title="The export is ready." actions={<Button size="sm">Download 2.4 MB</Button>} />
        </div>
      </Section>
      <Section title="No permission">
        <DeniedState
          what="see campaign reports"
          permission="campaign:read"
          grantedBy={["Mara Lindqvist", "Jonas Weber"]}
          action={<Button onClick={() => toast("Asked Mara and Jonas")}>Request access</Button>}
        />
      </Section>
      <Section title="Facts, code, skeleton">
        <div className="grid gap-8 lg:grid-cols-2">
          <DefinitionList
            items={[
              { term: "Sender", value: "Nordlicht Outdoor" },
              {
                term: "Started",
                value: <RelativeTime value="2026-11-21T08:00:00Z" now={now} timeZone="Europe/Berlin" />,
              },
              { term: "Ended", value: <RelativeTime value="2026-11-21T09:12:00Z" timeZone="Europe/Berlin" /> },
              { term: "Id", value: "cmp_01JD3Q8ZK7Y", mono: true },
              { term: "Loading", value: <Skeleton className="mt-1" /> },
            ]}
          />
          <CodeBlock
            title="cURL"
            code={`curl -X POST https://carillon.example/api/v1/campaigns/cmp_01JD3Q8ZK7Y/launch \\\n  -H "Authorization: Bearer $CARILLON_KEY" \\\n  -H "Idempotency-Key: spring-drop-1"`}
          />
        </div>
      </Section>
    </>
  );
}
