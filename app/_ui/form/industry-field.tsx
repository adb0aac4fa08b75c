import { SelectField } from "@/app/_ui/form/field";
import type { Industry } from "@/lib/domain/tenants/schema";

/** What companies do, in people's words. */
export const INDUSTRIES: Record<Industry, string> = {
  commerce: "Commerce",
  hospitality: "Hospitality",
  payroll: "Payroll and billing",
  agency: "Agencies",
};

type Props = { initial: Industry | null; problem?: string | undefined };

/** A choice of what the company does; nothing is chosen for it. */
export const IndustryField = ({ initial, problem }: Props) => (
  <SelectField label="Industry" name="industry" defaultValue={initial ?? ""} problem={problem}>
    {!initial && (
      <option value="" disabled>
        Choose one
      </option>
    )}
    {Object.entries(INDUSTRIES).map(([id, words]) => (
      <option key={id} value={id}>
        {words}
      </option>
    ))}
  </SelectField>
);
