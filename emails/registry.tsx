import type { ComponentType } from "react";
import type { ReactTemplateKey } from "@/contracts/documents/email";
import { Announcement } from "./announcement";
import { Newsletter } from "./newsletter";
import { PlainLetter } from "./plain-letter";
import type { TemplateProps } from "./template-props";

/** The React Email templates a document can use: add a file, a line here and its props in contracts/content.ts. */
export const TEMPLATES: Record<ReactTemplateKey, ComponentType<TemplateProps>> = {
  "plain-letter": PlainLetter,
  newsletter: Newsletter,
  announcement: Announcement,
};
