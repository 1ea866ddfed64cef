import "server-only";
import { and, eq } from "drizzle-orm";
import { publicId } from "@/contracts/ids";
import type { RecipientLanguage } from "@/contracts/topics";
import { consentState } from "@/drizzle/schema/consent";
import { findContactByNo } from "@/server/contacts";
import { inWorkspace } from "@/server/platform/db";
import { type ContactPreferences, preferencesOf } from "../preferences";
import { findTopicByNo, openTopics, type TopicRow } from "../topics";

export type TopicChoice = { id: string; name: string; description: string; isIn: boolean };
export type OwnPreferences = ContactPreferences & {
  locale: string | null;
  /** True when the person said no to marketing as a whole. */
  hasSaidNo: boolean;
  doNotSell: boolean;
  /** In the person's language; private ones only where they have been put in. */
  topics: (language: RecipientLanguage) => TopicChoice[];
};

/** A topic's words in a language, or in the workspace's own. */
export const topicText = (topic: TopicRow, language: RecipientLanguage): { name: string; description: string } => {
  const text = topic.texts[language];
  return {
    name: text?.name || topic.name,
    description: text?.name ? (text.description ?? "") : topic.description,
  };
};

/** The same by number, for a page without login; null when there is no such topic. */
export function findTopicText(
  workspaceNo: number,
  topicNo: number,
  language: RecipientLanguage,
): Promise<{ name: string; description: string } | null> {
  return inWorkspace(workspaceNo, async (tx) => {
    const topic = await findTopicByNo(tx, workspaceNo, topicNo);
    return topic ? topicText(topic, language) : null;
  });
}

/** The public topics among these, in their order, in a language: what a form offers. */
export function findTopicsForForm(
  workspaceNo: number,
  topicIds: readonly string[],
  language: RecipientLanguage,
): Promise<{ id: string; name: string; description: string }[]> {
  return inWorkspace(workspaceNo, async (tx) => {
    const rows = await openTopics(tx, workspaceNo, topicIds);
    return rows
      .filter((topic) => topic.visibility === "public")
      .map((topic) => ({ id: publicId("topic", topic.id), ...topicText(topic, language) }));
  });
}

/** What somebody's own page shows about them. Reads only; null when the contact is gone. */
export function readPreferences(workspaceNo: number, contactNo: number, now: Date): Promise<OwnPreferences | null> {
  return inWorkspace(workspaceNo, async (tx) => {
    const contact = await findContactByNo(tx, workspaceNo, contactNo);
    if (!contact) return null;
    const said = await tx
      .select()
      .from(consentState)
      .where(and(eq(consentState.workspaceNo, workspaceNo), eq(consentState.contactNo, contactNo)));
    const about = (channel: string, topicNo: number) =>
      said.find((row) => row.channel === channel && row.topicNo === topicNo);
    const all = about("email", 0);
    const rows = await openTopics(tx, workspaceNo);
    const shown = rows.filter((row) => row.visibility === "public" || about("email", row.topicNo));
    const isIn = (topic: TopicRow): boolean => {
      const own = about("email", topic.topicNo);
      if (all?.state === "denied") return own?.state === "granted" && own.at.getTime() > all.at.getTime();
      return own ? own.state === "granted" : topic.defaultIn && all?.state === "granted";
    };
    return {
      ...(await preferencesOf(tx, workspaceNo, contactNo, now)),
      locale: contact.locale,
      hasSaidNo: all?.state === "denied",
      doNotSell: about("sale", 0)?.state === "denied",
      topics: (language) =>
        shown.map((topic) => ({ id: publicId("topic", topic.id), ...topicText(topic, language), isIn: isIn(topic) })),
    };
  });
}
