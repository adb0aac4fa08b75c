type Batching<In, Out> = {
  /** So many batches are under way at once. */
  lanes: number;
  /** A batch takes no more than this many, and stops before `maxWeight` unless its first is heavier. */
  maxCount: number;
  maxWeight: number;
  weigh: (item: In) => number;
  /** One result for each item, in their order. What it throws, every item of the batch throws. */
  work: (items: In[]) => Promise<Out[]>;
};

type Waiting<In, Out> = {
  item: In;
  resolve: (result: Out) => void;
  reject: (error: unknown) => void;
};

/**
 * A function of one item that does what waits together: what comes while all lanes are busy, or in the same turn of the event
 * loop, goes in one batch. Alone, an item goes at once. First in, first out.
 */
export const inBatches = <In, Out>({
  lanes,
  maxCount,
  maxWeight,
  weigh,
  work,
}: Batching<In, Out>) => {
  const queue: Waiting<In, Out>[] = [];
  let busy = 0;
  let isDue = false;

  const take = () => {
    let count = 0;
    let weight = 0;
    for (const { item } of queue.slice(0, maxCount)) {
      weight += weigh(item);
      if (count > 0 && weight > maxWeight) break;
      count++;
    }
    return queue.splice(0, count);
  };

  const run = async (batch: Waiting<In, Out>[]) => {
    try {
      const results = await work(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error("A batch has as many results as items");
      for (const [n, { resolve }] of batch.entries()) resolve(results[n] as Out);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const begin = () => {
    isDue = false;
    while (busy < lanes && queue.length > 0) {
      busy++;
      void run(take()).finally(() => {
        busy--;
        begin();
      });
    }
  };

  return (item: In): Promise<Out> =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (isDue || busy >= lanes) return;
      isDue = true;
      setImmediate(begin);
    });
};
