"use client";

import { Section } from "@/components/ui/section";

const FRAMES = [{ title: "Sign-in page", src: "/kitchen-sink/sign-in" }];

/** Whole pages, so they stand in frames of their own. */
export function PublicPageSamples() {
  return (
    <Section title="Pages without the console">
      <div className="grid gap-6 lg:grid-cols-2">
        {FRAMES.map((frame) => (
          <iframe key={frame.src} title={frame.title} src={frame.src} className="h-140 w-full border border-line" />
        ))}
      </div>
    </Section>
  );
}
