import type { Metadata } from "next";
import { CompanyPage } from "@/components/companies/company-page";

export const metadata: Metadata = { title: "Company" };

export default async function OneCompanyPage({ params }: { params: Promise<{ id: string }> }) {
  return <CompanyPage companyId={(await params).id} />;
}
