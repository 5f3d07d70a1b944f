/** What is written wrong of learning, exploring and receipts, each with what is said of it, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const cheapest = { cheapest: { ofBest: 0.9 } };
const first = (route: object) => ({ routes: [{ name: 'first', use: ['big'], ...route }] });

export const brokenLearning: readonly BrokenCase[] = [
  {
    name: 'a target tried out on a route that learns nothing',
    config: first({ objective: cheapest, learn: false, explore: { share: 2 } }),
    says: [
      'routes[0].explore: tries targets out, and `learn: false` learns nothing of it. leave one of the two out',
    ],
  },
  {
    name: 'a target tried out where the order stays as written',
    config: first({ explore: { share: 2 } }),
    says: [
      'routes[0].explore: tries targets out, and their order stays as written. set an objective, or leave it out',
    ],
  },
  {
    name: 'a share to explore without its object',
    config: first({ objective: cheapest, explore: 0.02 }),
    says: ['routes[0].explore: must be an object, but it is 0.02. write an object'],
  },
  {
    name: 'most requests explored',
    config: first({ objective: cheapest, explore: { share: 60 } }),
    says: [
      'routes[0].explore.share: must be percent from 0.01 to 20, but it is 60. write percent from 0.01 to 20',
    ],
  },
  {
    name: 'a word for whether to learn',
    config: first({ learn: 'no' }),
    says: ['routes[0].learn: must be true or false, but it is "no". write true or false'],
  },
  {
    name: 'receipts for ever',
    config: { ...first({}), receipts: { days: 3650 } },
    says: [
      'receipts.days: must be a whole number of days from 1 to 90, but it is 3650. write a whole number of days from 1 to 90',
    ],
  },
  {
    name: 'targets tried out without receipts to rate them by',
    config: { ...first({ objective: cheapest, explore: { share: 2 } }), receipts: false },
    says: [
      'receipts: is off, and without it nobody can say how a target that is tried out has done. keep them for a day, or leave `explore` out',
    ],
  },
];
