import "server-only";
import { render } from "@react-email/render";
import { toBrandLook } from "@/contracts/brand";
import type { EmailDocument } from "@/contracts/documents/email";
import { directionOf, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import type { RecipientLanguage } from "@/contracts/topics";
import { ConfirmSignup } from "@/emails/system/confirm-signup";
import { createStyle } from "@/emails/theme";
import type { Brand } from "@/server/access";

/** Nothing in here is a template: what people and members wrote must not be read as Liquid. */
const plain = (text: string): string => text.replaceAll("{", "(").replaceAll("}", ")");

/** The confirmation mail of a sign-up as a document, in the person's language. */
export async function confirmationMail(mail: {
  brand: Brand;
  language: RecipientLanguage;
  wanted: readonly string[];
  url: string;
}): Promise<EmailDocument> {
  const texts = RECIPIENT_TEXTS[mail.language];
  const sender = plain(mail.brand.name);
  const wanted = mail.wanted.map(plain);
  const style = createStyle(sender, toBrandLook({ ...mail.brand, name: sender }));
  const address = mail.brand.postalAddress ? plain(mail.brand.postalAddress) : null;
  const html = await render(
    <ConfirmSignup
      lang={mail.language}
      dir={directionOf(mail.language)}
      brand={style}
      address={address}
      heading={texts.confirmTitle}
      text={texts.mailText(sender)}
      wanted={wanted}
      button={texts.confirm}
      url={mail.url}
      ignore={texts.mailIgnore}
    />,
  );
  const text = [
    texts.mailText(sender),
    wanted.map((line) => `- ${line}`).join("\n"),
    `${texts.confirm}: ${mail.url}`,
    texts.mailIgnore,
    [sender, address].filter(Boolean).join("\n"),
  ].join("\n\n");
  return { version: 1, mode: "code", subject: texts.mailSubject(sender), preheader: "", text, html };
}
