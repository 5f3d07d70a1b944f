/** What the words of a kind of alert are. Types only. */

/** `critical`: requests are refused or money is lost sight of now. `warning`: somebody should look today. */
export type Severity = 'info' | 'warning' | 'critical';

export type Words<Data> = {
  readonly severity: (data: Data) => Severity;
  /** Whom it is about, for whoever sorts alerts. */
  readonly subject: (data: Data) => Readonly<Record<string, string | null>>;
  readonly figures: (data: Data) => Readonly<Record<string, number | string | boolean | null>>;
  /** One sentence for people. */
  readonly message: (data: Data, nowMs: number) => string;
  /** What most of it is, as part of a sentence; null: nobody knows. */
  readonly driver: (data: Data) => string | null;
  /** Path and query of the page of the dashboard that shows it. */
  readonly page: (data: Data, nowMs: number) => string;
  /** What to run to see more: the words after `signalbox`. */
  readonly command: (data: Data) => string;
};
