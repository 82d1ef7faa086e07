/** Whether the caller is on the line, with whom, and whether they are to be called back (I3, I4). */
export class ExpectedCaller {
  expectedUntil = 0;
  readonly #present = new Map<string, string>();
  /** Anybody was ever seen in the conference. */
  #anybodySeen = false;
  #hasTalked = false;
  #attempts = 0;
  #isWanted: boolean;

  constructor(
    private isAssumed: boolean,
    callBack: boolean,
    private readonly mostAttempts: number,
  ) {
    this.#isWanted = callBack;
  }

  get #isSeen(): boolean {
    return [...this.#present.values()].includes('caller');
  }

  get #hasCompany(): boolean {
    return [...this.#present.values()].some((label) => label !== 'caller');
  }

  get isAlone(): boolean {
    return this.#isSeen && !this.#hasCompany;
  }

  isToBeCalledBack(now: number): boolean {
    return this.#isWanted && !this.#isSeen && now >= this.expectedUntil;
  }

  get state(): 'joined' | 'waiting' | 'to-be-called-back' | 'none' {
    if (this.#isSeen || this.isAssumed) return this.#hasCompany ? 'joined' : 'waiting';
    return this.#isWanted ? 'to-be-called-back' : 'none';
  }

  asksForHelp({ callerWaiting, callBack }: { callerWaiting: boolean; callBack: boolean }): void {
    if (callerWaiting) {
      this.isAssumed ||= !this.#anybodySeen;
      this.#hasTalked = false;
    }
    if (callBack) this.#want();
  }

  /** Somebody enters or leaves the conference. */
  moves(call: string, label: string, present: boolean): void {
    const wasThere = this.#isSeen || this.isAssumed;
    const wasTogether = wasThere && this.#hasCompany;
    this.#anybodySeen = true;
    if (label === 'caller') this.isAssumed = false;
    if (present) this.#present.set(call, label);
    else this.#present.delete(call);
    const isThere = this.#isSeen || this.isAssumed;
    const isTogether = isThere && this.#hasCompany;
    if (isTogether && this.#isSeen) this.#hasTalked = true;
    if (isTogether && !wasTogether) this.#isWanted = false;
    else if (wasThere && !isThere && !this.#hasTalked) this.#want();
  }

  calledBack(answered: boolean, now: number): void {
    this.#attempts += 1;
    if (answered) this.expectedUntil = Math.max(this.expectedUntil, now + 15_000);
    else if (this.#attempts >= this.mostAttempts) {
      this.#isWanted = false;
      this.#attempts = 0;
    }
  }

  #want(): void {
    if (!this.#isWanted) this.#attempts = 0;
    this.#isWanted = true;
  }
}
