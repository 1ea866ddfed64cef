import { describe, expect, it } from "vitest";
import { secondsToWait, verdictOfRefusal } from "./provider-answer";

const now = new Date("2026-03-01T10:00:00Z");

describe("what a provider's refusal means", () => {
  it.each([
    ["sendgrid", 401, "", "authorization grant is invalid", undefined, "failed"],
    ["sendgrid", 401, "", "Maximum credits exceeded", undefined, "failed"],
    ["sendgrid", 403, "", "The from address does not match a verified Sender Identity", "from", "failed"],
    ["sendgrid", 400, "", "Does not contain a valid address.", "personalizations.0.to.0.email", "refused"],
    ["sendgrid", 400, "", "The from email does not contain a valid address.", "from.email", "failed"],
    ["sendgrid", 413, "", "", undefined, "refused"],
    ["sendgrid", 404, "", "", undefined, "failed"],
    ["sendgrid", 429, "", "too many requests", undefined, "throttled"],
    ["sendgrid", 500, "", "", undefined, "unknown"],
    ["sendgrid", 503, "", "", "from", "unknown"],
    ["ses", 429, "TooManyRequestsException", "", undefined, "throttled"],
    ["ses", 400, "LimitExceededException", "", undefined, "throttled"],
    ["ses", 400, "Throttling", "Daily message quota exceeded", undefined, "throttled"],
    ["ses", 400, "MessageRejected", "Email address is not verified.", undefined, "failed"],
    ["ses", 400, "MessageRejected", "Email contains a virus.", undefined, "refused"],
    ["ses", 400, "BadRequestException", "Local address contains control or whitespace", undefined, "refused"],
    ["ses", 400, "AccountSuspendedException", "", undefined, "failed"],
    ["ses", 400, "SendingPausedException", "", undefined, "failed"],
    ["ses", 400, "MailFromDomainNotVerifiedException", "", undefined, "failed"],
    ["ses", 404, "NotFoundException", "Configuration set does not exist", undefined, "failed"],
    ["ses", 403, "SignatureDoesNotMatchException", "", undefined, "failed"],
    ["ses", 403, "", "", undefined, "failed"],
    ["ses", 503, "ServiceUnavailableException", "", undefined, "unknown"],
    ["postmark", 200, "406", "inactive", undefined, "dead"],
    ["postmark", 200, "300", "Error parsing 'To': Illegal email address", undefined, "refused"],
    ["postmark", 200, "300", "Invalid 'From' address", undefined, "failed"],
    ["postmark", 200, "400", "The Sender signature was not found", undefined, "failed"],
    ["postmark", 200, "405", "Not allowed to send: credits", undefined, "failed"],
    ["postmark", 422, "1235", "The message stream does not exist", undefined, "failed"],
    ["postmark", 200, "100", "Maintenance", undefined, "throttled"],
    ["postmark", 200, "9999", "A code nobody knows yet", undefined, "refused"],
    ["postmark", 401, "10", "", undefined, "failed"],
    ["postmark", 500, "", "", undefined, "unknown"],
  ] as const)("%s %i %s %s -> %5$s", (provider, status, code, message, field, expected) => {
    const verdict = verdictOfRefusal(provider, { status, code, message, field, retryAfterSeconds: 7 });
    const outcome = verdict.status === "refused" && verdict.isHardBounce ? "dead" : verdict.status;
    expect(outcome).toBe(expected);
    if (verdict.status === "throttled") expect(verdict.retryAfterSeconds).toBe(7);
  });

  it.each([
    [{ "retry-after": "7" }, 7],
    [{ "retry-after": "Sun, 01 Mar 2026 10:02:00 GMT" }, 120],
    [{ "x-ratelimit-reset": String(now.getTime() / 1000 + 30) }, 30],
    [{ "retry-after": "5", "x-ratelimit-reset": "99999999999" }, 5],
    [{ "retry-after": "999999999" }, 86_400],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-3" }, null],
    [{ "x-ratelimit-reset": "1" }, null],
    [{}, null],
  ])("waits as long as %j asks: %s s", (headers: Record<string, string>, expected) => {
    expect(secondsToWait((name) => headers[name] ?? "", now)).toBe(expected);
  });
});
