/** Every page, one line each, in the order of the navigation. */
import type { Page } from './call.ts';
import { answerExplore } from './explore/explore.tsx';
import { answerMethods } from './methods.tsx';
import { answerModels } from './models/models.tsx';
import { answerOverview } from './overview/overview.tsx';
import { answerReconcile } from './reconcile/reconcile.tsx';
import { answerReliability } from './reliability/reliability.tsx';
import { answerRequest } from './requests/request.tsx';
import { answerRequests } from './requests/requests.tsx';
import { answerRoute } from './routes/route.tsx';
import { answerRoutes } from './routes/routes.tsx';
import { answerSafeguards } from './safeguards/safeguards.tsx';
import { answerStatement } from './teams/statement.tsx';
import { answerTeams } from './teams/teams.tsx';

export const pages: readonly Page[] = [
  { path: '/dashboard', name: 'Overview', role: 'viewer', answer: answerOverview },
  { path: '/dashboard/routes', name: 'Routes', role: 'viewer', answer: answerRoutes },
  { path: '/dashboard/routes/:route', name: null, role: 'viewer', answer: answerRoute },
  { path: '/dashboard/explore', name: null, role: 'viewer', byHour: true, answer: answerExplore },
  { path: '/dashboard/teams', name: 'Teams & budgets', role: 'viewer', answer: answerTeams },
  { path: '/dashboard/teams/:team', name: null, role: 'viewer', answer: answerStatement },
  { path: '/dashboard/models', name: 'Models & prices', role: 'viewer', answer: answerModels },
  {
    path: '/dashboard/reliability',
    name: 'Reliability',
    role: 'viewer',
    byHour: true,
    answer: answerReliability,
  },
  { path: '/dashboard/safeguards', name: 'Safeguards', role: 'viewer', answer: answerSafeguards },
  { path: '/dashboard/requests', name: 'Requests', role: 'operator', byHour: true, answer: answerRequests },
  { path: '/dashboard/requests/:id', name: null, role: 'operator', answer: answerRequest },
  { path: '/dashboard/reconcile', name: 'Reconcile & export', role: 'finance', answer: answerReconcile },
  { path: '/dashboard/methods', name: null, role: 'viewer', answer: answerMethods },
];
