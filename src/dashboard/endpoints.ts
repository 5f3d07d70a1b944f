/** Everything under /dashboard: the pages, and what their forms send. */
import type { Endpoint } from '../endpoints/endpoint.ts';
import { answerAsset } from './assets.ts';
import { hoursEndpoint } from './explore/hours-data.ts';
import { exportEndpoints } from './export-files.ts';
import { pages } from './pages.ts';
import { safeguardEndpoints } from './safeguards/forms.ts';
import { pageEndpoint } from './serve.tsx';
import { signInEndpoints } from './sign-in.tsx';

export const dashboardEndpoints: readonly Endpoint[] = [
  ...pages.map((page) => pageEndpoint(page, pages)),
  ...signInEndpoints,
  ...safeguardEndpoints,
  hoursEndpoint,
  ...exportEndpoints,
  {
    method: 'GET',
    path: '/dashboard/assets/:name',
    auth: 'public',
    errors: 'openai-chat',
    summary: 'Style and scripts of the pages',
    answer: answerAsset,
  },
];
