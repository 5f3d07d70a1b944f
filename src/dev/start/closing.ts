/** What has been started and must be ended, in reverse order, whatever happens. */

export type Closing = {
  add(close: () => void | Promise<void>): void;
  /** Ends everything, also where one of them fails; returns what failed. Later calls do nothing. */
  closeAll(): Promise<unknown[]>;
};

export function createClosing(): Closing {
  const closers: (() => void | Promise<void>)[] = [];
  return {
    add: (close) => {
      closers.push(close);
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (failure) {
          failures.push(failure);
        }
      }
      return failures;
    },
  };
}
