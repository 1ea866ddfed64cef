import { Img } from "@react-email/components";
import type { Block } from "@/contracts/documents/email";
import { EmailBlock } from "./blocks/email-block";
import { EmailLayout } from "./layouts/email-layout";
import type { EmailBrandStyle } from "./theme";

type BlockEmailProps = { brand: EmailBrandStyle; preheader: string; lang: string; blocks: Block[] };

/** An e-mail composed of blocks in the editor. */
export function BlockEmail({ brand, preheader, lang, blocks }: BlockEmailProps) {
  return (
    <EmailLayout brand={brand} preheader={preheader} lang={lang}>
      {brand.logoUrl ? (
        <Img
          src={brand.logoUrl}
          alt={brand.name}
          height={28}
          style={{ display: "block", height: "28px", margin: "0 0 28px", border: 0 }}
        />
      ) : null}
      {blocks.map((block) => (
        <EmailBlock key={block.id} block={block} accent={brand.accent} />
      ))}
    </EmailLayout>
  );
}
