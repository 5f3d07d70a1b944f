/** The shape of `alerts`. Whether addresses can be used comes after. */
import { alertKinds } from '../core/alert.ts';
import { alertForms } from '../core/config.ts';
import { fields, listOf, oneOf, type Shape, text, wholeNumber } from './shape.ts';

const secretName = text(/^[A-Z][A-Z0-9_]{0,99}$/, 'a name of capitals, digits and underscores');

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
  },
  ['webhooks'],
);
