import { type LookupAddress, lookup as systemLookup } from "node:dns";
import type { LookupFunction, Socket } from "node:net";
import { buildConnector } from "undici";
import { AppError } from "@/lib/core/errors";
import { isLiteral, isPublicAddress } from "@/lib/infra/outbound/address";
import { isAllowed, type OutboundRules } from "@/lib/infra/outbound/check-url";

/** All addresses of a name; the system's resolver unless a test brings its own. */
export type Resolve = (
  name: string,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (name, done) =>
  systemLookup(name, { all: true, verbatim: true }, (error, addresses) =>
    done(error, addresses ?? []),
  );

const inside = (host: string) =>
  new AppError("forbidden", `${host} leads to an address that is not public.`);

/** A lookup that answers only when every address of the name is public, so that the checked address is the one dialled. */
const guardedLookup =
  (resolve: Resolve): LookupFunction =>
  (name, options, done) => {
    resolve(name, (error, addresses) => {
      const [first] = addresses;
      if (error || !first) done(error ?? inside(name), "", 4);
      else if (!addresses.every(({ address }) => isPublicAddress(address)))
        done(inside(name), "", 4);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

type Options = {
  rules: OutboundRules;
  timeoutMs: number;
  resolve?: Resolve | undefined;
  /** Opens the socket; a test replaces it to land somewhere else than the lookup said. */
  dial?: buildConnector.connector | undefined;
};

/**
 * Opens connections for undici. Three checks, because each alone can be walked around: a literal address never reaches
 * the lookup, a name may have several addresses, and only the connected socket knows where it ended.
 */
export const guardedConnector = ({ rules, timeoutMs, resolve = systemResolve, dial }: Options) => {
  const open = buildConnector({ timeout: timeoutMs, allowH2: false });
  const guarded =
    dial ?? buildConnector({ timeout: timeoutMs, allowH2: false, lookup: guardedLookup(resolve) });
  const settle =
    (hostname: string, callback: buildConnector.Callback): buildConnector.Callback =>
    (...[error, socket]: [Error | null, Socket | null]) => {
      if (socket && isPublicAddress(socket.remoteAddress ?? "")) {
        callback(null, socket);
      } else {
        socket?.destroy();
        callback(error ?? inside(hostname), null);
      }
    };
  return (options: buildConnector.Options, callback: buildConnector.Callback): void => {
    const { hostname, protocol, port } = options;
    if (isAllowed(rules, hostname, Number(port || (protocol === "https:" ? 443 : 80)))) {
      open(options, callback);
    } else if (isLiteral(hostname) && !isPublicAddress(hostname)) {
      callback(inside(hostname), null);
    } else {
      guarded(options, settle(hostname, callback));
    }
  };
};
