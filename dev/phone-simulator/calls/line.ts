/** What a person does on a phone. `byHand`: now and here, instead of whenever somebody asks for it. */
export type Input =
  | { readonly kind: 'keys'; readonly digits: string; readonly byHand: boolean }
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number; readonly byHand: boolean };

/** One key or one utterance, as a listener gets it. */
export type Signal =
  | { readonly kind: 'key'; readonly key: string; readonly byHand: boolean }
  | { readonly kind: 'speech'; readonly text: string; readonly confidence: number; readonly byHand: boolean };

export interface LineListener {
  /** It takes several keys together, e.g. a PIN. */
  readonly takesCode?: boolean;
  /** False: the signal waits for a later listener. */
  wants(signal: Signal): boolean;
  take(signal: Signal): void;
}

interface Offer {
  readonly signals: Signal[];
  readonly begun: (isCode: boolean) => void;
  readonly taken: () => void;
}

/**
 * What reaches the other side of a call. Whatever the person does while nobody listens (between two questions, during
 * an announcement) waits for the next listener that wants it, so that scripts need no exact timing.
 */
export class Line {
  #offers: Offer[] = [];
  #listener: LineListener | undefined;

  /**
   * Resolves when all of the input was taken; never if nobody ever wants it. `begun` is called just before its first
   * key or its words are taken, with whether they are taken for a code.
   */
  offer(input: Input, begun: (isCode: boolean) => void): Promise<void> {
    const { byHand } = input;
    const signals: Signal[] =
      input.kind === 'keys' ? Array.from(input.digits, (key) => ({ kind: 'key', key, byHand })) : [input];
    return new Promise((taken) => {
      let isFirst = true;
      const once = (isCode: boolean): void => {
        if (isFirst) begun(isCode);
        isFirst = false;
      };
      this.#offers.push({ signals, begun: once, taken });
      this.#deliver();
    });
  }

  /** Lets the signal reach whoever listens at this moment; otherwise it is lost. */
  reach(signal: Signal): void {
    if (this.#listener?.wants(signal) === true) this.#listener.take(signal);
  }

  /** Makes this the only listener, until the returned function is called. */
  listen(listener: LineListener): () => void {
    this.#listener = listener;
    this.#deliver();
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  #deliver(): void {
    for (const offer of [...this.#offers]) {
      for (;;) {
        // The listener may stop listening while it takes a signal, so both are looked up for each.
        const signal = offer.signals[0];
        const listener = this.#listener;
        if (signal === undefined || listener?.wants(signal) !== true) break;
        offer.signals.shift();
        offer.begun(listener.takesCode === true);
        listener.take(signal);
      }
      if (offer.signals.length === 0) {
        this.#offers = this.#offers.filter((other) => other !== offer);
        offer.taken();
      }
    }
  }
}
