import "server-only";
import type { BrandKit } from "@/contracts/brand";
import { pipelineSql } from "@/server/platform/db";

/** The sender as recipients see it. */
export type Brand = Omit<BrandKit, "name"> & { name: string };

type Row = {
  workspace_name: string;
  name: string | null;
  colour: string | null;
  text_colour: string | null;
  background: string | null;
  heading_font: Brand["headingFont"];
  body_font: Brand["bodyFont"];
  button_shape: Brand["buttonShape"];
  logo_url: string | null;
  footer: string | null;
  postal_address: string | null;
  privacy_email: string | null;
  locale: string;
};

/** For pages without login: the brand of the workspace a signed link names, and its language; null when it is gone. */
export async function brandOf(workspaceNo: number): Promise<{ brand: Brand; locale: string } | null> {
  const [row] = await pipelineSql()<Row[]>`
    select w.name as workspace_name, w.postal_address, w.locale, b.name, b.colour, b.text_colour, b.background,
           b.heading_font, b.body_font, b.button_shape, b.logo_url, b.footer, b.privacy_email
      from workspaces w left join brand b on b.workspace_no = w.workspace_no
     where w.workspace_no = ${workspaceNo}`;
  if (!row) return null;
  const { colour, background, footer } = row;
  const brand = {
    name: row.name ?? row.workspace_name,
    colour,
    textColour: row.text_colour,
    background,
    headingFont: row.heading_font,
    bodyFont: row.body_font,
    buttonShape: row.button_shape,
    logoUrl: row.logo_url,
    footer,
    postalAddress: row.postal_address,
    privacyEmail: row.privacy_email,
  };
  return { brand, locale: row.locale };
}
