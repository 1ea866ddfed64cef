import "server-only";
import { pipelineSql } from "@/server/platform/db";

/** The sender as recipients see it. */
export type Brand = {
  name: string;
  colour: string | null;
  logoUrl: string | null;
  footer: string | null;
  postalAddress: string | null;
  privacyEmail: string | null;
};

type Row = {
  workspace_name: string;
  name: string | null;
  colour: string | null;
  logo_url: string | null;
  footer: string | null;
  postal_address: string | null;
  privacy_email: string | null;
  locale: string;
};

/** For pages without login: the brand of the workspace a signed link names, and its language; null when it is gone. */
export async function brandOf(workspaceNo: number): Promise<{ brand: Brand; locale: string } | null> {
  const [row] = await pipelineSql()<Row[]>`
    select w.name as workspace_name, w.postal_address, w.locale, b.name, b.colour, b.logo_url, b.footer, b.privacy_email
      from workspaces w left join brand b on b.workspace_no = w.workspace_no
     where w.workspace_no = ${workspaceNo}`;
  if (!row) return null;
  const { colour, footer } = row;
  const brand = {
    name: row.name ?? row.workspace_name,
    colour,
    logoUrl: row.logo_url,
    footer,
    postalAddress: row.postal_address,
    privacyEmail: row.privacy_email,
  };
  return { brand, locale: row.locale };
}
