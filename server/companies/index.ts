export { assignCompany, unassignCompany } from "./commands/assign-company";
export { changeCompanyField, createCompanyField, setCompanySettings } from "./commands/company-fields";
export { createCompany, deleteCompany, updateCompany } from "./commands/write-company";
export { companyFieldDefinitions } from "./load";
export { mergeCompanies, unmergeCompanies } from "./merge";
export { companiesOf, listCompanyPeople } from "./queries/company-people";
export { getCompany, getCompanySettings, listCompanies, listCompanyFields } from "./queries/list-companies";
