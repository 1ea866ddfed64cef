import type { ComponentType } from "react";
import type { ReactTemplateKey } from "@/contracts/documents/email";
import { Announcement } from "./announcement";
import { Newsletter } from "./newsletter";
import { PlainLetter } from "./plain-letter";
import { Promotion } from "./promotion";
import { Receipt } from "./receipt";
import type { TemplateProps } from "./template-props";
import { Welcome } from "./welcome";

/** The React Email templates a document can use: add a file, a line here and its props in contracts/content.ts. */
export const TEMPLATES: Record<ReactTemplateKey, ComponentType<TemplateProps>> = {
  newsletter: Newsletter,
  welcome: Welcome,
  announcement: Announcement,
  promotion: Promotion,
  receipt: Receipt,
  "plain-letter": PlainLetter,
};
