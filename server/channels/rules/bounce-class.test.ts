import { describe, expect, it } from "vitest";
import { bounceClass } from "./bounce-class";

describe("the class of a bounce", () => {
  it.each([
    ["sendgrid", "bounce/", "550 5.1.1 no such user", "hard"],
    ["sendgrid", "bounce/Invalid Address", "", "hard"],
    ["sendgrid", "bounce/Content", "554 spam", "message"],
    ["sendgrid", "blocked/Reputation", "550 blocked", "soft"],
    ["sendgrid", "dropped/", "Bounced Address", "hard"],
    ["sendgrid", "dropped/", "Spam Content", "soft"],
    ["ses", "Permanent/General", "", "hard"],
    ["ses", "Permanent/OnAccountSuppressionList", "", "hard"],
    ["ses", "Undetermined/Undetermined", "", "soft"],
    ["ses", "Transient/General", "", "soft"],
    ["ses", "Transient/MailboxFull", "552 5.2.2", "soft"],
    ["ses", "Transient/MessageTooLarge", "", "message"],
    ["ses", "Transient/General", "smtp; 5.4.4 no route", "hard"],
    ["ses", "Transient/General", "smtp; 554 4.4.7 Message expired", "hard"],
    ["ses", "Somewhat/New", "", "soft"],
    ["postmark", "HardBounce", "", "hard"],
    ["postmark", "Blocked", "", "hard"],
    ["postmark", "SoftBounce", "", "soft"],
    ["postmark", "DnsError", "", "soft"],
    ["postmark", "RuleBlocked", "", "message"],
    ["postmark", "MessageContent", "", "message"],
    ["postmark", "SomethingNew", "", "soft"],
    ["postmark", "HardBounce", "552 5.3.4 message too large", "message"],
    ["resend", "Permanent/General", "", "hard"],
    ["resend", "Transient/ContentRejected", "", "message"],
    ["resend", "Undetermined/", "", "soft"],
  ] as const)("%s %s %s: %s", (provider, type, detail, expected) => {
    expect(bounceClass(provider, { type, detail })).toBe(expected);
  });
});
