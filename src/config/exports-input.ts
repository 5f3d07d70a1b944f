/** The form of `exports` in `routes.config.ts`: files of usage and cost that are sent by themselves. Types only. */
import type { ExportKind, FocusVersion, ScheduledExport } from '../core/export.ts';

export type ExportInput = {
  readonly kind: ExportKind;
  /** Of FOCUS. Default 1.2. */
  readonly version?: FocusVersion;
  /** Sent when a day or a month of the reporting zone is over and counted. */
  readonly every: ScheduledExport['every'];
  readonly to:
    | {
        /** https. Gets JSON after the Standard Webhooks spec, signed, with the file and its manifest. */
        readonly webhook: string;
        /** Name of the Worker's secret that it is signed under, `whsec_...`. Default `SIGNALBOX_WEBHOOK_SECRET`. */
        readonly secret?: string;
      }
    | {
        /** Name of the Worker's binding of an R2 bucket. */
        readonly r2: string;
        /** Before the file's name: `signalbox/`. Default: nothing. */
        readonly prefix?: string;
      };
};
