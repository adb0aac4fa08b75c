/** A key cap. */
export const Key = ({ children }: { children: string }) => (
  <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-page px-1 font-sans text-muted text-xs">
    {children}
  </kbd>
);
