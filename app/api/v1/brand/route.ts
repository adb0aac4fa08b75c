import { route } from "@/lib/api/route";
import { getBrand } from "@/lib/domain/tenants/brand/get";
import { Brand, NewBrand } from "@/lib/domain/tenants/brand/schema";
import { updateBrand } from "@/lib/domain/tenants/brand/update";

export const GET = route(
  { summary: "Show how the company's mails look", access: "tenant:read", output: Brand },
  ({ caller }) => getBrand(caller),
);

export const PUT = route(
  {
    summary: "Set how the company's mails look",
    access: "tenant:write",
    body: NewBrand,
    output: Brand,
  },
  ({ caller, body }) => updateBrand(caller, body),
);
