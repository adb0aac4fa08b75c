import { defineTemplate } from "@/lib/domain/templates/template";

/** A dispute with its due date, and a reminder two days before it. */
export const disputeOpened = defineTemplate({
  id: "dispute-opened",
  title: "Answer disputes in time",
  why: "A dispute that nobody answers is lost, and the date is easily missed.",
  outcome: "The team has the evidence and the due date, and a reminder two days before it.",
  industries: ["commerce"],
  uses: ["stripe"],
  popularity: 3,
  needs: [
    {
      name: "shop",
      label: "Shop API",
      type: "url",
      help: "Answers GET /charges/…/order with name and tracking.",
    },
    { name: "team", label: "Who answers", type: "email" },
  ],
  build: ({ shop, team }) => ({
    trigger: { type: "webhook", provider: "stripe", topic: "charge.dispute.created" },
    steps: [
      {
        id: "order",
        type: "http.request",
        with: { url: `${shop}/charges/{{ trigger.body.data.object.charge }}/order` },
      },
      {
        id: "due",
        type: "transform",
        with: {
          value: {
            at: "{{ timestamp(trigger.body.data.object.evidence_details.due_by) }}",
            remindAt:
              "{{ timestamp(trigger.body.data.object.evidence_details.due_by) - duration('2d') }}",
          },
        },
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["order", "due"],
        with: {
          to: team,
          subject: "Dispute over order {{ steps.order.output.body.name }}",
          text: "Reason: {{ trigger.body.data.object.reason }}. Answer until {{ steps.due.output.value.at }}.\n\nTracking: {{ steps.order.output.body.tracking }}",
        },
      },
      {
        id: "wait",
        type: "delay",
        needs: ["tell"],
        with: { until: "{{ steps.due.output.value.remindAt }}" },
      },
      {
        id: "remind",
        type: "email.send",
        needs: ["wait"],
        with: {
          to: team,
          subject: "Two days left: dispute over order {{ steps.order.output.body.name }}",
          text: "Send the evidence if it is not sent yet.",
        },
      },
    ],
  }),
  sample: {
    id: "evt_11",
    type: "charge.dispute.created",
    data: {
      object: {
        id: "dp_11",
        charge: "ch_11",
        reason: "fraudulent",
        evidence_details: { due_by: 1768204800 },
      },
    },
  },
});
