"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { useWorkspace } from "../providers/workspace-provider";
import { PageHeader } from "../ui/page-header";
import { SETTINGS_GROUPS, SETTINGS_PLACES } from "./settings-places";

export function SettingsHome() {
  const { href, can, name } = useWorkspace();
  return (
    <>
      <PageHeader title="Settings" meta={<span>{name}</span>} />
      {SETTINGS_GROUPS.map((group) => (
        <section key={group.id} aria-label={group.label} className="pb-6">
          <h2 className="pb-1 text-ink-2 text-sm">{group.label}</h2>
          <ul className="border-line border-t">
            {SETTINGS_PLACES.filter((place) => place.group === group.id).map((place) => (
              <li key={place.id} className="border-line border-b">
                <Link
                  href={href(`settings/${place.id}`)}
                  className="grid gap-0.5 py-3 hover:bg-sunken sm:grid-cols-[180px_1fr]"
                >
                  <span className="flex items-center gap-1.5 font-medium text-ink text-sm">
                    {place.label}
                    {can(place.needs) ? null : <Lock className="size-3.5 text-ink-3" aria-label="No permission" />}
                  </span>
                  <span className="text-ink-2 text-sm">{place.about}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
