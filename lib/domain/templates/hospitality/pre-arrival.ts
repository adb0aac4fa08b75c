import { defineTemplate } from "@/lib/domain/templates/template";

/** What a guest should know before the arrival. */
export const preArrival = defineTemplate({
  id: "pre-arrival",
  title: "Write to guests before they arrive",
  why: "Guests who know the way and the key code do not call the front desk at eleven at night.",
  outcome:
    "Three days before the arrival the guest has a mail, and a late arrival is known at the front desk.",
  industries: ["hospitality"],
  uses: ["bookings"],
  popularity: 5,
  needs: [
    { name: "house", label: "Name of the house", type: "text", default: "our house" },
    { name: "desk", label: "Front desk", type: "email" },
    { name: "lateFrom", label: "Late from (hour)", type: "number", default: "20" },
  ],
  build: ({ house, desk, lateFrom }) => ({
    trigger: { type: "event", name: "booking.confirmed" },
    steps: [
      {
        id: "wait",
        type: "delay",
        with: { until: "{{ timestamp(trigger.event.data.arrival) - duration('3d') }}" },
      },
      {
        id: "welcome",
        type: "email.send",
        needs: ["wait"],
        with: {
          to: "{{ trigger.event.data.guestEmail }}",
          subject: `Your stay at ${house}`,
          text: "Dear {{ trigger.event.data.guestName }},\n\nwe expect you on {{ formatDate(timestamp(trigger.event.data.arrival), 'dd.MM.yyyy HH:mm', tenant.timeZone) }}. Answer this mail when that changes.",
        },
      },
      {
        id: "late",
        type: "condition",
        needs: ["wait"],
        with: {
          if: `timestamp(trigger.event.data.arrival).getHours(tenant.timeZone) >= double('${lateFrom}')`,
        },
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["late"],
        when: "steps.late.output.result",
        with: {
          to: desk,
          subject: "Late arrival: {{ trigger.event.data.guestName }}",
          text: "Room {{ trigger.event.data.room }}. Leave the key in the box.",
        },
      },
    ],
  }),
  sample: {
    bookingId: "b-13",
    guestName: "Ada Byron",
    guestEmail: "ada@example.com",
    room: "12",
    arrival: "2026-01-15T22:30:00Z",
  },
});
