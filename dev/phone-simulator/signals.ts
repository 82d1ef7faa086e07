/** Settles like the promise, unless the signal is aborted first; the promise's own work goes on in the background. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abandon = (): void => {
      reject(new DOMException('The wait was abandoned.', 'AbortError'));
    };
    if (signal.aborted) {
      promise.catch(() => undefined);
      abandon();
      return;
    }
    signal.addEventListener('abort', abandon, { once: true });
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abandon);
    });
  });
}

/** Resolves when the first of the signals is aborted; at once if one is already. */
export function anyAborted(...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    };
    if (signals.some((signal) => signal.aborted)) {
      resolve();
      return;
    }
    for (const signal of signals) signal.addEventListener('abort', done, { once: true });
  });
}
