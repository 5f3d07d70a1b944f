/** What the router may cost. `npm run bench` and `npm run size` exit 1 when a number passes its limit. Pure. */

/** Named like the cells that they bound; the unit stands in `unit`. */
export const limits = {
  json: { most: 1.8, unit: 'x bare' },
  /** README.md: why no lane that can still report an error gets below 1.55. */
  stream: { most: 1.8, unit: 'x bare' },
  translated: { most: 4, unit: 'x bare' },
  /** With a store: classified where it is asked for, planned, admitted, booked, with a receipt. */
  fullNamed: { most: 2.2, unit: 'x bare' },
  fullAuto: { most: 3.2, unit: 'x bare' },
  fullStream: { most: 1.7, unit: 'x bare' },
  /** The same route with safeguards on that find nothing. */
  maskedJson: { most: 1.1, unit: 'x without' },
  inspectedStream: { most: 1.25, unit: 'x without' },
  cold: { most: 40, unit: 'ms' },
  /**
   * The code. 200 was the aim for the endpoint alone; the planner, the ledger, telemetry, alerts, safeguards and the
   * dashboard came on top of it. What would bring it down stands in README.md.
   */
  size: { most: 395, unit: 'KiB gzip' },
  /** Everything that a deploy sends: the code and the classifier's weights. */
  upload: { most: 1345, unit: 'KiB gzip' },
  /** Median delay of an event, above the bare proxy's. */
  addedDelay: { most: 1, unit: 'ms' },
  /** CPU to classify a request: task, risk, tools. */
  classifyShort: { most: 150, unit: 'us' },
  classifyLong: { most: 400, unit: 'us' },
  /** CPU to plan a request of 20 routes and 30 targets, without judging it. */
  plan: { most: 60, unit: 'us' },
  /** Growth of workerd from 20,000 requests to 100,000. */
  memoryGrowth: { most: 32, unit: 'MiB' },
  /** Growth of workerd per client that reads slowly, above the bare proxy's. */
  slowReader: { most: 1024, unit: 'KiB' },
} as const satisfies Record<string, { most: number; unit: string }>;

export type LimitName = keyof typeof limits;

/** One measured number against its limit. */
export type Verdict = { readonly what: string; readonly limit: LimitName; readonly value: number };

export function isPassed({ limit, value }: Verdict): boolean {
  return value > limits[limit].most;
}

export function judgeSize(size: { codeGzipKiB: number; uploadGzipKiB: number }): readonly Verdict[] {
  return [
    { what: 'code', limit: 'size', value: size.codeGzipKiB },
    { what: 'upload', limit: 'upload', value: size.uploadGzipKiB },
  ];
}
