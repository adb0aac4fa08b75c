import { draw, pick } from "@/lib/integrations/shopify/sample-draw";

const FIRST = ["Ada", "Björn", "Chiara", "Daniel", "Élodie", "Farid", "Greta", "Hiro"] as const;
const LAST = [
  "Ahrens",
  "Becker",
  "Conti",
  "Dubois",
  "Eriksen",
  "Fischer",
  "García",
  "Horváth",
] as const;
const CITIES = [
  { city: "Hamburg", zip: "20095", province: "Hamburg" },
  { city: "Leipzig", zip: "04109", province: "Saxony" },
  { city: "Freiburg", zip: "79098", province: "Baden-Württemberg" },
] as const;

const ascii = (text: string) =>
  text
    .normalize("NFD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();

/**
 * The buyer of a sample order and the address; a buyer at the counter leaves no e-mail. The address is Resend's for
 * trying out: mail to it is accepted everywhere and reaches nobody.
 */
export const buildCustomer = (seed: number, createdAt: string, isCounter: boolean) => {
  const first = pick(FIRST, seed, "first name");
  const last = pick(LAST, seed, "last name");
  const id = 207_119_551 + draw(seed, "customer", 1_000_000);
  const address = {
    first_name: first,
    last_name: last,
    name: `${first} ${last}`,
    address1: `${pick(["Lindenstraße", "Hafenweg", "Marktplatz"], seed, "street")} ${1 + draw(seed, "house", 120)}`,
    address2: null,
    company: null,
    phone: null,
    ...pick(CITIES, seed, "city"),
    country: "Germany",
    country_code: "DE",
    province_code: null,
  };
  const customer = {
    id,
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    email: isCounter ? null : `delivered+${ascii(first)}.${ascii(last)}@resend.dev`,
    first_name: first,
    last_name: last,
    state: "disabled",
    tags: "",
    currency: "EUR",
    tax_exempt: false,
    verified_email: true,
    created_at: createdAt,
    updated_at: createdAt,
    default_address: { id: id + 1, customer_id: id, default: true, ...address },
  };
  return { customer, address };
};
