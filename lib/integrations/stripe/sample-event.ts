/**
 * An event as Stripe's webhooks send it (API 2026-10-28), cut to the fields of a card payment. Amounts are minor units,
 * times Unix seconds. `id` is the event's id, by which repeats are known.
 */
export const sampleEvent = (seed: number, nowMs: number, id: string, type: string) => {
  const created = Math.floor(nowMs / 1000);
  const amount = 1500 + ((seed * 7919) % 48_000);
  return {
    id: `evt_${id.replaceAll("-", "")}`,
    object: "event",
    api_version: "2026-10-28",
    created,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    data: {
      object: {
        id: `ch_sample_${seed}_${created}`,
        object: "charge",
        amount,
        amount_captured: amount,
        amount_refunded: 0,
        captured: true,
        created,
        currency: "eur",
        description: `Sample payment ${seed}`,
        livemode: false,
        metadata: {},
        paid: true,
        refunded: false,
        status: "succeeded",
      },
    },
  };
};
