/** Files of usage and cost: which there are, and which are sent by themselves. Shapes only. */

export const exportKinds = ['focus', 'usage-daily'] as const;

export type ExportKind = (typeof exportKinds)[number];

/** Of FOCUS, the FinOps Open Cost and Usage Specification. */
export const focusVersions = ['1.2', '1.4'] as const;

export type FocusVersion = (typeof focusVersions)[number];

export const exportSpans = ['day', 'month'] as const;

export type ExportDestination =
  | {
      readonly kind: 'webhook';
      readonly url: string /** Name of the Worker's secret. */;
      readonly secretFrom: string;
    }
  | {
      readonly kind: 'r2' /** Name of the Worker's binding. */;
      readonly binding: string;
      readonly prefix: string;
    };

export type ScheduledExport = {
  /** A hash of the rest: what has been sent is remembered under it. */
  readonly name: string;
  readonly kind: ExportKind;
  readonly version: FocusVersion;
  /** A day or a month of the reporting zone; sent when it is over and counted. */
  readonly every: (typeof exportSpans)[number];
  readonly to: ExportDestination;
};
