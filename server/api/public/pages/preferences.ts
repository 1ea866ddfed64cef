import "server-only";
import { CAP_PERIODS, PAUSE_DAYS } from "@/contracts/consent";
import { parsePublicId } from "@/contracts/ids";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import { LANGUAGE_NAMES, RECIPIENT_LANGUAGES, type RecipientLanguage } from "@/contracts/topics";
import {
  openPreferences,
  type PreferenceChoice,
  type PreferencePage,
  savePreferences,
  stopAll,
} from "@/server/delivery";
import { AppError } from "@/server/platform/errors";
import type { PublicAnswer, PublicRequest } from "../answer";
import { visitorOf } from "../visitor";
import { type Html, html } from "./html";
import { button, choice, hidden, invalidLinkPage, recipientPage } from "./page";

const CAPS = ["week:1", "week:2", "month:1", "month:4"] as const;
export const hasSignal = (request: PublicRequest): boolean => request.header("sec-gpc")?.trim() === "1";
export const languageOf = (request: PublicRequest): string | null => request.header("accept-language") ?? null;

/** `/preferences/{token}`: GET shows, POST changes and leads back to GET. */
export async function answerPreferences(token: string, request: PublicRequest): Promise<PublicAnswer> {
  const wish = request.query().get("lang");
  const page = await openPreferences(token, wish, languageOf(request));
  if (!page) return invalidLinkPage(pickLanguage(wish, languageOf(request)));
  if (request.method !== "POST") return showPage(token, request, page);
  const body = new URLSearchParams((await request.readBody(64_000)) ?? "");
  const path = `/preferences/${encodeURIComponent(token)}`;
  const back = (state: string, language?: string | null) => ({
    status: 303,
    headers: { location: `${path}?state=${state}${language ? `&lang=${language}` : ""}` },
  });
  const action = body.get("action");
  if (action === "stop" || action === "undo") {
    try {
      await stopAll(token, visitorOf(request), action === "undo");
      return back(action === "stop" ? "stopped" : "undone", wish);
    } catch (error) {
      if (action === "undo" && error instanceof AppError) return back("kept", wish);
      throw error;
    }
  }
  await savePreferences(token, readChoice(body, page, hasSignal(request)), visitorOf(request));
  return back("saved", body.get("language") ?? wish);
}

/** Only topics the form showed are decided; what it did not say stays as it is. */
function readChoice(body: URLSearchParams, page: PreferencePage, signal: boolean): PreferenceChoice {
  const wanted = new Set(body.getAll("topic"));
  const shown = new Set(body.getAll("shown"));
  const topics = (page.own?.topics(page.language) ?? []).flatMap((topic) => {
    const topicId = parsePublicId("topic", topic.id);
    const wording = `${topic.name}${topic.description ? `: ${topic.description}` : ""}`;
    return topicId && shown.has(topic.id) ? [{ topicId, wanted: wanted.has(topic.id), wording }] : [];
  });
  const pause = body.get("pause");
  const pauseDays =
    pause === null || pause === "keep" ? undefined : ([0, ...PAUSE_DAYS] as const).find((n) => String(n) === pause);
  const [period, count] = (body.get("cap") ?? "").split(":");
  const known = CAP_PERIODS.find((p) => p === period);
  const cap =
    body.get("cap") === "none"
      ? null
      : known && Number(count) > 0
        ? { period: known, count: Number(count) }
        : undefined;
  const language = RECIPIENT_LANGUAGES.find((code) => code === body.get("language"));
  const doNotSell = body.has("sale_shown") ? body.get("sale") === "no" : undefined;
  return { topics, pauseDays, cap, doNotSell, hasSignal: signal, language };
}

function showPage(token: string, request: PublicRequest, { brand, language, own }: PreferencePage): PublicAnswer {
  const texts = RECIPIENT_TEXTS[language];
  const self = `/preferences/${encodeURIComponent(token)}`;
  const action = `${self}?lang=${language}`;
  const state = request.query().get("state");
  const note =
    state === "saved"
      ? texts.saved
      : state === "kept"
        ? texts.kept
        : state === "undone"
          ? texts.undoneText(brand.name)
          : null;
  const stopped = own?.hasSaidNo === true && state === "stopped";
  const body = html`${note ? html`<p class="note" role="status">${note}</p>` : null}
${hasSignal(request) ? html`<p class="note">${texts.gpc}</p>` : null}
${stopped ? html`<form method="post" action="${action}"><p class="note" role="status">${texts.stoppedText}</p><p>${texts.mistake}</p>${hidden("action", "undo")}${button(texts.undo, "quiet")}</form>` : null}
<p>${own?.hasSaidNo ? texts.noMarketing : texts.preferencesText}</p>
${own ? choiceForm(own, language, action, hasSignal(request)) : null}
${own && !own.hasSaidNo ? html`<form method="post" action="${action}"><h2>${texts.stopAll}</h2><p>${texts.stopAllText(brand.name)}</p>${hidden("action", "stop")}${button(texts.stopAll, "quiet")}</form>` : null}
${dataRequest(brand, texts)}`;
  return recipientPage({ brand, language, title: texts.preferencesTitle(brand.name), body, self });
}

function dataRequest(brand: PreferencePage["brand"], texts: (typeof RECIPIENT_TEXTS)["en"]): Html | null {
  if (brand.privacyEmail)
    return html`<h2>${texts.dataTitle}</h2><p><a href="mailto:${brand.privacyEmail}">${texts.dataMail}</a></p>`;
  return brand.postalAddress ? html`<h2>${texts.dataTitle}</h2><p>${texts.dataPost} ${brand.postalAddress}</p>` : null;
}

function choiceForm(
  own: NonNullable<PreferencePage["own"]>,
  language: RecipientLanguage,
  action: string,
  signal: boolean,
): Html {
  const texts = RECIPIENT_TEXTS[language];
  const topics = own.topics(language);
  const cap = own.cap ? `${own.cap.period}:${own.cap.count}` : "none";
  const caps = [...new Set<string>([...CAPS, cap].filter((value) => value !== "none"))];
  const capLabel = (value: string) => {
    const [period, count] = value.split(":");
    return period === "week" ? texts.perWeek(Number(count)) : texts.perMonth(Number(count));
  };
  const until = own.pausedUntil
    ? texts.pausedUntil(new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(own.pausedUntil)))
    : null;
  const option = (value: string, label: string, isOn: boolean) =>
    html`<option value="${value}"${isOn ? html` selected` : null}>${label}</option>`;
  return html`<form method="post" action="${action}">
${topics.length > 0 ? html`<fieldset><legend>${texts.topics} · ${texts.channel}</legend>${topics.map((topic) => html`${hidden("shown", topic.id)}${choice("checkbox", "topic", topic.id, topic.isIn, topic.name, topic.description)}`)}</fieldset>` : null}
<fieldset><legend>${texts.pause}</legend>${until ? choice("radio", "pause", "keep", true, until) : null}${choice("radio", "pause", "0", !until, texts.noPause)}${PAUSE_DAYS.map((days) => choice("radio", "pause", String(days), false, texts.pauseDays(days)))}</fieldset>
<label class="field">${texts.often}<select name="cap">${option("none", texts.asSent, cap === "none")}${caps.map((value) => option(value, capLabel(value), value === cap))}</select></label>
<label class="field">${texts.language}<select name="language">${RECIPIENT_LANGUAGES.map((code) => option(code, LANGUAGE_NAMES[code], code === language))}</select></label>
<div>${hidden("sale_shown", "1")}${choice("checkbox", "sale", "no", own.doNotSell || signal, texts.doNotSell)}</div>
${button(texts.save)}</form>`;
}
