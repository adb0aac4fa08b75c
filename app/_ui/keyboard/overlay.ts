export type Overlay = "palette" | "shortcuts";

const NAME = "steward:overlay";

/** Asks the frame to show one of its overlays. */
export const openOverlay = (overlay: Overlay) =>
  window.dispatchEvent(new CustomEvent<Overlay>(NAME, { detail: overlay }));

/** Hears such requests; returns what ends the hearing. */
export const onOverlay = (listener: (overlay: Overlay) => void) => {
  const hear = (event: Event) => listener((event as CustomEvent<Overlay>).detail);
  window.addEventListener(NAME, hear);
  return () => window.removeEventListener(NAME, hear);
};
