/** Which document is looked at, as a select offers it. */
export const VersionOptions = ({ liveVersion }: { liveVersion: number | null }) => (
  <>
    <option value="draft">The draft</option>
    {liveVersion !== null && <option value={liveVersion}>Version {liveVersion}, live</option>}
  </>
);
