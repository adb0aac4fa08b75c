import { KeyRound } from "lucide-react";
import { CopyButton } from "@/app/_ui/controls/copy-button";
import { Facts, Panel, Section } from "@/app/_ui/data/section";
import { Moment } from "@/app/_ui/time/moment";
import { RotateSecret } from "@/app/(dashboard)/workflows/[id]/rotate-secret";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";

const SCHEMES: Record<string, string> = {
  shopify: "Shopify (X-Shopify-Hmac-SHA256)",
  stripe: "Stripe (Stripe-Signature)",
  standard: "Standard Webhooks (webhook-signature)",
  hmac: "HMAC-SHA256 (X-Signature-256)",
  none: "None: anybody who knows the address may post",
};

type Hook = NonNullable<WorkflowDetail["hook"]>;

/** Where other systems post to, and how they sign. */
export const HookPanel = ({ hook, mayWrite }: { hook: Hook; mayWrite: boolean }) => (
  <Section title="Webhook" summary={!hook.enabled && "Switched off: deliveries are refused."}>
    <Panel className="grid gap-4">
      <div>
        <p className="text-muted text-xs">Address</p>
        <p className="mt-1 flex items-start gap-1">
          <span className="min-w-0 break-all font-mono text-xs leading-6">{hook.url}</span>
          <CopyButton value={hook.url} label="the address" />
        </p>
      </div>
      <Facts
        facts={[
          ["Signature", SCHEMES[hook.scheme] ?? hook.scheme],
          ["Topic", hook.topic ?? "any"],
        ]}
      />
      {hook.scheme !== "none" && (
        <div className="grid gap-2">
          <p className="text-muted text-xs">Signing secrets</p>
          {hook.secrets.length === 0 && (
            <p className="text-degraded text-sm">
              There is none yet, so every delivery is refused. Make one and give it to the sender.
            </p>
          )}
          <ul className="grid gap-1 text-sm">
            {hook.secrets.map(({ id, hint, createdAt, expiresAt }) => (
              <li key={id} className="flex items-center gap-2">
                <KeyRound aria-hidden className="size-4 text-faint" />
                <span className="font-mono text-xs">••••{hint}</span>
                <span className="text-muted">
                  {expiresAt ? "works until " : "made "}
                  <Moment at={expiresAt ?? createdAt} />
                </span>
              </li>
            ))}
          </ul>
          {mayWrite && <RotateSecret hookId={hook.id} isFirst={hook.secrets.length === 0} />}
        </div>
      )}
    </Panel>
  </Section>
);
