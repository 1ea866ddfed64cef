import type { Permission } from "@/contracts/access";

export type SettingsGroup = "company" | "people" | "sending" | "access" | "records";
export type SettingsPlace = { id: string; label: string; about: string; needs: Permission; group: SettingsGroup };

/** What the pages are about, in the order of the list. */
export const SETTINGS_GROUPS: readonly { id: SettingsGroup; label: string }[] = [
  { id: "company", label: "Company" },
  { id: "people", label: "People and consent" },
  { id: "sending", label: "Messages" },
  { id: "access", label: "Access" },
  { id: "records", label: "Records" },
];

/** The pages of Settings, in their order. */
export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  {
    id: "workspace",
    label: "Workspace",
    about: "Name, time zone, currency and the postal address in every footer.",
    needs: "workspace:manage",
    group: "company",
  },
  {
    id: "brand",
    label: "Brand",
    about: "Colours, fonts, logo, buttons and footer of every e-mail and page recipients see.",
    needs: "consent:read",
    group: "company",
  },
  {
    id: "members",
    label: "Members",
    about: "Who may open this workspace, and what they may do.",
    needs: "member:read",
    group: "access",
  },
  {
    id: "roles",
    label: "Roles",
    about: "What each role allows, and roles of your own.",
    needs: "member:read",
    group: "access",
  },
  {
    id: "fields",
    label: "Contact fields",
    about: "What is known about people: names, types, and what uses each field.",
    needs: "contact:read",
    group: "people",
  },
  {
    id: "providers",
    label: "Sending",
    about: "Where e-mail leaves: the Local Inbox, SMTP, Amazon SES, SendGrid, Postmark or Resend.",
    needs: "provider:read",
    group: "sending",
  },
  {
    id: "domains",
    label: "Domains",
    about: "The domains you send from: SPF, DKIM, DMARC and return path, expected against found.",
    needs: "provider:read",
    group: "sending",
  },
  {
    id: "sending-policy",
    label: "Sending policy",
    about: "How many marketing e-mails one person gets at most, and the hours in which nobody gets one.",
    needs: "campaign:read",
    group: "sending",
  },
  {
    id: "topics",
    label: "Topics",
    about: "What people can choose to hear about, on sign-up forms and their preference page.",
    needs: "consent:read",
    group: "people",
  },
  {
    id: "forms",
    label: "Sign-up forms",
    about: "Pages and snippets with which people sign up, and what they agree to.",
    needs: "consent:read",
    group: "people",
  },
  {
    id: "sso",
    label: "Single sign-on",
    about: "Your own OpenID provider and the e-mail domains that lead to it.",
    needs: "sso:manage",
    group: "access",
  },
  {
    id: "api-keys",
    label: "API keys",
    about: "Secret keys for programs, each with its own permissions.",
    needs: "apikey:manage",
    group: "access",
  },
  {
    id: "webhooks",
    label: "Webhooks",
    about: "Addresses of your own programs that hear what happens here, with every attempt.",
    needs: "apikey:manage",
    group: "access",
  },
  {
    id: "audit",
    label: "Audit log",
    about: "Who did what, and when. Nobody can change it.",
    needs: "audit:read",
    group: "records",
  },
  {
    id: "system",
    label: "System",
    about: "Background work: runs, failures, queue and lag.",
    needs: "system:read",
    group: "records",
  },
];
