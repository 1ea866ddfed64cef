/** Where the customers of the demo company live: country, weight, time zone, language, cities and common names there. */
export type Place = {
  country: string;
  weight: number;
  timeZone: string;
  locale: string;
  cities: readonly string[];
  first: readonly string[];
  last: readonly string[];
};

export const PLACES: readonly Place[] = [
  {
    country: "Germany",
    weight: 26,
    timeZone: "Europe/Berlin",
    locale: "de",
    cities: ["Berlin", "Hamburg", "Leipzig", "Köln", "Freiburg"],
    first: ["Lena", "Jonas", "Miriam", "Felix", "Anneke", "Malte", "Jördis", "Tobias"],
    last: ["Brandt", "Schäfer", "Vogel", "Krüger", "Lindner", "Özdemir", "Neumann"],
  },
  {
    country: "Austria",
    weight: 9,
    timeZone: "Europe/Vienna",
    locale: "de",
    cities: ["Wien", "Graz", "Linz"],
    first: ["Valentina", "Lukas", "Theresa", "Matthias"],
    last: ["Gruber", "Huber", "Wagner", "Pichler"],
  },
  {
    country: "Switzerland",
    weight: 7,
    timeZone: "Europe/Zurich",
    locale: "de",
    cities: ["Zürich", "Basel", "Bern"],
    first: ["Nadia", "Reto", "Céline", "Beat"],
    last: ["Meier", "Keller", "Favre", "Zbinden"],
  },
  {
    country: "France",
    weight: 11,
    timeZone: "Europe/Paris",
    locale: "fr",
    cities: ["Paris", "Lyon", "Nantes", "Lille"],
    first: ["Camille", "Hugo", "Inès", "Théo", "Éloïse"],
    last: ["Moreau", "Lefèvre", "Garnier", "Chevalier"],
  },
  {
    country: "Netherlands",
    weight: 9,
    timeZone: "Europe/Amsterdam",
    locale: "nl",
    cities: ["Amsterdam", "Utrecht", "Groningen"],
    first: ["Sanne", "Daan", "Fleur", "Bram"],
    last: ["de Vries", "Bakker", "van Dijk", "Jansen"],
  },
  {
    country: "Belgium",
    weight: 5,
    timeZone: "Europe/Brussels",
    locale: "nl",
    cities: ["Gent", "Brussel", "Antwerpen"],
    first: ["Lotte", "Arthur", "Nora", "Wout"],
    last: ["Peeters", "Maes", "Claes"],
  },
  {
    country: "United Kingdom",
    weight: 12,
    timeZone: "Europe/London",
    locale: "en",
    cities: ["London", "Leeds", "Bristol", "Glasgow"],
    first: ["Imogen", "Callum", "Priya", "Owen", "Niamh"],
    last: ["Hughes", "Patel", "Fraser", "O’Connor", "Whitfield"],
  },
  {
    country: "Ireland",
    weight: 3,
    timeZone: "Europe/Dublin",
    locale: "en",
    cities: ["Dublin", "Cork"],
    first: ["Aoife", "Cillian", "Saoirse"],
    last: ["Byrne", "Doyle", "Ní Bhriain"],
  },
  {
    country: "Denmark",
    weight: 3,
    timeZone: "Europe/Copenhagen",
    locale: "da",
    cities: ["København", "Aarhus"],
    first: ["Freja", "Emil", "Ida"],
    last: ["Jensen", "Møller", "Holm"],
  },
  {
    country: "Sweden",
    weight: 3,
    timeZone: "Europe/Stockholm",
    locale: "sv",
    cities: ["Stockholm", "Malmö"],
    first: ["Elsa", "Oskar", "Maja"],
    last: ["Lindqvist", "Åberg", "Nyström"],
  },
  {
    country: "Poland",
    weight: 4,
    timeZone: "Europe/Warsaw",
    locale: "pl",
    cities: ["Warszawa", "Kraków", "Wrocław"],
    first: ["Zofia", "Jakub", "Łucja"],
    last: ["Wiśniewska", "Zieliński", "Dąbrowska"],
  },
  {
    country: "Spain",
    weight: 4,
    timeZone: "Europe/Madrid",
    locale: "es",
    cities: ["Madrid", "Valencia", "Bilbao"],
    first: ["Lucía", "Álvaro", "Nuria"],
    last: ["Ibáñez", "Serrano", "Peña"],
  },
  {
    country: "Italy",
    weight: 3,
    timeZone: "Europe/Rome",
    locale: "it",
    cities: ["Milano", "Bologna", "Torino"],
    first: ["Giulia", "Matteo", "Chiara"],
    last: ["Ferri", "Conti", "De Luca"],
  },
  {
    country: "Portugal",
    weight: 1,
    timeZone: "Europe/Lisbon",
    locale: "pt",
    cities: ["Lisboa", "Porto"],
    first: ["Inês", "Tomás", "Beatriz"],
    last: ["Carvalho", "Nunes", "Antunes"],
  },
];
