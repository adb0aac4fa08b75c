import { cache } from "react";
import { visit } from "@/app/(dashboard)/visit";
import { readSamples } from "@/lib/domain/samples/read";

/** The samples of the visitor's tenant, asked for once a request. */
export const samplesHere = cache(async () => readSamples((await visit()).caller));
