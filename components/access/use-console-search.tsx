"use client";

import { CircleQuestionMark, LayoutTemplate, Megaphone, Shapes, User } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import { campaignStatusLabel } from "../campaigns/campaign-status";
import { useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import type { PaletteItem, PaletteSearch } from "../shell/command-palette";

const EACH = 5;
const EDITED = ["draft", "scheduled"];

/**
 * Finds people, campaigns, segments and templates by name for ⌘K, all at once; kinds the role may not read are not
 * asked for. One kind that does not answer fails the search rather than hiding what it would have found.
 */
export function useConsoleSearch(): PaletteSearch {
  const client = useTRPCClient();
  const router = useRouter();
  const { can, href } = useWorkspace();
  const places = useMemo(
    () => [
      {
        needs: "contact:read" as const,
        find: async (text: string, signal: AbortSignal): Promise<PaletteItem[]> => {
          const { data } = await client.contacts.list.query({ q: text, limit: EACH }, { signal });
          return data.map((contact) => {
            const name = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
            return found(contact.id, name || (contact.email ?? "Unnamed person"), name ? contact.email : null, {
              icon: <User aria-hidden="true" />,
              go: () => router.push(href(`contacts/${contact.id}`)),
            });
          });
        },
      },
      {
        needs: "campaign:read" as const,
        find: async (text: string, signal: AbortSignal): Promise<PaletteItem[]> => {
          const { data } = await client.campaigns.list.query({ search: text, limit: EACH }, { signal });
          return data.map((campaign) =>
            found(campaign.id, campaign.name, `Campaign · ${campaignStatusLabel(campaign.status)}`, {
              icon: <Megaphone aria-hidden="true" />,
              go: () => router.push(href(`campaigns/${campaign.id}${EDITED.includes(campaign.status) ? "/edit" : ""}`)),
            }),
          );
        },
      },
      {
        needs: "segment:read" as const,
        find: async (text: string, signal: AbortSignal): Promise<PaletteItem[]> => {
          const { data } = await client.segments.list.query({ search: text, limit: EACH }, { signal });
          return data.map((segment) =>
            found(segment.id, segment.name, "Segment", {
              icon: <Shapes aria-hidden="true" />,
              go: () => router.push(href(`segments/${segment.id}`)),
            }),
          );
        },
      },
      {
        needs: "content:read" as const,
        find: async (text: string, signal: AbortSignal): Promise<PaletteItem[]> => {
          const { data } = await client.content.list.query({ q: text, limit: EACH }, { signal });
          return data.map((template) =>
            found(template.id, template.name, "Template", {
              icon: <LayoutTemplate aria-hidden="true" />,
              go: () => router.push(href(`content/${template.id}`)),
            }),
          );
        },
      },
    ],
    [client, router, href],
  );
  return useCallback(
    async (text, signal) => {
      const name = whoIsAsked(text);
      if (name !== null && can("contact:read") && can("campaign:read")) {
        const { data } = await client.contacts.list.query({ q: name, limit: EACH }, { signal });
        return data.map((contact) => {
          const who =
            [contact.firstName, contact.lastName].filter(Boolean).join(" ") || (contact.email ?? "this person");
          return found(`why-${contact.id}`, `Why did ${who} get it, or not?`, contact.email, {
            icon: <CircleQuestionMark aria-hidden="true" />,
            go: () => router.push(href(`contacts/${contact.id}?why=latest`)),
          });
        });
      }
      const answers = await Promise.all(
        places.filter((place) => can(place.needs)).map((place) => place.find(text, signal)),
      );
      const named = answers.flat();
      if (named.length > 0 || !/\s/.test(text) || !can("segment:write")) return named;
      const { condition, summary } = await client.segments.readSentence.query({ text }, { signal });
      if (!condition || !summary) return named;
      return [
        found("say-segment", "New segment", summary, {
          icon: <Shapes aria-hidden="true" />,
          go: () => router.push(href(`segments/new?say=${encodeURIComponent(text)}`)),
        }),
      ];
    },
    [places, can, client, href, router],
  );
}

/** "why didn't ada get it?" -> "ada"; null when nothing is asked about anybody. */
function whoIsAsked(text: string): string | null {
  const asked = /^why\s+(?:did(?:n.?t)?\s+|not\s+)?(.+)$/i.exec(text.trim())?.[1];
  return asked?.replace(/\s+(?:not\s+)?(?:get|got|receive)(?:\s.*)?$|\?$/i, "").trim() || null;
}

const found = (
  id: string,
  label: string,
  hint: string | null,
  { icon, go }: { icon: React.ReactNode; go: () => void },
): PaletteItem => ({ id, label, hint: hint ?? undefined, icon, onSelect: go });
