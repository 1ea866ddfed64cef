import "server-only";
import {
  assignCompany,
  changeCompanyField,
  companiesOf,
  createCompany,
  createCompanyField,
  deleteCompany,
  getCompany,
  listCompanies,
  listCompanyFields,
  listCompanyPeople,
  unassignCompany,
  updateCompany,
} from "@/server/companies";
import { type RestRoute, restRoute } from "../route";

const tag = "Companies";

export const companyRoutes: RestRoute[] = [
  restRoute(listCompanies, { method: "GET", path: "/companies", summary: "List or search companies", tag }),
  restRoute(createCompany, { method: "POST", path: "/companies", summary: "Create a company", tag }),
  restRoute(getCompany, { method: "GET", path: "/companies/{id}", summary: "Get a company", tag }),
  restRoute(updateCompany, { method: "PATCH", path: "/companies/{id}", summary: "Change a company", tag }),
  restRoute(deleteCompany, {
    method: "DELETE",
    path: "/companies/{id}",
    summary: "Delete a company; its people stay",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(listCompanyPeople, {
    method: "GET",
    path: "/companies/{id}/contacts",
    summary: "List the people of a company",
    tag,
    from: ({ params, query }) => ({ ...query, companyId: params.id }),
  }),
  restRoute(assignCompany, {
    method: "PUT",
    path: "/companies/{id}/contacts/{contactId}",
    summary: "Put a person into a company, with a role",
    tag,
    from: ({ params, body }) => ({
      ...(typeof body === "object" ? body : {}),
      companyId: params.id,
      contactId: params.contactId,
    }),
  }),
  restRoute(unassignCompany, {
    method: "DELETE",
    path: "/companies/{id}/contacts/{contactId}",
    summary: "Take a person out of a company",
    tag,
    status: 204,
    from: ({ params }) => ({ companyId: params.id, contactId: params.contactId }),
    to: () => null,
  }),
  restRoute(companiesOf, {
    method: "GET",
    path: "/contacts/{id}/companies",
    summary: "List the companies a person belongs to",
    tag,
    from: ({ params }) => ({ contactId: params.id }),
  }),
  restRoute(listCompanyFields, {
    method: "GET",
    path: "/company-fields",
    summary: "List standard and custom company fields",
    tag,
    to: (fields) => ({ data: fields, hasMore: false, nextCursor: null }),
  }),
  restRoute(createCompanyField, { method: "POST", path: "/company-fields", summary: "Create a company field", tag }),
  restRoute(changeCompanyField, {
    method: "PATCH",
    path: "/company-fields/{id}",
    summary: "Rename, archive or restore a company field",
    tag,
  }),
];
