import "server-only";
import {
  assignCompany,
  changeCompanyField,
  companiesOf,
  createCompany,
  createCompanyField,
  deleteCompany,
  getCompany,
  getCompanySettings,
  listCompanies,
  listCompanyFields,
  listCompanyPeople,
  setCompanySettings,
  unassignCompany,
  updateCompany,
} from "@/server/companies";
import { mutationOf, queryOf, router } from "../init";

export const companiesRouter = router({
  list: queryOf(listCompanies),
  get: queryOf(getCompany),
  people: queryOf(listCompanyPeople),
  ofContact: queryOf(companiesOf),
  create: mutationOf(createCompany),
  update: mutationOf(updateCompany),
  delete: mutationOf(deleteCompany),
  assign: mutationOf(assignCompany),
  unassign: mutationOf(unassignCompany),
  fields: queryOf(listCompanyFields),
  createField: mutationOf(createCompanyField),
  changeField: mutationOf(changeCompanyField),
  settings: queryOf(getCompanySettings),
  setSettings: mutationOf(setCompanySettings),
});
