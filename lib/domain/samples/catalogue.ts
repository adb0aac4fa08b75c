import type { Industry } from "@/lib/domain/tenants/schema";

type Json = Record<string, unknown>;

export type Sample = {
  /** What the industry looks at in it, as one sentence. */
  about: string;
  /** A workflow document. Samples decide and shape data; none of them sends anything. */
  document: Json;
  /** What is sent to its hook, one delivery each. */
  bodies: readonly Json[];
};

const hook = { type: "webhook", provider: "generic", scheme: "standard" };

const commerce: Sample = {
  about: "Three orders come in; large ones and those from abroad go their own way.",
  document: {
    schemaVersion: 1,
    name: "Sample: sort new orders",
    description: "Decides for each order who looks at it.",
    trigger: hook,
    steps: [
      {
        id: "large",
        name: "Large order?",
        type: "condition",
        with: { if: "decimal(trigger.body.total) >= 500.0" },
      },
      {
        id: "order",
        name: "Order in short",
        type: "transform",
        with: {
          value: {
            number: "{{ trigger.body.number }}",
            customer: "{{ trigger.body.customer }}",
            pieces: "{{ size(trigger.body.items) }}",
          },
        },
      },
      {
        id: "way",
        name: "Who looks at it",
        type: "switch",
        needs: ["large"],
        with: {
          cases: [
            { name: "check", if: "steps.large.output.result" },
            { name: "customs", if: 'trigger.body.country != "DE"' },
          ],
          default: "pack",
        },
      },
      {
        id: "ticket",
        name: "Ticket",
        type: "transform",
        needs: ["order", "way"],
        with: {
          value: {
            title: "Order {{ steps.order.output.value.number }}: {{ steps.way.output.case }}",
            pieces: "{{ steps.order.output.value.pieces }}",
          },
        },
      },
    ],
  },
  bodies: [
    {
      number: "S-1001",
      customer: "Ada Sample",
      country: "DE",
      total: "64.90",
      items: [
        { title: "Candle", price: "32.45" },
        { title: "Candle", price: "32.45" },
      ],
    },
    {
      number: "S-1002",
      customer: "Ben Sample",
      country: "AT",
      total: "118.00",
      items: [{ title: "Lantern", price: "118.00" }],
    },
    {
      number: "S-1003",
      customer: "Cleo Sample",
      country: "DE",
      total: "1403.00",
      items: [{ title: "Chandelier", price: "1403.00" }],
    },
  ],
};

const hospitality: Sample = {
  about: "Three bookings come in; long stays and large groups are looked at.",
  document: {
    schemaVersion: 1,
    name: "Sample: prepare arrivals",
    description: "Decides for each booking what is prepared.",
    trigger: hook,
    steps: [
      {
        id: "group",
        name: "Large group?",
        type: "condition",
        with: { if: "trigger.body.guests >= 6" },
      },
      {
        id: "way",
        name: "What to prepare",
        type: "switch",
        needs: ["group"],
        with: {
          cases: [
            { name: "call", if: "steps.group.output.result" },
            { name: "long stay", if: "trigger.body.nights >= 7" },
          ],
          default: "standard",
        },
      },
      {
        id: "task",
        name: "Task for the house",
        type: "transform",
        needs: ["way"],
        with: {
          value: {
            title: "Room {{ trigger.body.room }}: {{ steps.way.output.case }}",
            guest: "{{ trigger.body.guest }}",
            nights: "{{ trigger.body.nights }}",
          },
        },
      },
    ],
  },
  bodies: [
    { booking: "S-201", guest: "Ada Sample", room: "12", guests: 2, nights: 3 },
    { booking: "S-202", guest: "Ben Sample", room: "7", guests: 2, nights: 10 },
    { booking: "S-203", guest: "Cleo Sample", room: "hall", guests: 9, nights: 1 },
  ],
};

const payroll: Sample = {
  about: "Three invoices come in; late and large ones are set aside.",
  document: {
    schemaVersion: 1,
    name: "Sample: check invoices",
    description: "Decides for each invoice whether it can be paid.",
    trigger: hook,
    steps: [
      {
        id: "large",
        name: "Large invoice?",
        type: "condition",
        with: { if: "decimal(trigger.body.amount) >= 2500.0" },
      },
      { id: "late", name: "Late?", type: "condition", with: { if: "trigger.body.daysLate > 14" } },
      {
        id: "way",
        name: "What to do",
        type: "switch",
        needs: ["large", "late"],
        with: {
          cases: [
            { name: "remind", if: "steps.late.output.result" },
            { name: "second look", if: "steps.large.output.result" },
          ],
          default: "pay",
        },
      },
      {
        id: "entry",
        name: "Entry",
        type: "transform",
        needs: ["way"],
        with: {
          value: {
            title: "Invoice {{ trigger.body.number }}: {{ steps.way.output.case }}",
            amount: "{{ trigger.body.amount }} {{ trigger.body.currency }}",
          },
        },
      },
    ],
  },
  bodies: [
    { number: "S-3001", company: "Sample Ltd", amount: "240.00", currency: "EUR", daysLate: 0 },
    { number: "S-3002", company: "Sample GmbH", amount: "3900.00", currency: "EUR", daysLate: 2 },
    { number: "S-3003", company: "Sample SARL", amount: "510.50", currency: "EUR", daysLate: 21 },
  ],
};

const agency: Sample = {
  about: "Three requests come in; urgent ones and those of big clients go first.",
  document: {
    schemaVersion: 1,
    name: "Sample: sort client requests",
    description: "Decides for each request who answers and how fast.",
    trigger: hook,
    steps: [
      {
        id: "urgent",
        name: "Urgent?",
        type: "condition",
        with: { if: 'trigger.body.priority == "urgent"' },
      },
      {
        id: "way",
        name: "Who answers",
        type: "switch",
        needs: ["urgent"],
        with: {
          cases: [
            { name: "call now", if: "steps.urgent.output.result" },
            { name: "account manager", if: "decimal(trigger.body.budget) >= 10000.0" },
          ],
          default: "support",
        },
      },
      {
        id: "ticket",
        name: "Ticket",
        type: "transform",
        needs: ["way"],
        with: {
          value: {
            title: "{{ trigger.body.client }}: {{ trigger.body.subject }}",
            queue: "{{ steps.way.output.case }}",
          },
        },
      },
    ],
  },
  bodies: [
    { client: "Sample Bakery", subject: "New photos", priority: "normal", budget: "900.00" },
    { client: "Sample Bank", subject: "Spring campaign", priority: "normal", budget: "48000.00" },
    { client: "Sample Hotel", subject: "Booking page is down", priority: "urgent", budget: "0.00" },
  ],
};

export const SAMPLES: Readonly<Record<Industry, Sample>> = {
  commerce,
  hospitality,
  payroll,
  agency,
};
