const NAME = "steward:help";
const TOUR = "steward:tour";

const tell = (name: string, detail?: string) =>
  window.dispatchEvent(new CustomEvent<string | undefined>(name, { detail }));

const hear = (name: string, listener: (detail: string | undefined) => void) => {
  const heard = (event: Event) => listener((event as CustomEvent<string | undefined>).detail);
  window.addEventListener(name, heard);
  return () => window.removeEventListener(name, heard);
};

/** Opens the help beside the page: the article named, or the one that explains the page. */
export const openHelp = (slug?: string) => tell(NAME, slug);

/** Hears such requests; returns what ends the hearing. */
export const onHelp = (listener: (slug: string | undefined) => void) => hear(NAME, listener);

/** Starts the tour where it was left. */
export const startTour = () => tell(TOUR);

/** Hears such requests; returns what ends the hearing. */
export const onTour = (listener: () => void) => hear(TOUR, listener);
