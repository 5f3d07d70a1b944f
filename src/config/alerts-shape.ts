/** The shape of `alerts`. Whether addresses can be used comes after. */
import { alertKinds } from '../core/alert.ts';
import { alertForms } from '../core/config.ts';
import { fields, listOf, numberBetween, oneOf, type Shape, text, wholeNumber } from './shape.ts';

const secretName = text(/^[A-Z][A-Z0-9_]{0,99}$/, 'a name of capitals, digits and underscores');

const mailAddress = text(/^[^\r\n]*[^\s@]@[^\s@]+$/, 'an e-mail address');
const percent = numberBetween('a percentage', 0.01, 100);

export const alertsShape: Shape = fields(
  {
    webhooks: listOf(
      fields(
        {
          url: text(/\S/, 'an address'),
          urlFrom: secretName,
          kinds: listOf(oneOf(alertKinds), 1),
          form: oneOf(alertForms),
          secretFrom: secretName,
          email: fields({ from: mailAddress, to: listOf(mailAddress, 1) }, ['from', 'to']),
          authorizationFrom: secretName,
        },
        [],
      ),
      1,
    ),
    budgetPercent: listOf(wholeNumber('percent', 1, 100), 1),
    outbox: fields(
      { notes: wholeNumber('notes', 1, 1_000_000), minutes: wholeNumber('minutes', 1, 1440) },
      [],
    ),
    routerUrl: text(/\S/, 'an address'),
    againHours: wholeNumber('hours', 1, 168),
    estimatedPercent: percent,
    driftPercent: percent,
    fallback: fields(
      {
        percent,
        minutes: wholeNumber('minutes', 5, 60),
        requests: wholeNumber('requests', 1, 1_000_000),
      },
      [],
    ),
    anomaly: fields(
      {
        usd: numberBetween('an amount in USD', 0, 1_000_000),
        deviations: numberBetween('a number', 1, 100),
      },
      [],
    ),
  },
  ['webhooks'],
);
