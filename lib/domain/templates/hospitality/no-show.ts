import { defineTemplate } from "@/lib/domain/templates/template";

/** A no-show is charged once, after a person agreed. */
export const noShow = defineTemplate({
  id: "no-show",
  title: "Charge no-shows after a look",
  why: "The first night is due, but a guest with a cancelled flight should not find out from the bank.",
  outcome:
    "After approval the night is charged once and the guest is told; otherwise the room is only released.",
  industries: ["hospitality"],
  uses: ["bookings"],
  popularity: 4,
  needs: [
    {
      name: "desk",
      label: "Booking system API",
      type: "url",
      help: "Takes POST /bookings/…/charge and /release.",
    },
    { name: "hours", label: "Hours to decide", type: "number", default: "12" },
  ],
  build: ({ desk, hours }) => {
    const booking = (verb: string) => ({
      url: `${desk}/bookings/{{ trigger.event.data.bookingId }}/${verb}`,
      headers: { "idempotency-key": `no-show-${verb}-{{ trigger.event.data.bookingId }}` },
    });
    return {
      trigger: { type: "event", name: "booking.no_show" },
      steps: [
        {
          id: "release",
          name: "Release the room",
          type: "http.request",
          with: { ...booking("release"), json: {} },
        },
        {
          id: "ask",
          type: "approval",
          needs: ["release"],
          with: {
            title: "Charge {{ trigger.event.data.amount }} to {{ trigger.event.data.guestName }}?",
            approvers: ["member"],
            deadline: `${hours}h`,
          },
        },
        {
          id: "charge",
          type: "http.request",
          needs: ["ask"],
          when: 'steps.ask.output.decision == "approved"',
          with: { ...booking("charge"), json: { amount: "{{ trigger.event.data.amount }}" } },
        },
        {
          id: "tell",
          type: "email.send",
          needs: ["charge"],
          with: {
            to: "{{ trigger.event.data.guestEmail }}",
            subject: "We missed you",
            text: "Your room was kept for you. As agreed at booking we charged the first night: {{ trigger.event.data.amount }}.",
          },
        },
      ],
    };
  },
  sample: {
    bookingId: "b-14",
    guestName: "Ada Byron",
    guestEmail: "ada@example.com",
    amount: "95.00 EUR",
  },
});
