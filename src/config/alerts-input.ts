/** The form of `alerts` in `routes.config.ts`: who is told, and of what. Types only. */
import type { AlertKind } from '../core/alert.ts';
import type { AlertForm } from '../core/config.ts';

type WebhookRest = {
  /** Which alerts it gets. Default: all. */
  readonly kinds?: readonly AlertKind[];
  /** `signalbox`: JSON after the Standard Webhooks spec, signed. `slack`: a message for an incoming webhook of Slack. */
  readonly form?: AlertForm;
  /** Name of the Worker's secret that it is signed under, `whsec_...`. Default `SIGNALBOX_WEBHOOK_SECRET`. */
  readonly secretFrom?: string;
};

export type WebhookInput = WebhookRest &
  (
    | { /** https. */ readonly url: string }
    /** Name of the Worker's secret that holds the address, where that is a secret itself, as with Slack. */
    | { readonly urlFrom: string }
  );

export type AlertsInput = {
  readonly webhooks: readonly WebhookInput[];
  /** Percent of a budget at which it is told, once a window each. Default 50, 80 and 100. */
  readonly budgetPercent?: readonly number[];
  /** What waits in the outbox before it is told: so many notes, or the oldest for so long. Default 1000 and 5 minutes. */
  readonly outbox?: { readonly notes?: number; readonly minutes?: number };
};
