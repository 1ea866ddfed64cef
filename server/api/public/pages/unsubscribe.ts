import "server-only";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import { openUnsubscribePage } from "@/server/delivery";
import type { PublicAnswer, PublicRequest } from "../answer";
import { html } from "./html";
import { button, invalidLinkPage, recipientPage } from "./page";
import { languageOf } from "./preferences";

/**
 * `/unsubscribe/{token}`: one button; opening it changes nothing, because mail scanners open every link. What it offers
 * instead of leaving comes after leaving, never before.
 */
export async function answerUnsubscribePage(token: string, request: PublicRequest): Promise<PublicAnswer> {
  const wish = request.query().get("lang");
  const page = await openUnsubscribePage(token, wish, languageOf(request));
  if (!page) return invalidLinkPage(pickLanguage(wish, languageOf(request)));
  const { brand, language, topic } = page;
  const texts = RECIPIENT_TEXTS[language];
  const state = request.query().get("state");
  const self = `/unsubscribe/${encodeURIComponent(token)}`;
  const action = `/api/t/u/${encodeURIComponent(token)}?from=page&lang=${language}`;
  const show = (title: string, body: ReturnType<typeof html>) =>
    recipientPage({ brand, language, title, body, self: state ? `${self}?state=${encodeURIComponent(state)}` : self });
  if (page.isTest || state === "test") return show(texts.testTitle, html`<p>${texts.testText}</p>`);
  const fewer = html`<p><a href="${page.preferencesUrl}?lang=${language}">${texts.fewer}</a></p>`;
  const undo = (query: string) =>
    html`<form method="post" action="${action}&undo=1${query}"><p>${texts.mistake}</p>${button(texts.undo, "quiet")}</form>`;
  if (page.hasSaidNo)
    return show(
      texts.unsubscribedTitle,
      html`<p>${texts.unsubscribedText(brand.name)}</p>${state === "kept" ? html`<p>${texts.kept}</p>` : null}${state === "done" || state === "all" ? undo("&all=1") : null}${fewer}`,
    );
  if (topic?.hasSaidNo)
    return show(
      texts.unsubscribedTitle,
      html`<p>${texts.unsubscribedTopicText(topic.name)}</p>${state === "kept" ? html`<p>${texts.kept}</p>` : null}${state === "done" ? undo("") : null}
<form method="post" action="${action}&all=1"><p>${texts.stopAllText(brand.name)}</p>${button(texts.stopAll, "quiet")}</form>${fewer}`,
    );
  const title = topic ? texts.unsubscribeTopicTitle(topic.name) : texts.unsubscribeTitle(brand.name);
  return state === "undone"
    ? show(
        texts.undoneTitle,
        html`<p role="status">${texts.undoneText(brand.name)}</p><form method="post" action="${action}">${button(texts.unsubscribe, "quiet")}</form>${fewer}`,
      )
    : show(
        title,
        html`<p>${texts.unsubscribeText}</p><form method="post" action="${action}">${button(texts.unsubscribe)}</form>`,
      );
}
