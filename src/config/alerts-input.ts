/** The form of `alerts` in `routes.config.ts`: who is told, and of what. Types only. */
import type { AlertKind } from '../core/alert.ts';
import type { AlertForm } from '../core/config.ts';

type WebhookRest = {
  /** Which alerts it gets. Default: all. */
  readonly kinds?: readonly AlertKind[];
  /**
   * `signalbox`: JSON after the Standard Webhooks spec, signed. `slack`: a message for an incoming webhook of Slack.
   * `email`: `{from, to, subject, text, html}` for the HTTP API of a mail service or a relay.
   */
  readonly form?: AlertForm;
  /** Of the form `email`: sender and receivers, as the service takes them. */
  readonly email?: { readonly from: string; readonly to: readonly string[] };
  /** Name of the Worker's secret that is sent as `authorization: Bearer ...`: the key of a mail service. */
  readonly authorizationFrom?: string;
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
  /** Where people reach this router, for links to its dashboard. Default: links are paths. */
  readonly routerUrl?: string;
  /** Hours after which what lasts (outbox, fallback, anomaly, estimated, drift) is told again. Default 6. */
  readonly againHours?: number;
  /** Percent of the month's cost that is estimated. Default 1. */
  readonly estimatedPercent?: number;
  /** Percent by which a provider's bills and the ledger differ. Default 1. */
  readonly driftPercent?: number;
  /** Fallbacks in percent of a route's requests, for so many minutes (fives), from so many requests on. Default 5, 10, 20. */
  readonly fallback?: { readonly percent?: number; readonly minutes?: number; readonly requests?: number };
  /** How far above the same hour of the week: USD, and robust deviations. Default 10 and 4. */
  readonly anomaly?: { readonly usd?: number; readonly deviations?: number };
};
