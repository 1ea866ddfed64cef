export { mergeCompanies, unmergeCompanies } from "./merge";
