import "server-only";
import type { FormFieldKey } from "@/contracts/forms";
import { pickLanguage, RECIPIENT_TEXTS, type RecipientTexts } from "@/contracts/recipient-texts";
import { openForm, type PublicForm, type SubmitOutcome, submitForm } from "@/server/forms";
import type { PublicAnswer, PublicRequest } from "../answer";
import { type Html, html } from "./html";
import { button, choice, hidden, invalidLinkPage, recipientPage } from "./page";
import { hasSignal, languageOf } from "./preferences";

/** A name no person fills and every form-filling program likes. */
const TRAP = "website";
type Values = Record<string, string>;
type Shown = { fault: string | null; field: string | null; values: Values; chosen: readonly string[] };

/** `/f/{id}`: a sign-up form of its own page; also what an embedded form posts to. */
export async function answerForm(id: string, request: PublicRequest): Promise<PublicAnswer> {
  const wish = request.query().get("lang");
  const page = await openForm(id, wish, languageOf(request));
  if (!page) return invalidLinkPage(pickLanguage(wish, languageOf(request)));
  if (request.method !== "POST")
    return showForm(id, request, page, { fault: null, field: null, values: {}, chosen: [] });
  const body = new URLSearchParams((await request.readBody(64_000)) ?? "");
  const outcome = await submit(id, request, page, body);
  if (outcome.kind === "accepted") return thank(request, page);
  const shown = { ...wordsOf(outcome, page), values: Object.fromEntries(body), chosen: body.getAll("topic") };
  return showForm(id, request, page, shown, outcome.kind === "too_many" ? 429 : 422);
}

const submit = (id: string, request: PublicRequest, page: PublicForm, body: URLSearchParams): Promise<SubmitOutcome> =>
  submitForm(
    id,
    {
      email: body.get("email"),
      first_name: body.get("first_name"),
      last_name: body.get("last_name"),
      topics: body.getAll("topic"),
      token: body.get("token") ?? "",
      trap: body.get(TRAP) ?? "",
      language: page.language,
      ip: request.ip,
      hasSignal: hasSignal(request),
    },
    new Date(),
  );

const FAULTS = { bad_email: "badEmail", missing: "missing", choose_topic: "chooseTopic" } as const;
export function wordsOf(outcome: SubmitOutcome, page: PublicForm): { fault: string | null; field: string | null } {
  const texts = RECIPIENT_TEXTS[page.language];
  if (outcome.kind === "too_many") return { fault: texts.tooMany, field: null };
  if (outcome.kind === "again") return { fault: texts.again, field: null };
  if (outcome.kind === "fault") return { fault: texts[FAULTS[outcome.fault.code]], field: outcome.fault.field };
  return { fault: null, field: null };
}

/** The same for everybody: it says nothing about whether the address was known. */
function thank(request: PublicRequest, { form, brand, language }: PublicForm): PublicAnswer {
  if (form.redirectUrl) return { status: 303, headers: { location: form.redirectUrl } };
  const texts = RECIPIENT_TEXTS[language];
  const body = html`${hasSignal(request) ? html`<p class="note">${texts.gpc}</p>` : null}<p role="status">${form.successMessage ?? texts.acceptedText}</p>`;
  return recipientPage({ brand, language, title: texts.acceptedTitle, body, isEmbeddable: true });
}

function showForm(id: string, request: PublicRequest, page: PublicForm, shown: Shown, status = 200): PublicAnswer {
  const { form, brand, language } = page;
  const texts = RECIPIENT_TEXTS[language];
  const self = `/f/${encodeURIComponent(id)}`;
  const body = html`${form.intro ? html`<p>${form.intro}</p>` : null}
${hasSignal(request) ? html`<p class="note">${texts.gpc}</p>` : null}
${shown.fault && !shown.field ? html`<p class="wrong" role="alert">${shown.fault}</p>` : null}
${formMarkup(page, `${self}?lang=${language}`, texts, shown)}`;
  return recipientPage({
    brand,
    language,
    title: form.title,
    body,
    self,
    status,
    isEmbeddable: true,
    leadsTo: form.redirectUrl,
  });
}

function formMarkup({ form, topics, token }: PublicForm, action: string, texts: RecipientTexts, shown: Shown): Html {
  const labels: Record<FormFieldKey, string> = { first_name: texts.firstName, last_name: texts.lastName };
  const auto: Record<FormFieldKey, string> = { first_name: "given-name", last_name: "family-name" };
  const wrong = (field: string) =>
    shown.field === field ? html`<span class="wrong" role="alert">${shown.fault}</span>` : null;
  const field = (name: string, label: string, type: string, complete: string, required: boolean) =>
    html`<label class="field"><span>${label}</span><input name="${name}" type="${type}" autocomplete="${complete}" maxlength="254" value="${shown.values[name] ?? ""}"${required ? html` required` : null}>${wrong(name)}</label>`;
  return html`<form method="post" action="${action}">
${field("email", texts.email, "email", "email", true)}
${form.fields.map(({ key, required }) => field(key, labels[key], "text", auto[key], required))}
${topics.length > 0 ? html`<fieldset><legend>${texts.topics}</legend>${topics.map((topic) => choice("checkbox", "topic", topic.id, shown.chosen.includes(topic.id), topic.name, topic.description))}${wrong("topics")}</fieldset>` : null}
<div class="trap" aria-hidden="true"><label>Website<input name="${TRAP}" tabindex="-1" autocomplete="off"></label></div>
${hidden("token", token)}<p>${form.wording}</p>${button(texts.signUp)}</form>`;
}
