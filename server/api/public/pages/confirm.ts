import "server-only";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import { confirmSignup, openConfirmation } from "@/server/forms";
import type { PublicAnswer, PublicRequest } from "../answer";
import { visitorOf } from "../visitor";
import { html } from "./html";
import { button, invalidLinkPage, recipientPage } from "./page";
import { languageOf } from "./preferences";

/** `/confirm/{token}`: GET shows the button, POST confirms; a scanner that opens the mail's link confirms nothing. */
export async function answerConfirm(token: string, request: PublicRequest): Promise<PublicAnswer> {
  const wish = request.query().get("lang");
  const open = () => openConfirmation(token, wish, languageOf(request));
  let page = await open();
  if (!page) return invalidLinkPage(pickLanguage(wish, languageOf(request)));
  if (request.method === "POST") {
    await request.readBody(64_000);
    await confirmSignup(token, visitorOf(request));
    page = (await open()) ?? page;
  }
  const { brand, language, state, wanted, preferencesUrl } = page;
  const texts = RECIPIENT_TEXTS[language];
  const self = `/confirm/${encodeURIComponent(token)}`;
  const list = html`<ul>${wanted.map((line) => html`<li>${line}</li>`)}</ul>`;
  if (state === "expired")
    return recipientPage({ brand, language, self, title: texts.expiredTitle, body: html`<p>${texts.expiredText}</p>` });
  if (state === "confirmed")
    return recipientPage({
      brand,
      language,
      self,
      title: texts.confirmedTitle,
      body: html`${list}<p>${texts.confirmedText}</p><p><a href="${preferencesUrl}?lang=${language}">${texts.preferences}</a></p>`,
    });
  const body = html`<p>${texts.confirmText(brand.name)}</p>${list}<form method="post" action="${self}?lang=${language}">${button(texts.confirm)}</form>`;
  return recipientPage({ brand, language, self, title: texts.confirmTitle, body });
}
