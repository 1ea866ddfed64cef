import type { Metadata } from "next";
import { CompanyList } from "@/components/companies/company-list";

export const metadata: Metadata = { title: "Companies" };

export default function Page() {
  return <CompanyList />;
}
