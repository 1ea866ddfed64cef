"use client";

import Link from "next/link";
import type { FirstStep, HomeOverview } from "@/contracts/home";
import { FIRST_STEPS } from "@/contracts/home";
import { useWorkspace } from "../providers/workspace-provider";
import { useStoredFlag } from "../shell/use-stored-flag";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { StatusMark } from "../ui/status-mark";

const STEPS: Record<FirstStep, { title: string; about: string; path: string }> = {
  sent: {
    title: "Send a first campaign",
    about: "It goes to the Local Inbox: nothing leaves this machine.",
    path: "campaigns",
  },
  looked: {
    title: "Look at it as a recipient",
    about: "Open, click and unsubscribe in the Inbox, and watch it count.",
    path: "outbox",
  },
  people: { title: "Bring your people", about: "Drop in a CSV, or add somebody by hand.", path: "imports" },
  provider: {
    title: "Connect a provider",
    about: "SMTP or a sending service, for when mail is to reach real people.",
    path: "settings/providers",
  },
};

/** Four ruled lines for a new workspace, ticked by facts; gone when done, or when hidden in this browser. */
export function FirstSteps({ done }: { done: HomeOverview["firstSteps"] }) {
  const { can, href, id } = useWorkspace();
  const [isHidden, setHidden] = useStoredFlag(`carillon.first-steps-hidden.${id}`, false);
  const ticked = FIRST_STEPS.filter((step) => done[step]).length;
  if (isHidden || ticked === FIRST_STEPS.length || !can("campaign:launch")) return null;
  return (
    <Section
      title="First steps"
      description={`${ticked} of ${FIRST_STEPS.length} done`}
      layout="aside"
      actions={
        <Button variant="ghost" size="sm" className="lg:-ml-2.5" onClick={() => setHidden(true)}>
          Hide
        </Button>
      }
    >
      <ol className="-mt-2">
        {FIRST_STEPS.map((step) => {
          const { title, about, path } = STEPS[step];
          return (
            <li key={step} className="border-line border-b last:border-0">
              <Link
                href={href(path)}
                className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 py-2.5 hover:bg-sunken"
              >
                <StatusMark
                  status={done[step] ? "done" : "draft"}
                  label={done[step] ? "Done:" : "To do:"}
                  glyphOnly
                  className="translate-y-0.5"
                />
                <span className="grid gap-x-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
                  <span className={done[step] ? "text-ink-2" : "font-medium text-ink"}>{title}</span>
                  <span className="text-ink-2 text-sm">{about}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
