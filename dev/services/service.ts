/** A service that this process started, or found running; `stop` never stops what it only found. */
export interface RunningService {
  /** What it is, in the words of the start-up messages: "Temporal", "MongoDB", "mail sink". */
  readonly name: string;
  /** Which of the possible providers was taken, e.g. "cached temporal 1.5.1". */
  readonly provider: string;
  /** Where it listens: host and port, or a URL. */
  readonly address: string;
  /** Stops the service and waits until it has gone. Calling it twice is harmless. */
  stop(): Promise<void>;
}

/** Where progress goes, one line at a time. Entry points print it; tests keep it quiet. */
export type Reporter = (line: string) => void;

/** Everything binds here: no service of a developer's machine is offered to the network. */
export const loopback = '127.0.0.1';
