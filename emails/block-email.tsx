import { BrandMark } from "./blocks/brand-mark";
import { type DrawnBlock, EmailBlocks } from "./blocks/email-block";
import { EmailLayout } from "./layouts/email-layout";
import type { TemplateProps } from "./template-props";

type BlockEmailProps = Omit<TemplateProps, "props"> & { blocks: DrawnBlock[] };

/** An e-mail composed of blocks in the editor. */
export function BlockEmail({ blocks, ...layout }: BlockEmailProps) {
  const { brand } = layout;
  return (
    <EmailLayout {...layout}>
      {brand.logoUrl ? (
        <div style={{ margin: "0 0 28px" }}>
          <BrandMark brand={brand} />
        </div>
      ) : null}
      <EmailBlocks blocks={blocks} brand={brand} />
    </EmailLayout>
  );
}
