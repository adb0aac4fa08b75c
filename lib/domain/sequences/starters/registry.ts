import { afterDelivery } from "@/lib/domain/sequences/starters/after-delivery";
import { leftCheckout } from "@/lib/domain/sequences/starters/left-checkout";
import { welcome } from "@/lib/domain/sequences/starters/welcome";
import { winBack } from "@/lib/domain/sequences/starters/win-back";

/** Documents a company may begin a sequence of its own with; their events are what its shop or workflows emit. */
export const starters = [welcome, leftCheckout, afterDelivery, winBack];
