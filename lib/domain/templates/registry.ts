import { clientFollowUp } from "@/lib/domain/templates/agency/client-follow-up";
import { onboardingDrip } from "@/lib/domain/templates/agency/onboarding-drip";
import { systemCheck } from "@/lib/domain/templates/agency/system-check";
import { anyWebhook } from "@/lib/domain/templates/anywhere/any-webhook";
import { abandonedCheckout } from "@/lib/domain/templates/commerce/abandoned-checkout";
import { bigOrders } from "@/lib/domain/templates/commerce/big-orders";
import { dailyReconciliation } from "@/lib/domain/templates/commerce/daily-reconciliation";
import { disputeOpened } from "@/lib/domain/templates/commerce/dispute-opened";
import { failedPayment } from "@/lib/domain/templates/commerce/failed-payment";
import { highRiskOrder } from "@/lib/domain/templates/commerce/high-risk-order";
import { lowStock } from "@/lib/domain/templates/commerce/low-stock";
import { newOrderLog } from "@/lib/domain/templates/commerce/new-order-log";
import { paidOrderToBooks } from "@/lib/domain/templates/commerce/paid-order-to-books";
import { refundToBooks } from "@/lib/domain/templates/commerce/refund-to-books";
import { salesDigest } from "@/lib/domain/templates/commerce/sales-digest";
import { vipCustomers } from "@/lib/domain/templates/commerce/vip-customers";
import { noShow } from "@/lib/domain/templates/hospitality/no-show";
import { preArrival } from "@/lib/domain/templates/hospitality/pre-arrival";
import { overdueInvoices } from "@/lib/domain/templates/payroll/overdue-invoices";
import { payrollApproval } from "@/lib/domain/templates/payroll/payroll-approval";
import type { Template } from "@/lib/domain/templates/template";

/** Every template, one line each. */
export const TEMPLATES: readonly Template[] = [
  paidOrderToBooks,
  bigOrders,
  newOrderLog,
  highRiskOrder,
  lowStock,
  vipCustomers,
  abandonedCheckout,
  failedPayment,
  refundToBooks,
  dailyReconciliation,
  disputeOpened,
  salesDigest,
  preArrival,
  noShow,
  payrollApproval,
  overdueInvoices,
  onboardingDrip,
  clientFollowUp,
  systemCheck,
  anyWebhook,
];
