import { PassThrough, pipeline, type Readable } from "node:stream";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from "node:zlib";
import { AppError } from "@/lib/core/errors";

const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
  zstd: createZstdDecompress,
  identity: () => new PassThrough(),
};

const tooLarge = (maxBytes: number) =>
  new AppError("too_large", `The answer is larger than ${maxBytes} bytes.`);

const decode = (stream: Readable, encoding: string): AsyncIterable<Buffer> => {
  const names = encoding
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean)
    .reverse();
  const chain = names.map((name) => DECODERS[name]?.());
  if (names.length > 2 || chain.includes(undefined))
    throw new AppError(
      "unavailable",
      `The answer is encoded as ${encoding.slice(0, 40)}, which cannot be read.`,
    );
  const streams = [stream, ...(chain as NodeJS.ReadWriteStream[]), new PassThrough()];
  // The reader below gets every error; the callback only keeps pipeline from throwing on its own.
  return pipeline(streams, () => {}) as unknown as AsyncIterable<Buffer>;
};

/**
 * The whole body of an answer, decompressed, at most `maxBytes`. Throws too_large as soon as more arrives, counted after
 * decompression, so that a small bomb stays small.
 */
export const readAnswer = async (
  stream: Readable,
  {
    encoding = "",
    length = "",
    maxBytes,
  }: { encoding?: string; length?: string; maxBytes: number },
): Promise<Buffer> => {
  if (Number(length) > maxBytes) {
    stream.destroy();
    throw tooLarge(maxBytes);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of encoding
    ? decode(stream, encoding)
    : (stream as AsyncIterable<Buffer>)) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      stream.destroy();
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
