/** What is written wrong of the ledger, the audit log and providers' contracts, each with what is said of it, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const routes = [{ name: 'first', use: ['big'] }];

export const brokenLedger: readonly BrokenCase[] = [
  {
    name: 'a currency that is none',
    config: { routes, ledger: { currency: { code: 'euro', perUsd: 0.92, on: '2026-11-01' } } },
    says: [
      'ledger.currency.code: must be an ISO 4217 code such as EUR, but it is "euro". write an ISO 4217 code such as EUR',
    ],
  },
  {
    name: 'the rate of a day that is none',
    config: { routes, ledger: { currency: { code: 'EUR', perUsd: 0.92, on: '2026-02-30' } } },
    says: ['ledger.currency.on: 2026-02-30 is no day. write one such as 2026-11-01'],
  },
  {
    name: 'a time zone that is none',
    config: { routes, ledger: { timeZone: 'Berlin' } },
    says: ["ledger.timeZone: 'Berlin' is no time zone. write an IANA name such as Europe/Berlin"],
  },
  {
    name: 'an allowance below zero',
    config: { routes, ledger: { allowanceUsd: -1 } },
    says: ['ledger.allowanceUsd: must be USD from 0 to 10000, but it is -1. write USD from 0 to 10000'],
  },
  {
    name: 'a way to go on without a store that nobody knows',
    config: { routes: [{ ...routes[0], onStoreAway: 'closed' }] },
    says: [
      'routes[0].onStoreAway: "closed" is not one of the known values. use one of strict, allowance, open',
    ],
  },
  {
    name: 'an audit log of a week',
    config: { routes, audit: { days: 7 } },
    says: [
      'audit.days: must be a whole number of days from 30 to 4000, but it is 7. write a whole number of days from 30 to 4000',
    ],
  },
  {
    name: 'a provider that gives everything away',
    config: { routes, providers: { openai: { discountPercent: 100 } } },
    says: [
      'providers.openai.discountPercent: must be percent from 0 to 99.9, but it is 100. write percent from 0 to 99.9',
    ],
  },
];
